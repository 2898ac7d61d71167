"""Live numbers: how many people are and were on each step, and what came of its letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dhara.audience.sequences import rules
from dhara.audience.sequences.models import Sequence, SequenceVersion
from dhara.kit import rows


@dataclass
class NodeNumbers:
    """People on one node, each counted as often as they came through it.

    `entered` = `waiting` + `held` + `left` + `done`. `outcomes` splits those who are through ("yes", "b", "skipped",
    "reached" …). Of letters: `sent`; `opened` and `clicked` count letters that people (no scanners) opened or followed
    a link of; `sold` purchases, `amounts` their sums by currency in minor units.
    """

    waiting: int = 0
    held: int = 0
    left: int = 0
    done: int = 0
    sent: int = 0
    opened: int = 0
    clicked: int = 0
    sold: int = 0
    amounts: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def entered(self) -> int:
        return self.waiting + self.held + self.left + self.done


def numbers(sequence: Sequence, version: SequenceVersion | None = None) -> dict[str, NodeNumbers]:
    """By node, of all versions or of those who are on one; four statements however large the sequence.

    A purchase within seven days of a click counts for the last letter, of whatever kind, that the buyer had clicked
    before it: here only if that was one of this sequence. Who clicked another letter since is that one's.
    """
    found: dict[str, NodeNumbers] = defaultdict(NodeNumbers)
    values = {
        "sequence": sequence.pk,
        "studio": sequence.studio_id,
        "version": None if version is None else version.pk,
        "days": rules.ATTRIBUTED.days,
    }
    for node, state, count in _rows(_STANDING, values):
        here = found[node]
        if state == rules.ACTIVE_IN:
            here.waiting += count
        elif state == rules.HELD:
            here.held += count
        else:
            here.left += count
    for node, outcome, done, sent in _rows(_DONE, values):
        here = found[node]
        here.done += done
        here.sent += sent
        here.outcomes[outcome] = here.outcomes.get(outcome, 0) + done
    for node, opened, clicked in _rows(_TOUCHED, values):
        found[node].opened, found[node].clicked = opened, clicked
    for node, currency, count, amount in _rows(_SOLD, values):
        found[node].sold += count
        found[node].amounts[currency] = int(amount)
    return dict(found)


def _rows(sql: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with rows.cursor() as cursor:
        cursor.execute(sql.format(of_it=_OF_IT), values)
        yield from cursor.fetchall()


_OF_IT: Final = "e.sequence_id = %(sequence)s AND (%(version)s::bigint IS NULL OR e.version_id = %(version)s)"
# Who left or reached the goal in the middle keeps the node on which that was; who came to the end stands on none.
_STANDING = """
SELECT e.node, e.state, count(*) FROM audience_enrolment e WHERE {of_it} AND e.node <> '' GROUP BY 1, 2
"""
_DONE = """
SELECT s.node, s.outcome, count(*), count(*) FILTER (WHERE d.state = 'sent')
  FROM audience_enrolment e JOIN audience_step s ON s.enrolment_id = e.id
  LEFT JOIN audience_delivery d ON d.id = s.delivery_id
 WHERE {of_it} GROUP BY 1, 2
"""
_TOUCHED = """
SELECT s.node, count(DISTINCT t.delivery_id), count(DISTINCT t.delivery_id) FILTER (WHERE t.link IS NOT NULL)
  FROM audience_enrolment e JOIN audience_step s ON s.enrolment_id = e.id
  JOIN audience_touch t ON t.delivery_id = s.delivery_id AND t.verdict = 'human'
 WHERE {of_it} GROUP BY 1
"""
_SOLD = """
WITH mine AS MATERIALIZED (
  SELECT s.node, s.delivery_id, e.contact_id
    FROM audience_enrolment e JOIN audience_step s ON s.enrolment_id = e.id AND s.delivery_id IS NOT NULL
   WHERE {of_it}
), clickers AS MATERIALIZED (
  SELECT DISTINCT m.contact_id FROM mine m
    JOIN audience_touch t ON t.delivery_id = m.delivery_id AND t.link IS NOT NULL AND t.verdict = 'human'
)
SELECT m.node, b.currency, count(*), sum(b.amount)
  FROM clickers c
  JOIN audience_event b ON b.contact_id = c.contact_id AND b.kind = 'bought' AND b.studio_id = %(studio)s
  JOIN LATERAL (
    SELECT t.delivery_id FROM audience_delivery d
      JOIN audience_touch t ON t.delivery_id = d.id AND t.link IS NOT NULL AND t.verdict = 'human'
     WHERE d.contact_id = c.contact_id AND t.at <= b.at AND t.at > b.at - make_interval(days => %(days)s)
     ORDER BY t.at DESC, t.id DESC LIMIT 1
  ) last ON true
  JOIN mine m ON m.delivery_id = last.delivery_id
 GROUP BY 1, 2
"""

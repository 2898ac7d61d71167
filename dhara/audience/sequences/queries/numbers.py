"""Live numbers: how many people are and were on each step, and what came of its letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dhara.audience.sequences import rules
from dhara.audience.sequences.models import Sequence, SequenceVersion
from dhara.audience.sequences.queries.selling import sales
from dhara.kit import rows


@dataclass
class NodeNumbers:
    """People on one node, each counted as often as they came through it.

    `entered` = `waiting` + `held` + `left` + `done`. `outcomes` splits those who are through ("yes", "b", "skipped",
    "reached" …). Of letters: `sent`; `opened` and `clicked` count letters that people (no scanners) opened or followed
    a link of; `sold` purchases, `amounts` what of their money stayed, by currency in minor units.
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

    Which purchases are a letter's is told by `selling`.
    """
    found: dict[str, NodeNumbers] = defaultdict(NodeNumbers)
    values = {
        "sequence": sequence.pk,
        "version": None if version is None else version.pk,
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
    for sale in sales([sequence.pk], version=version):
        found[sale.node].sold += sale.count
        found[sale.node].amounts[sale.currency] = sale.amount
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
# With anonymous tracking nobody knows whose delivery it was: the letter tells the node.
_TOUCHED = """
SELECT node, count(DISTINCT who), count(DISTINCT who) FILTER (WHERE link IS NOT NULL) FROM (
  SELECT s.node, t.delivery_id AS who, t.link
    FROM audience_enrolment e JOIN audience_step s ON s.enrolment_id = e.id
    JOIN audience_touch t ON t.delivery_id = s.delivery_id AND t.verdict = 'human'
   WHERE {of_it}
  UNION ALL
  SELECT l.node, -t.id, t.link
    FROM (SELECT DISTINCT n.key AS node, (n.value ->> 'message')::bigint AS message_id
            FROM audience_sequenceversion v, jsonb_each(v.graph -> 'nodes') n
           WHERE v.sequence_id = %(sequence)s AND (%(version)s::bigint IS NULL OR v.id = %(version)s)
             AND n.value ->> 'kind' = 'send') l
    JOIN audience_touch t ON t.message_id = l.message_id AND t.delivery_id IS NULL AND t.verdict = 'human'
) touched GROUP BY 1
"""

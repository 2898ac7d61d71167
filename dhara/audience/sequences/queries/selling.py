"""The money that followed letters of sequences, from the same events and clicks as the report of a broadcast."""

from __future__ import annotations

from collections.abc import Sequence as Sequence_
from dataclasses import dataclass
from typing import Final

from dhara.audience.sequences import rules
from dhara.audience.sequences.models import SequenceVersion
from dhara.kit import rows


@dataclass(frozen=True)
class Sale:
    """`count` purchases that followed the letters of a node; `amount` what was paid less what went back."""

    sequence_id: int
    node: str
    currency: str
    count: int
    amount: int


def sales(sequence_ids: Sequence_[int], *, version: SequenceVersion | None = None) -> list[Sale]:
    """Of all these sequences, or of those people of theirs who are on one version; one statement.

    A purchase within seven days of a click counts for the last letter, of whatever kind, that the buyer had clicked
    before it: here only if that was one of these sequences'. Who clicked another letter since is that one's. Money
    that goes back later, whenever that is, is taken from the purchase of the same thing.
    """
    values = {
        "sequences": list(sequence_ids),
        "version": None if version is None else version.pk,
        "days": rules.ATTRIBUTED.days,
    }
    with rows.cursor() as cursor:
        cursor.execute(_SOLD, values)
        found = cursor.fetchall()
    return [Sale(sequence_id, node, code, count, int(left)) for sequence_id, node, code, count, left in found]


_SOLD: Final = """
WITH mine AS MATERIALIZED (
  SELECT e.sequence_id, s.node, s.delivery_id, e.contact_id
    FROM audience_enrolment e JOIN audience_step s ON s.enrolment_id = e.id AND s.delivery_id IS NOT NULL
   WHERE e.sequence_id = ANY(%(sequences)s) AND (%(version)s::bigint IS NULL OR e.version_id = %(version)s)
), clickers AS MATERIALIZED (
  SELECT DISTINCT m.contact_id FROM mine m
    JOIN audience_touch t ON t.delivery_id = m.delivery_id AND t.link IS NOT NULL AND t.verdict = 'human'
), bought AS MATERIALIZED (
  SELECT m.sequence_id, m.node, b.id, b.contact_id, b.subject, b.currency, b.amount, b.at
    FROM clickers c
    JOIN audience_event b ON b.contact_id = c.contact_id AND b.kind = 'bought'
    JOIN LATERAL (
      SELECT t.delivery_id FROM audience_delivery d
        JOIN audience_touch t ON t.delivery_id = d.id AND t.link IS NOT NULL AND t.verdict = 'human'
       WHERE d.contact_id = c.contact_id AND t.at <= b.at AND t.at > b.at - make_interval(days => %(days)s)
       ORDER BY t.at DESC, t.id DESC LIMIT 1
    ) last ON true
    JOIN mine m ON m.delivery_id = last.delivery_id
), back AS (
  SELECT p.id, sum(r.amount) AS amount
    FROM (SELECT DISTINCT contact_id FROM bought) who
    JOIN audience_event r ON r.contact_id = who.contact_id AND r.kind = 'refunded'
    JOIN LATERAL (
      SELECT b.id FROM bought b
       WHERE b.contact_id = r.contact_id AND b.subject = r.subject AND b.currency = r.currency AND b.at <= r.at
       ORDER BY b.at DESC, b.id DESC LIMIT 1
    ) p ON true
   GROUP BY 1
)
SELECT b.sequence_id, b.node, b.currency, count(*), sum(b.amount - COALESCE(back.amount, 0))
  FROM bought b LEFT JOIN back ON back.id = b.id
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

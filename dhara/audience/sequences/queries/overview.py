"""What came of a list of sequences: their letters, who read them, the money that followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dhara.audience.sequences.queries.selling import sales
from dhara.kit import rows
from dhara.kit.currency import Money


@dataclass
class Overview:
    """Letters that were `sent`, and of them those that people (no scanners) `opened` and `clicked`.

    `sold` purchases followed them, which left `money`, per currency, the largest sum first.
    """

    sent: int = 0
    opened: int = 0
    clicked: int = 0
    sold: int = 0
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def open_share(self) -> float:
        return self.opened / self.sent if self.sent else 0.0

    @property
    def click_share(self) -> float:
        return self.clicked / self.sent if self.sent else 0.0

    @property
    def money(self) -> list[Money]:
        return money_of(self.amounts)


def money_of(amounts: Mapping[str, int]) -> list[Money]:
    """Sums by currency in minor units as money, the largest first; what all went back is left out."""
    found = sorted(amounts.items(), key=lambda each: -each[1])
    return [Money(amount, code) for code, amount in found if amount > 0]


def overviews(sequence_ids: Iterable[int]) -> dict[int, Overview]:
    """By sequence, for all of these; two statements however many they are."""
    ids = list(sequence_ids)
    found: dict[int, Overview] = defaultdict(Overview)
    with rows.cursor() as cursor:
        cursor.execute(_CAME, [ids])
        for sequence_id, sent, opened, clicked in cursor.fetchall():
            found[sequence_id] = Overview(sent, opened, clicked)
    for sale in sales(ids):
        here = found[sale.sequence_id]
        here.sold += sale.count
        here.amounts[sale.currency] = here.amounts.get(sale.currency, 0) + sale.amount
    return {each: found[each] for each in ids}


# Published letters are copies that no other sequence sends, so they tell whose a delivery is.
_CAME: Final = """
WITH letters AS MATERIALIZED (
  SELECT DISTINCT v.sequence_id, (n.value ->> 'message')::bigint AS message_id
    FROM audience_sequenceversion v, jsonb_each(v.graph -> 'nodes') n
   WHERE v.sequence_id = ANY(%s) AND n.value ->> 'kind' = 'send'
), went AS (
  SELECT l.sequence_id, count(*) AS sent FROM letters l
    JOIN audience_delivery d ON d.message_id = l.message_id AND d.state = 'sent' GROUP BY 1
), read AS (
  SELECT l.sequence_id, count(DISTINCT COALESCE(t.delivery_id, -t.id)) AS opened,
         count(DISTINCT COALESCE(t.delivery_id, -t.id)) FILTER (WHERE t.link IS NOT NULL) AS clicked
    FROM letters l JOIN audience_touch t ON t.message_id = l.message_id AND t.verdict = 'human' GROUP BY 1
)
SELECT sequence_id, COALESCE(sent, 0), COALESCE(opened, 0), COALESCE(clicked, 0)
  FROM went FULL JOIN read USING (sequence_id)
"""

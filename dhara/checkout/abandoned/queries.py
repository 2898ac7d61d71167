"""Reads: what a studio's buyers left lying, and what became of it. Never who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dhara.checkout.abandoned import rules
from dhara.checkout.abandoned.models import CartReminder, LeftLine, ReminderStop
from dhara.checkout.cart.models import Cart
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.money.policies import queries as policies
from dhara.money.policies.rules import read
from dhara.people.models import Studio


@dataclass(frozen=True)
class Tally:
    """Of one currency: carts left and bought after all, with the studio's own part of their sums."""

    left: int
    left_sum: Money
    recovered: int
    recovered_sum: Money

    @property
    def percent(self) -> int:
        return round(100 * self.recovered / self.left) if self.left else 0


@dataclass(frozen=True)
class Left:
    """One cart: when its owner was reminded, the studio's own part of it, and whether it was bought after all."""

    at: datetime
    titles: list[str]
    amount: Money
    number: str


def reminds(studio_ids: Iterable[int], *, at: datetime) -> set[int]:
    """Those of the studios whose offers are in reminders. None where nobody is reminded at all."""
    known = set(studio_ids)
    kept = policies.frozen(known, at=at)
    if not read(kept, rules.HOURS):
        return set()
    return {each for each in known if read(kept, rules.REMINDS, each)}


def waiting_for(cart: Cart | None) -> bool:
    """Whether the owner of the cart has asked to be reminded of it, and can still take it back."""
    if cart is None or cart.reminder_id is None:
        return False
    return CartReminder.objects.filter(pk=cart.reminder_id, status=rules.WAITING).exists()


def stopped(address: str) -> bool:
    return ReminderStop.objects.filter(key=rules.key_of(address)).exists()


def tallies(studio: Studio, *, since: datetime | None = None) -> list[Tally]:
    """By currency, the most used one first; of the reminders since then, or of all. One query."""
    with rows.cursor() as cursor:
        cursor.execute(_TALLIES, {"studio": studio.pk, "since": since})
        return [
            Tally(left, Money(int(lay), code), recovered, Money(int(paid), code))
            for code, left, lay, recovered, paid in cursor.fetchall()
        ]


_TALLIES = """
SELECT currency, count(*), sum(lay), count(order_id), COALESCE(sum(paid), 0) FROM (
  SELECT r.currency, r.order_id, sum(l.amount) AS lay, (
      SELECT sum(o.gross) FROM checkout_orderline o WHERE o.order_id = r.order_id AND o.studio_id = %(studio)s
    ) AS paid
    FROM checkout_leftline l JOIN checkout_cartreminder r ON r.id = l.reminder_id
   WHERE l.studio_id = %(studio)s AND (%(since)s::timestamptz IS NULL OR l.left_at >= %(since)s)
   GROUP BY r.id
) carts GROUP BY currency ORDER BY count(*) DESC, currency
"""


def latest(studio: Studio, limit: int = 30) -> list[Left]:
    """The carts that were left last, each with the studio's own lines; two queries."""
    own = LeftLine.objects.filter(studio=studio).order_by("-left_at", "-reminder_id", "id")
    by_cart: dict[int, list[LeftLine]] = defaultdict(list)
    for line in own.select_related("offer", "reminder__order")[: limit * 4]:
        by_cart[line.reminder_id].append(line)
    return [
        Left(
            lines[0].left_at,
            [line.offer.title for line in lines],
            Money(sum(line.amount for line in lines), lines[0].reminder.currency),
            lines[0].reminder.order.number if lines[0].reminder.order else "",
        )
        for lines in list(by_cart.values())[:limit]
    ]

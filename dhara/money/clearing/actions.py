"""Plan a clearing, carry out those that are due, take back what is refunded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.money.clearing.facts import MoneyCleared
from dhara.money.clearing.models import Clearing
from dhara.money.ledger import rules
from dhara.money.ledger.actions import Posting, account_id, post_many

BATCH = 500


@dataclass(frozen=True)
class Plan:
    """`key` such as `order:12:studio:7` is unique; `amount` is the studio's share of the sale."""

    key: str
    studio_id: int
    amount: Money
    due_at: datetime
    subject: str


def plan(plans: Iterable[Plan]) -> None:
    """Write down what clears when, in the sale's own transaction. Planning a key twice is planning it once."""
    rows.insert_new(
        [
            Clearing(
                key=each.key,
                studio_id=each.studio_id,
                currency=each.amount.currency,
                amount=each.amount.minor,
                due_at=each.due_at,
                subject=each.subject,
            )
            for each in plans
            if each.amount.minor > 0
        ]
    )


@transaction.atomic
def clear_due(*, by: Actor, at: datetime, limit: int = BATCH) -> int:
    """Make due money available; returns how many clearings it did. Several workers take different ones."""
    due = list(
        Clearing.objects.select_for_update(skip_locked=True)
        .filter(cleared_at__isnull=True, due_at__lte=at)
        .order_by("due_at", "id")[:limit]
    )
    post_many([_posting(each, at) for each in due if each.left], by=by)
    Clearing.objects.filter(pk__in=[each.pk for each in due]).update(cleared_at=at)
    sums: dict[tuple[int, str], int] = {}
    for each in due:
        sums[each.studio_id, each.currency] = sums.get((each.studio_id, each.currency), 0) + each.left
    for (studio_id, currency), amount in sorted(sums.items()):
        if amount:
            record(MoneyCleared(studio_id, currency, amount), by=by, at=at, studio_id=studio_id)
    return len(due)


def _posting(each: Clearing, at: datetime) -> Posting:
    pending = account_id(rules.SELLER_PENDING, each.currency, each.studio_id)
    available = account_id(rules.SELLER_AVAILABLE, each.currency, each.studio_id)
    legs = [(pending, -each.left), (available, each.left)]
    return Posting(f"clearing:{each.pk}", "clearing", legs, each.currency, at, subject=each.subject)


def reverse(*, subject: str, studio_id: int, amount: Money) -> list[rules.Leg]:
    """Take `amount` of a refund off the studio: first off what of this sale is still pending, then off its balance.

    Returns the legs for the caller's entry, to be posted in the same transaction; posting raises Overdrawn when the
    studio's balance does not suffice. ValueError for an amount that is not above zero.
    """
    if amount.minor <= 0:
        raise ValueError("nothing to take back")
    missing, pending = amount.minor, 0
    rows = Clearing.objects.select_for_update().filter(
        subject=subject, studio_id=studio_id, currency=amount.currency, cleared_at__isnull=True
    )
    for each in rows.order_by("id"):
        part = min(missing, each.left)
        Clearing.objects.filter(pk=each.pk).update(taken_back=each.taken_back + part)
        missing, pending = missing - part, pending + part
    parts = ((rules.SELLER_PENDING, pending), (rules.SELLER_AVAILABLE, missing))
    return [(account_id(purpose, amount.currency, studio_id), -part) for purpose, part in parts if part]

"""Plan a clearing, carry out those that are due, take back what is refunded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from dhara.money.ledger.actions import Posting, account_id, locked_balances, post_many

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


def clear_due(*, by: Actor, at: datetime, limit: int = BATCH) -> int:
    """Make due money available; returns how many clearings it did. Several workers take different ones.

    What a studio owes is repaid out of it first. Nobody waits for this in a circle: accounts are made before anything
    is locked, then the balances are locked, all at once and by id, and clearings that others hold are left for later.
    """
    waiting = Clearing.objects.filter(cleared_at__isnull=True, due_at__lte=at).order_by("due_at", "id")
    whose = sorted(set(waiting.values_list("studio_id", "currency")[:limit]))
    accounts = [account_id(purpose, code, studio_id) for studio_id, code in whose for purpose in _MOVED]
    with transaction.atomic():
        owed = {key: -balance for key, balance in _locked(accounts).items() if balance < 0}
        mine = waiting.filter(studio_id__in={studio_id for studio_id, _code in whose})
        found = list(mine.select_for_update(skip_locked=True)[:limit])
        due = [each for each in found if (each.studio_id, each.currency) in set(whose)]
        _clear(due, owed, by=by, at=at)
    return len(due)


# The accounts that clearing moves money between.
_MOVED = (rules.SELLER_PENDING, rules.SELLER_AVAILABLE, rules.SELLER_OWES)


def _locked(accounts: list[int]) -> dict[tuple[int, str], int]:
    """What studios owe, by (studio, currency); every account that will be moved is locked until the end."""
    with rows.cursor() as cursor:
        cursor.execute(_LOCK, [accounts])
        found = cursor.fetchall()
    return {(studio, code): balance for purpose, studio, code, balance in found if purpose == rules.SELLER_OWES}


_LOCK = """
SELECT purpose, studio_id, currency, balance FROM money_account WHERE id = ANY(%s::bigint[])
 ORDER BY id FOR NO KEY UPDATE
"""


def _clear(due: Iterable[Clearing], owed: dict[tuple[int, str], int], *, by: Actor, at: datetime) -> None:
    """Move what is due; `owed` is what the studios owe."""
    postings, sums = [], dict[tuple[int, str], int]()
    for each in due:
        whose = (each.studio_id, each.currency)
        repaid = min(each.left, owed.get(whose, 0))
        owed[whose] = owed.get(whose, 0) - repaid
        sums[whose] = sums.get(whose, 0) + each.left - repaid
        postings += [*([_cleared(each, at)] if each.left else []), *([_repaid(each, repaid, at)] if repaid else [])]
    post_many(postings, by=by)
    Clearing.objects.filter(pk__in=[each.pk for each in due]).update(cleared_at=at)
    for (studio_id, currency), amount in sorted(sums.items()):
        if amount:
            record(MoneyCleared(studio_id, currency, amount), by=by, at=at, studio_id=studio_id)


def _cleared(each: Clearing, at: datetime) -> Posting:
    return _moved(each, "clearing", rules.SELLER_PENDING, rules.SELLER_AVAILABLE, each.left, at)


def _repaid(each: Clearing, amount: int, at: datetime) -> Posting:
    return _moved(each, "debt_repaid", rules.SELLER_AVAILABLE, rules.SELLER_OWES, amount, at)


def _moved(each: Clearing, memo: str, source: str, target: str, amount: int, at: datetime) -> Posting:
    here, there = (account_id(purpose, each.currency, each.studio_id) for purpose in (source, target))
    return Posting(
        f"{memo}:{each.pk}", memo, [(here, -amount), (there, amount)], each.currency, at, subject=each.subject
    )


def take(subject: str, amounts: Mapping[int, int], currency: str) -> list[rules.Posted]:
    """Take something off studios ({studio: minor units}): a refund, or what is kept back for a dispute.

    First what of this sale is still pending (its clearing is reduced), then the available balance; what neither holds
    the studio owes. Returns what to book, below zero, in the same transaction.
    """
    wanted = {studio_id: amount for studio_id, amount in sorted(amounts.items()) if amount > 0}
    pending = _take_pending(subject, wanted, currency)
    balances = locked_balances(wanted, currency) if wanted else {}
    legs: list[rules.Posted] = []
    for studio_id, amount in wanted.items():
        rest = amount - pending.get(studio_id, 0)
        available = min(rest, max(0, balances[rules.SELLER_AVAILABLE, studio_id]))
        parts = {rules.SELLER_PENDING: amount - rest, rules.SELLER_AVAILABLE: available}
        parts[rules.SELLER_OWES] = rest - available
        legs += [(purpose, studio_id, -part) for purpose, part in parts.items() if part]
    return legs


def _take_pending(subject: str, amounts: Mapping[int, int], currency: str) -> dict[int, int]:
    left, taken = dict(amounts), dict[int, int]()
    for each in _open(subject, amounts, currency):
        part = min(left[each.studio_id], each.left)
        if part:
            Clearing.objects.filter(pk=each.pk).update(taken_back=each.taken_back + part)
            left[each.studio_id] -= part
            taken[each.studio_id] = taken.get(each.studio_id, 0) + part
    return taken


def _open(subject: str, studio_ids: Iterable[int], currency: str) -> list[Clearing]:
    waiting = Clearing.objects.select_for_update().filter(subject=subject, currency=currency, cleared_at__isnull=True)
    return list(waiting.filter(studio_id__in=list(studio_ids)).order_by("id"))


def give_again(
    subject: str, amounts: Mapping[int, int], currency: str, *, pending: Mapping[int, int] | None = None
) -> list[rules.Posted]:
    """Give studios something again ({studio: minor units}) that `take` took off them, or that is owed to them.

    Up to `pending` of it goes where it was, when that clearing still waits; the rest repays what the studio owes, then
    is available. Returns what to book, in the same transaction.
    """
    wanted = {studio_id: amount for studio_id, amount in sorted(amounts.items()) if amount > 0}
    waits = {each: min(amount, (pending or {}).get(each, 0)) for each, amount in wanted.items()}
    again: dict[int, int] = {}
    for each in _open(subject, [studio for studio, most in waits.items() if most], currency):
        part = min(waits[each.studio_id] - again.get(each.studio_id, 0), each.taken_back)
        if part > 0:
            Clearing.objects.filter(pk=each.pk).update(taken_back=each.taken_back - part)
            again[each.studio_id] = again.get(each.studio_id, 0) + part
    balances = locked_balances(wanted, currency) if wanted else {}
    legs: list[rules.Posted] = []
    for studio_id, amount in wanted.items():
        rest = amount - again.get(studio_id, 0)
        repaid = min(rest, max(0, -balances[rules.SELLER_OWES, studio_id]))
        parts = {rules.SELLER_PENDING: amount - rest, rules.SELLER_OWES: repaid, rules.SELLER_AVAILABLE: rest - repaid}
        legs += [(purpose, studio_id, part) for purpose, part in parts.items() if part]
    return legs

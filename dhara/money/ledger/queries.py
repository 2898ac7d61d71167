"""Reads: balances, and entries in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import get_language

from dhara.kit.currency import Money
from dhara.money.ledger import rules
from dhara.money.ledger.models import Entry, LedgerAccount, Leg

# A stored balance, or the latest snapshot and the legs after it (an index-only scan).
_BALANCE = """
SELECT CASE WHEN a.stored THEN a.balance ELSE coalesce(s.balance, 0) + coalesce(
         (SELECT sum(l.amount) FROM money_leg l WHERE l.account_id = a.id AND l.id > coalesce(s.leg_ref, 0)), 0) END
  FROM money_account a
  LEFT JOIN LATERAL (SELECT leg_ref, balance FROM money_snapshot WHERE account_id = a.id
                      ORDER BY leg_ref DESC LIMIT 1) s ON true
 WHERE a.id = %s
"""


@dataclass(frozen=True)
class LegInWords:
    account: str
    amount: Money


@dataclass(frozen=True)
class EntryInWords:
    """An entry as a person reads it: `sentence` and the accounts' names are in the reader's language."""

    id: int
    key: str
    at: datetime
    sentence: str
    legs: tuple[LegInWords, ...]


@dataclass(frozen=True)
class StatementLine:
    """`leg_id` is where the next page begins (`before=`); `memo` a key of rules.MEMOS; `key` the entry's own."""

    leg_id: int
    at: datetime
    sentence: str
    subject: str
    amount: Money
    memo: str = ""
    key: str = ""


def balance(account_id: int) -> int:
    """Signed minor units, credit positive. KeyError when there is no such account."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, [account_id])
        row = cursor.fetchone()
    if row is None:
        raise KeyError(account_id)
    return int(row[0])


def balances(studio_id: int) -> dict[str, dict[str, Money]]:
    """{"BDT": {"pending": Money, "available": Money}} for every currency in which the studio ever earned."""
    names = {rules.SELLER_PENDING: "pending", rules.SELLER_AVAILABLE: "available"}
    found: dict[str, dict[str, Money]] = {}
    accounts = LedgerAccount.objects.filter(studio_id=studio_id, purpose__in=names).order_by("currency")
    for account in accounts:
        row = found.setdefault(account.currency, {name: Money.zero(account.currency) for name in names.values()})
        row[names[account.purpose]] = Money(account.balance, account.currency)
    return found


def entries_of(subject: str) -> list[EntryInWords]:
    """Every entry about a subject such as `order:12`, the first one first, in the reader's language."""
    entries = Entry.objects.filter(subject=subject).order_by("id").prefetch_related("legs__account__studio")
    return [in_words(entry) for entry in entries]


def in_words(entry: Entry) -> EntryInWords:
    legs = sorted(entry.legs.all(), key=lambda leg: leg.pk)
    told = tuple(LegInWords(account_in_words(leg.account), Money(leg.amount, leg.currency)) for leg in legs)
    moved = sum(leg.amount for leg in legs if leg.amount > 0)
    return EntryInWords(entry.pk, entry.key, entry.at, _sentence(entry, Money(moved, legs[0].currency)), told)


def account_in_words(account: LedgerAccount) -> str:
    label = str(rules.PURPOSES[account.purpose].label)
    whose = account.studio.name if account.studio else account.detail
    return f"{label} ({whose})" if whose else label


def statement(account_id: int, *, before: int | None = None, limit: int = 50) -> list[StatementLine]:
    """An account's legs, the latest first; the next page begins `before` the last line's `leg_id`."""
    legs = Leg.objects.filter(account_id=account_id).select_related("entry").order_by("-id")
    lines = []
    for leg in legs.filter(id__lt=before)[:limit] if before is not None else legs[:limit]:
        amount = Money(leg.amount, leg.currency)
        entry, words = leg.entry, _sentence(leg.entry, abs(amount))
        lines.append(StatementLine(leg.pk, entry.at, words, entry.subject, amount, entry.memo, entry.key))
    return lines


def moved_by(key: str) -> dict[tuple[str, int | None], int]:
    """{(purpose, studio): signed minor units} of one entry; empty where there is none."""
    legs = Leg.objects.filter(entry__key=key).values_list("account__purpose", "account__studio_id", "amount")
    return {(purpose, studio_id): amount for purpose, studio_id, amount in legs}


def unused(subject: str, currency: str) -> Money:
    """What of the money captured for a subject no order uses and no refund has asked back yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(l.amount), 0) FROM money_entry e JOIN money_leg l ON l.entry_id = e.id"
            " JOIN money_account a ON a.id = l.account_id"
            " WHERE e.subject = %s AND a.purpose = %s AND a.currency = %s",
            [subject, rules.UNAPPLIED, currency],
        )
        return Money(int(cursor.fetchone()[0]), currency)


def _sentence(entry: Entry, amount: Money) -> str:
    blanks = {**entry.data, "amount": amount.display(get_language() or "en")}
    return str(rules.MEMOS[entry.memo]) % blanks

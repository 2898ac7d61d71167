"""Book: accounts are made when first needed, entries are posted once by key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused
from dhara.money.ledger import rules
from dhara.money.ledger.models import Entry, LedgerAccount, Leg
from dhara.money.ledger.rules import Planned

_KNOWN: dict[tuple[str, str, int | None, str], int] = {}


class Overdrawn(Refused):
    """The database refused to take more out of an account than it holds. The transaction is over."""

    default_code = "overdrawn"
    default_message = _("There is not enough money in this balance.")


class KeyReused(ValueError):
    """An entry with this key and another content exists: an error of the program, never of the user."""


@dataclass(frozen=True)
class Posting:
    """An entry to be. `legs` are (account id, signed minor units); they sum to zero, none is zero."""

    key: str
    memo: str
    legs: Sequence[rules.Leg]
    currency: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""

    def check(self) -> None:
        if self.memo not in rules.MEMOS:
            raise ValueError(f"unknown memo {self.memo!r}")
        amounts = [amount for _account, amount in self.legs]
        if not amounts or sum(amounts) != 0 or 0 in amounts:
            raise ValueError(f"entry {self.key} does not balance: {list(self.legs)}")


def account_id(purpose: str, currency: str, studio_id: int | None = None, detail: str = "") -> int:
    """The account's id; made when there is none. KeyError for an unknown purpose.

    Ids are remembered by the process once their transaction is committed, so a rollback forgets them too.
    """
    name = (purpose, currency, studio_id, detail)
    known = _KNOWN.get(name)
    if known is not None:
        return known
    rule = rules.PURPOSES[purpose]
    if bool(studio_id) != (rule.per == "studio") or bool(detail) != (rule.per == "detail"):
        raise ValueError(f"an account of {purpose} is kept per {rule.per or 'currency'}")
    found = _find(name) or _make(name, rule) or _find(name)
    assert found is not None
    transaction.on_commit(lambda: _KNOWN.update({name: found}))
    return found


def account_ids(purpose: str, currency: str, studio_ids: Iterable[int]) -> dict[int, int]:
    """The accounts of many studios by studio, made where there are none: two statements however many they are."""
    wanted = sorted(set(studio_ids))
    found = {studio: _KNOWN[name] for studio in wanted if (name := (purpose, currency, studio, "")) in _KNOWN}
    missing = [studio for studio in wanted if studio not in found]
    if missing:
        rule = rules.PURPOSES[purpose]
        with rows.cursor() as cursor:
            cursor.execute(_MAKE_ALL, [purpose, currency, rule.stored, rule.may_owe, missing])
            cursor.execute(_FIND_ALL, [purpose, currency, missing])
            fresh = dict(cursor.fetchall())
        transaction.on_commit(
            lambda: _KNOWN.update({(purpose, currency, studio, ""): key for studio, key in fresh.items()})
        )
        found |= fresh
    return found


_MAKE_ALL = """
INSERT INTO money_account (purpose, currency, detail, stored, may_owe, balance, studio_id)
SELECT %s, %s, '', %s, %s, 0, studio FROM unnest(%s::bigint[]) studio ORDER BY studio ON CONFLICT DO NOTHING
"""
_FIND_ALL = """
SELECT studio_id, id FROM money_account WHERE purpose = %s AND currency = %s AND studio_id = ANY(%s::bigint[])
"""


def forget_accounts() -> None:
    """For tests that empty the tables under a running process."""
    _KNOWN.clear()


def locked_balances(studio_ids: Iterable[int], currency: str) -> dict[tuple[str, int], int]:
    """What sellers have, by (purpose, studio), locked until the end of the transaction: all accounts that are stored.

    For whoever decides by a balance. By id, as entries lock them, so that nobody waits in a circle.
    """
    purposes = [purpose for purpose, rule in rules.PURPOSES.items() if rule.stored]
    ids = [account_id(purpose, currency, studio_id) for studio_id in sorted(set(studio_ids)) for purpose in purposes]
    with rows.cursor() as cursor:
        cursor.execute(_LOCK, [ids])
        return {(purpose, studio_id): balance for purpose, studio_id, balance in cursor.fetchall()}


_LOCK = """
SELECT purpose, studio_id, balance FROM money_account WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE
"""


def resolve(legs: Iterable[Planned], currency: str) -> list[rules.Leg]:
    """Planned legs with their accounts looked up."""
    return [(account_id(leg.purpose, currency, leg.studio_id), leg.amount) for leg in legs]


def post(
    *,
    key: str,
    memo: str,
    legs: Sequence[rules.Leg],
    currency: str,
    at: datetime,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    subject: str = "",
) -> int:
    """Book one entry; returns its id. The same key again returns the first entry's id and books nothing.

    Raises Overdrawn (the transaction is then lost), KeyReused when the key has another content.
    """
    return post_many([Posting(key, memo, legs, currency, at, data or {}, subject)], by=by)[0]


def post_many(postings: Sequence[Posting], *, by: Actor) -> list[int]:
    """Book many entries by one statement; their ids, in order. As `post`; all are booked, or none."""
    if not postings:
        return []
    if len({posting.key for posting in postings}) != len(postings):
        raise ValueError("two postings have one key")
    for posting in postings:
        posting.check()
    try:
        with rows.cursor() as cursor:
            cursor.execute(_POST, _parameters(postings, by))
            made = dict(cursor.fetchall())
    except IntegrityError as error:
        if "ledger_account_not_overdrawn" in str(error):
            raise Overdrawn() from error
        raise
    if len(made) < len(postings):
        made |= _repeated([posting for posting in postings if posting.key not in made])
    return [made[posting.key] for posting in postings]


# Stored accounts are locked by id before they are moved, so that two entries never wait for each other in a circle.
_POST = """
WITH given AS (
  SELECT * FROM unnest(%s::text[], %s::timestamptz[], %s::text[], %s::jsonb[], %s::text[])
    WITH ORDINALITY AS g(key, at, memo, data, subject, n)
), entry AS (
  INSERT INTO money_entry (key, at, memo, data, subject, fact_ref)
  SELECT key, at, memo, data, subject, %s::bigint FROM given ORDER BY n
  ON CONFLICT (key) DO NOTHING RETURNING id, key
), leg AS (
  INSERT INTO money_leg (entry_id, account_id, currency, amount)
  SELECT entry.id, l.account_id, l.currency, l.amount
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bigint[])
      WITH ORDINALITY AS l(key, account_id, currency, amount, n) JOIN entry USING (key) ORDER BY n
  RETURNING account_id, amount
), moves AS (
  SELECT account_id, sum(amount) AS amount FROM leg GROUP BY account_id
), locked AS (
  SELECT a.id, moves.amount FROM money_account a JOIN moves ON moves.account_id = a.id
   WHERE a.stored ORDER BY a.id FOR NO KEY UPDATE OF a
), moved AS (
  UPDATE money_account a SET balance = a.balance + locked.amount FROM locked WHERE a.id = locked.id
)
SELECT key, id FROM entry
"""


def _parameters(postings: Sequence[Posting], by: Actor) -> list[Any]:
    legs = [(p.key, account, p.currency, amount) for p in postings for account, amount in p.legs]
    return [
        [p.key for p in postings],
        [p.at for p in postings],
        [p.memo for p in postings],
        [json.dumps(dict(p.data)) for p in postings],
        [p.subject for p in postings],
        by.cause,
        [leg[0] for leg in legs],
        [leg[1] for leg in legs],
        [leg[2] for leg in legs],
        [leg[3] for leg in legs],
    ]


def _repeated(postings: Sequence[Posting]) -> dict[str, int]:
    """Ids of entries that were there before. Raises KeyReused where one says something else."""
    entries = {entry.key: entry for entry in Entry.objects.filter(key__in=[posting.key for posting in postings])}
    booked: dict[int, list[tuple[int, int, str]]] = {entry.pk: [] for entry in entries.values()}
    legs = Leg.objects.filter(entry_id__in=booked).values_list("entry_id", "account_id", "amount", "currency")
    for entry_id, account, amount, currency in legs:
        booked[entry_id].append((account, amount, currency))
    for posting in postings:
        entry = entries[posting.key]
        wanted = sorted((account, amount, posting.currency) for account, amount in posting.legs)
        if entry.memo != posting.memo or sorted(booked[entry.pk]) != wanted:
            raise KeyReused(posting.key)
    return {key: entry.pk for key, entry in entries.items()}


def _find(name: tuple[str, str, int | None, str]) -> int | None:
    purpose, currency, studio_id, detail = name
    accounts = LedgerAccount.objects.filter(purpose=purpose, currency=currency, detail=detail)
    mine = accounts.filter(studio_id=studio_id) if studio_id else accounts.filter(studio__isnull=True)
    return mine.values_list("pk", flat=True).first()


def _make(name: tuple[str, str, int | None, str], rule: rules.Purpose) -> int | None:
    """None when somebody else made it at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO money_account (purpose, currency, studio_id, detail, stored, may_owe, balance)"
            " VALUES (%s, %s, %s, %s, %s, %s, 0) ON CONFLICT DO NOTHING RETURNING id",
            [*name, rule.stored, rule.may_owe],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


# An account gets a snapshot when this many legs came after its last one.
TAIL = 500
_BUSY = """
SELECT a.id, coalesce(s.leg_ref, 0), coalesce(s.balance, 0) FROM money_account a
  LEFT JOIN LATERAL (SELECT leg_ref, balance FROM money_snapshot WHERE account_id = a.id
                      ORDER BY leg_ref DESC LIMIT 1) s ON true
 WHERE NOT a.stored AND EXISTS (SELECT 1 FROM money_leg l WHERE l.account_id = a.id AND l.id > coalesce(s.leg_ref, 0)
                                 ORDER BY l.id OFFSET %s)
"""
_SNAPSHOT = """
INSERT INTO money_snapshot (account_id, leg_ref, balance, taken_at)
SELECT %s, max(id), %s + sum(amount), %s FROM money_leg WHERE account_id = %s AND id > %s AND id <= %s
HAVING count(*) > 0 ON CONFLICT DO NOTHING
"""


def take_snapshots(*, at: datetime, tail: int = TAIL) -> int:
    """Write down the balance of each busy account with more than `tail` legs since the last time; returns how many."""
    settled = _settled_leg()
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [tail])
        busy = cursor.fetchall()
        for account, leg, balance in busy:
            cursor.execute(_SNAPSHOT, [account, balance, at, account, leg, settled])
    return len(busy)


def _settled_leg() -> int:
    """The greatest leg id below which nothing can appear any more.

    Ids are given out before they are committed: a leg with a lower id may come to light after one with a higher id.
    The lock waits (a moment, or fails until the next time) for bookings under way, then lets go at once.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        cursor.execute("LOCK TABLE money_leg IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM money_leg")
        return int(cursor.fetchone()[0])

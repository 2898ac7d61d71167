"""How fast the ledger books and tells a balance, beside hand-written SQL in the same run.

The tables are copied with their indexes, foreign keys and triggers into a schema of its own, which is dropped
afterwards: the books are never touched, commits are real.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.db import connection, transaction

from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.money.ledger import actions, queries
from dhara.money.ledger.actions import Posting

SCHEMA = "dhara_bench"
TABLES = ("money_account", "money_entry", "money_leg", "money_snapshot")
ROUNDS = 7
SINGLE, BATCH = 0.5, 5.0
MILLISECOND = 0.001
# How many of them a busy machine may take before it is a fault of ours.
SLOW = 5
_keys = itertools.count()

Legs = list[tuple[int, int]]


def run(*, entries: int = 300, legs: int = 1_000_000, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Three results: single entries, batches of 100, and the balance of an account with `legs` legs."""
    with _own_schema():
        accounts = _accounts()
        single, by_hand, batched = [], [], []
        for _round in range(rounds):
            by_hand.append(_rate(entries, lambda: _post_by_hand(accounts)))
            single.append(_rate(entries, lambda: _post(accounts)))
            batched.append(100 * _rate(max(3, entries // 30), lambda: _post_batch(accounts)))
        return [
            _result("ledger.single", "entries/s", single, by_hand, SINGLE),
            _result("ledger.batch", "entries/s", batched, single, BATCH),
            _balance(legs, rounds),
        ]


def _result(name: str, unit: str, values: list[float], references: list[float], bar: float) -> dict[str, Any]:
    ratio = median(value / reference for value, reference in zip(values, references, strict=True))
    return {
        "bench": name,
        "value": round(median(values), 1),
        "unit": unit,
        "reference": round(median(references), 1),
        "ratio": round(ratio, 3),
        "bar": bar,
        "floor": bar / 2,  # of a machine that is busy with other things
        "ok": ratio >= bar,
    }


def _rate(times: int, act: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _time in range(times):
        act()
    return times / (time.perf_counter() - start)


def _legs(accounts: list[int]) -> Legs:
    """A sale of ৳1,000: out of what came in, to the platform and to one of the studios."""
    turn = next(_keys)
    return [(accounts[0], -100_000), (accounts[1], 5_000), (accounts[2 + turn % (len(accounts) - 2)], 95_000)]


def _post(accounts: list[int]) -> None:
    legs = _legs(accounts)
    key = f"single:{next(_keys)}"
    actions.post(key=key, memo="sale", legs=legs, currency="BDT", at=clock.now(), by=SYSTEM, subject=key)


def _post_batch(accounts: list[int]) -> None:
    at = clock.now()
    batch = [Posting(f"batch:{next(_keys)}", "sale", _legs(accounts), "BDT", at) for _entry in range(100)]
    actions.post_many(batch, by=SYSTEM)


# The same rows as `post` writes, as somebody would write them who knows beforehand which account is stored.
_BY_HAND = """
WITH entry AS (
  INSERT INTO money_entry (key, at, memo, data, subject) VALUES (%s, %s, 'sale', '{}', %s) RETURNING id
), leg AS (
  INSERT INTO money_leg (entry_id, account_id, currency, amount)
  SELECT entry.id, l.account_id, 'BDT', l.amount FROM entry, (VALUES (%s, %s), (%s, %s), (%s, %s)) l(account_id, amount)
)
UPDATE money_account SET balance = balance + %s WHERE id = %s
"""


def _post_by_hand(accounts: list[int]) -> None:
    legs, key = _legs(accounts), f"hand:{next(_keys)}"
    values: list[Any] = [key, clock.now(), key, *itertools.chain(*legs), legs[2][1], legs[2][0]]
    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND, values)


def _balance(legs: int, rounds: int) -> dict[str, Any]:
    """Seconds to tell the balance, against reading one indexed row; the bar is on the absolute time."""
    account = _fill(legs)
    took, reference = [], []
    for _round in range(rounds):
        reference.append(1 / _rate(100, lambda: _row(account)))
        took.append(1 / _rate(100, lambda: queries.balance(account)))
    return {
        "bench": "ledger.balance",
        "value": round(median(took) * 1000, 3),
        "unit": f"ms at {legs} legs",
        "reference": round(median(reference) * 1000, 3),
        "ratio": round(median(took) / median(reference), 2),
        "bar": 1,
        **({"floor": 0} if median(took) < SLOW * MILLISECOND else {}),  # what `ratio` tells here is better when small
        "ok": median(took) < MILLISECOND,
    }


def _row(account: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT balance FROM money_account WHERE id = %s", [account])
        cursor.fetchone()


def _fill(legs: int) -> int:
    """An account with so many legs: most of them before its snapshot, as many after it as there may ever be."""
    busy, other = (_account("unapplied", stored=False, detail=name) for name in ("busy", "other"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE money_leg DISABLE TRIGGER leg_balanced")
        cursor.execute("ALTER TABLE money_entry DISABLE TRIGGER entry_has_legs")
        cursor.execute(
            "WITH made AS (INSERT INTO money_entry (key, at, memo, data, subject)"
            " SELECT 'fill:' || n, now(), 'sale', '{}', '' FROM generate_series(1, %s) n RETURNING id)"
            " INSERT INTO money_leg (entry_id, account_id, currency, amount)"
            " SELECT id, account, 'BDT', amount FROM made,"
            " (VALUES (%s, 1000), (%s, -1000)) v(account, amount), generate_series(1, 100)",
            [legs // 100, busy, other],
        )
        cursor.execute("ALTER TABLE money_leg ENABLE TRIGGER leg_balanced")
        cursor.execute("ALTER TABLE money_entry ENABLE TRIGGER entry_has_legs")
        cursor.execute("VACUUM ANALYZE money_leg")
    actions.take_snapshots(at=clock.now())
    postings = [Posting(f"tail:{n}", "sale", [(busy, 1), (other, -1)], "BDT", clock.now()) for n in range(actions.TAIL)]
    actions.post_many(postings, by=SYSTEM)
    return busy


def _accounts() -> list[int]:
    """What came in, the platform's fees, and twenty studios' stored balances."""
    system = [_account(purpose, stored=False) for purpose in ("unapplied", "platform_fees")]
    return system + [_account("seller_pending", stored=True, detail=str(number)) for number in range(20)]


def _account(purpose: str, *, stored: bool, detail: str = "") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO money_account (purpose, currency, detail, stored, may_owe, balance)"
            " VALUES (%s, 'BDT', %s, %s, false, 0) RETURNING id",
            [purpose, detail, stored],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def _own_schema() -> Iterator[None]:
    """Copies of the ledger's tables, before the real ones on the search path of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        try:
            with transaction.atomic():
                for table in TABLES:
                    cursor.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)")
                for statement in _constraints_and_triggers(cursor):
                    cursor.execute(statement)
            cursor.execute(f"SET search_path = {SCHEMA}, public")
            yield
        finally:
            cursor.execute("RESET search_path")
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def _constraints_and_triggers(cursor: Any) -> list[str]:
    """What CREATE TABLE … LIKE leaves out, as the real tables have it, on the copies."""
    named = list(TABLES)
    cursor.execute(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c"
        " ON c.oid = k.conrelid WHERE k.contype = 'f'"
        " AND c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace",
        [named],
    )
    statements = [
        f"ALTER TABLE {SCHEMA}.{table} ADD CONSTRAINT {name} {_moved(text)}" for table, name, text in cursor.fetchall()
    ]
    cursor.execute(
        "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace",
        [named],
    )
    return statements + [_moved(text) for (text,) in cursor.fetchall()]


def _moved(definition: str) -> str:
    """A definition with the names of the copied tables in place of the real ones."""
    text = definition.replace("public.", "")
    for table in TABLES:
        for before, after in (
            (f"ON {table} ", f"ON {SCHEMA}.{table} "),
            (f"REFERENCES {table}(", f"REFERENCES {SCHEMA}.{table}("),
        ):
            text = text.replace(before, after)
    return text

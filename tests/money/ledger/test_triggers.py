"""The database itself keeps the books: whoever writes to it by hand is refused."""

import pytest
from django.db import IntegrityError, connection, transaction

from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id
from dhara.money.models import Entry, LedgerAccount, Leg
from tests.make import money as make

ENTRY = "INSERT INTO money_entry (key, at, memo, data, subject) VALUES ('raw', now(), 'sale', 'null', '') RETURNING id"
BOTH = f"""WITH e AS ({ENTRY}) INSERT INTO money_leg (entry_id, account_id, currency, amount)
SELECT e.id, v.account, v.currency, v.amount FROM e, (VALUES {{values}}) v(account, currency, amount)"""


def _refused(sql, match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def accounts(db):
    return [account_id(purpose, "BDT") for purpose in (rules.UNAPPLIED, rules.TAX)]


@pytest.fixture
def booked(nadia, now):
    make.earned(nadia, 10_000, now)
    return Entry.objects.get()


def test_an_entry_that_does_not_balance(accounts):
    one, two = accounts
    _refused(BOTH.format(values=f"({one}, 'BDT', 100), ({two}, 'BDT', -99)"), "does not balance")
    _refused(BOTH.format(values=f"({one}, 'BDT', 100)"), "does not balance")
    assert not Entry.objects.exists()


def test_currencies_balance_each_on_its_own(accounts):
    dollars = account_id(rules.TAX, "USD")
    _refused(BOTH.format(values=f"({accounts[0]}, 'BDT', 100), ({dollars}, 'USD', -100)"), "does not balance")


def test_a_leg_in_another_currency_than_its_account(accounts):
    one, two = accounts
    _refused(BOTH.format(values=f"({one}, 'USD', 100), ({two}, 'USD', -100)"), "currency")


def test_an_entry_without_legs(db):
    _refused(ENTRY, "has no legs")


def test_a_leg_of_nothing(accounts):
    one, two = accounts
    _refused(BOTH.format(values=f"({one}, 'BDT', 0), ({two}, 'BDT', 0)"), "leg_not_zero")


def test_more_legs_for_an_old_entry(booked, accounts):
    values = ", ".join(
        f"({booked.pk}, {account}, 'BDT', {amount})" for account, amount in zip(accounts, (5, -5), strict=False)
    )
    _refused(f"INSERT INTO money_leg (entry_id, account_id, currency, amount) VALUES {values}", "is closed")


@pytest.mark.parametrize("table", ["money_entry", "money_leg"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
    ids=["update", "delete", "truncate"],
)
def test_nothing_is_changed_or_deleted(booked, table, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL dhara.may_truncate = 'no'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _refused(statement.format(table), "append-only")
    assert Leg.objects.count() == 2


def test_a_stored_balance_does_not_go_below_zero(nadia, booked):
    _refused("UPDATE money_account SET balance = -1 WHERE purpose = 'seller_available'", "not_overdrawn")


@pytest.mark.parametrize("change", ["currency = 'USD'", "stored = false", "purpose = 'tax'", "may_owe = true"])
def test_what_an_account_is_never_changes(booked, change):
    _refused(f"UPDATE money_account SET {change}", "append-only")
    assert LedgerAccount.objects.filter(purpose="seller_available", stored=True, currency="BDT").count() == 1

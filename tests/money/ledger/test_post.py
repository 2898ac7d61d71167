"""Entries are booked once by key; balances follow."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.money.ledger import queries, rules
from dhara.money.ledger.actions import KeyReused, Overdrawn, Posting, account_id, post, post_many, take_snapshots
from dhara.money.models import Entry, Leg, Snapshot
from tests.make import money as make


@pytest.fixture
def accounts(db):
    return [account_id(purpose, "BDT") for purpose in (rules.UNAPPLIED, rules.TAX)]


def _post(accounts, now, key="k", amount=100, **more):
    one, two = accounts
    legs = [(one, -amount), (two, amount)]
    return post(**{"key": key, "memo": "sale", "legs": legs, "currency": "BDT", "at": now, "by": SYSTEM, **more})


def test_one_statement(accounts, now):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        _post(accounts, now)
    assert len(seen) == 1


def test_the_same_key_books_once(accounts, now):
    first = _post(accounts, now)
    assert _post(accounts, now + timedelta(hours=1)) == first
    assert Leg.objects.count() == 2
    assert queries.balance(accounts[1]) == 100


@pytest.mark.parametrize("other", [{"amount": 101}, {"memo": "clearing"}])
def test_the_same_key_with_another_content_is_an_error(accounts, now, other):
    _post(accounts, now)
    with pytest.raises(KeyReused):
        _post(accounts, now, **other)


@pytest.mark.parametrize("legs", [[], [(1, 5)], [(1, 5), (2, -4)], [(1, 0), (2, 0)]])
def test_what_can_not_balance_is_not_sent(db, now, legs):
    with pytest.raises(ValueError, match="balance"):
        post(key="k", memo="sale", legs=legs, currency="BDT", at=now, by=SYSTEM)


def test_an_unknown_memo(accounts, now):
    with pytest.raises(ValueError, match="memo"):
        _post(accounts, now, memo="misc")


def test_many_at_once_keep_their_order(accounts, now):
    one, two = accounts
    _post(accounts, now, key="b")
    batch = [Posting(key, "sale", [(one, -100), (two, 100)], "BDT", now) for key in "cba"]
    ids = post_many(batch, by=SYSTEM)
    assert [Entry.objects.get(pk=pk).key for pk in ids] == ["c", "b", "a"]
    assert queries.balance(two) == 300
    assert post_many([], by=SYSTEM) == []
    with pytest.raises(ValueError, match="one key"):
        post_many(batch[:1] * 2, by=SYSTEM)


def test_a_stored_balance_moves_by_all_legs_of_a_batch(nadia, now):
    mine = make.earned(nadia, 1_000, now)
    tax = account_id(rules.TAX, "BDT")
    batch = [Posting(str(n), "sale", [(mine, -100), (tax, 60), (mine, 40)], "BDT", now) for n in range(10)]
    post_many(batch, by=SYSTEM)
    assert queries.balances(nadia.pk)["BDT"]["available"] == make.taka(400)


def test_nobody_is_overdrawn(nadia, now):
    mine = make.earned(nadia, 1_000, now)
    with pytest.raises(Overdrawn) as refusal, transaction.atomic():
        _post([mine, account_id(rules.TAX, "BDT")], now, amount=1_001)
    assert refusal.value.code == "overdrawn"
    assert str(refusal.value) == "There is not enough money in this balance."
    assert queries.balance(mine) == 1_000
    assert not Entry.objects.filter(key="k").exists()


def test_accounts_are_made_once(nadia):
    first = account_id(rules.SELLER_PENDING, "BDT", nadia.pk)
    assert account_id(rules.SELLER_PENDING, "BDT", nadia.pk) == first
    assert account_id(rules.SELLER_PENDING, "USD", nadia.pk) != first
    with pytest.raises(ValueError, match="per studio"):
        account_id(rules.SELLER_PENDING, "BDT")
    with pytest.raises(ValueError, match="per currency"):
        account_id(rules.TAX, "BDT", nadia.pk)
    with pytest.raises(KeyError):
        account_id("pocket", "BDT")


@pytest.mark.django_db(transaction=True)
def test_an_account_is_remembered_only_once_it_is_committed():
    with transaction.atomic():
        gone = account_id(rules.TAX, "BDT")
        transaction.set_rollback(True)
    assert account_id(rules.TAX, "BDT") != gone
    with CaptureQueriesContext(connection) as seen:
        account_id(rules.TAX, "BDT")
    assert len(seen) == 0


def test_a_balance_is_a_snapshot_and_what_came_after(accounts, now):
    for number in range(5):
        _post(accounts, now, key=str(number), amount=10 + number)
    assert take_snapshots(at=now, tail=9) == 0
    assert take_snapshots(at=now, tail=3) == 2
    assert queries.balance(accounts[1]) == 60
    _post(accounts, now, key="later", amount=5)
    assert queries.balance(accounts[1]) == 65
    assert take_snapshots(at=now, tail=0) == 2
    assert list(Snapshot.objects.filter(account=accounts[1]).order_by("leg_ref").values_list("balance", flat=True)) == [
        60,
        65,
    ]
    assert queries.balance(accounts[1]) == 65
    with pytest.raises(KeyError):
        queries.balance(-1)


def test_no_snapshot_is_taken_of_stored_accounts(nadia, now):
    mine = make.earned(nadia, 1_000, now)
    take_snapshots(at=now, tail=0)
    assert not Snapshot.objects.filter(account_id=mine).exists()


def test_an_entry_reads_as_a_sentence_in_both_languages(nadia, now):
    make.sold(make.captured(now, Money(123_456_00, "BDT"), "errand:7"), nadia, now)
    told = queries.entries_of("errand:7")
    assert told[0].sentence == "The payer paid ৳1,23,456."
    assert [(leg.account, str(leg.amount)) for leg in told[0].legs] == [
        ("held by the gateway (sandbox)", "−৳1,21,604.16"),
        ("the gateways' fees", "−৳1,851.84"),
        ("received, not yet used", "৳1,23,456"),
    ]
    assert told[1].legs[-1].account == "the studio's pending balance (Nadia)"
    with translation.override("bn"):
        assert "৳১,২৩,৪৫৬" in queries.entries_of("errand:7")[0].sentence


def test_a_statement_is_read_page_by_page(accounts, now):
    for number in range(5):
        _post(accounts, now, key=str(number), amount=100 + number, subject=f"errand:{number}")
    first = queries.statement(accounts[1], limit=3)
    assert [line.amount.minor for line in first] == [104, 103, 102]
    rest = queries.statement(accounts[1], before=first[-1].leg_id, limit=3)
    assert [line.subject for line in rest] == ["errand:1", "errand:0"]

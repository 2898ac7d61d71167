"""Money that is set aside is released or returned once, and always equals the escrow account."""

import pytest
from django.db import transaction

from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money import doctor
from dhara.money.escrow import actions, queries, rules
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import KeyReused, Overdrawn, account_id
from dhara.money.models import Hold
from tests.make import money as make
from tests.make.race import errors, race


@pytest.fixture
def buyer(nadia, now):
    """The account of somebody with ৳500."""
    return make.earned(nadia, 50_000, now)


@pytest.fixture
def worker(now, db):
    return account_id(ledger.SELLER_AVAILABLE, "BDT", make.studio(now, "Karim").pk)


def _place(source, now, minor=30_000, key="unit:1"):
    return actions.place(key=key, subject="unit:1", amount=make.taka(minor), source=source, by=SYSTEM, at=now)


def _escrow():
    return books.balance(account_id(ledger.ESCROW, "BDT"))


def _sound(now):
    return all(finding.ok for finding in doctor.check(at=now))


def test_placed_once(buyer, now):
    hold = _place(buyer, now)
    assert _place(buyer, now) == hold
    assert (books.balance(buyer), _escrow()) == (20_000, 30_000)
    assert list(queries.open_holds("unit:1")) == [hold]
    with pytest.raises(KeyReused):
        _place(buyer, now, minor=1)


def test_nobody_sets_aside_more_than_they_have(buyer, now):
    with pytest.raises(Overdrawn), transaction.atomic():
        _place(buyer, now, 50_001)
    with pytest.raises(Invalid):
        _place(buyer, now, 0)
    assert not Hold.objects.exists()
    assert books.balance(buyer) == 50_000


def test_released_and_returned_in_parts(buyer, worker, now):
    hold = _place(buyer, now)
    for _time in range(2):
        actions.release(hold.pk, make.taka(10_000), to=worker, key="m1", by=SYSTEM, at=now)
        actions.give_back(hold.pk, make.taka(5_000), key="d1", by=SYSTEM, at=now)
    assert (books.balance(worker), books.balance(buyer), _escrow()) == (10_000, 25_000, 15_000)
    settled = actions.release(hold.pk, to=worker, key="m2", by=SYSTEM, at=now)
    assert (settled.status, settled.released, settled.returned, settled.left) == (rules.SETTLED, 25_000, 5_000, 0)
    assert actions.release(hold.pk, to=worker, key="m2", by=SYSTEM, at=now).pk == hold.pk
    assert RecordedFact.objects.filter(name="money.HoldSettled").count() == 1
    assert _escrow() == 0
    assert _sound(now)


@pytest.mark.parametrize("amount", [make.taka(30_001), make.taka(0), make.taka(-1), Money(1, "USD")])
def test_no_more_is_moved_than_is_held(buyer, worker, now, amount):
    hold = _place(buyer, now)
    with pytest.raises(Conflict):
        actions.release(hold.pk, amount, to=worker, key="x", by=SYSTEM, at=now)
    with pytest.raises(Conflict):
        actions.give_back(hold.pk, amount, key="x", by=SYSTEM, at=now)
    assert _escrow() == 30_000


def test_nothing_is_moved_of_what_is_settled_or_unknown(buyer, worker, now):
    hold = _place(buyer, now)
    actions.give_back(hold.pk, key="all", by=SYSTEM, at=now)
    with pytest.raises(Conflict):
        actions.release(hold.pk, to=worker, key="x", by=SYSTEM, at=now)
    with pytest.raises(NotFoundHere):
        actions.release(hold.pk + 1, to=worker, key="x", by=SYSTEM, at=now)


@pytest.mark.django_db(transaction=True)
def test_released_and_returned_at_the_same_moment(now):
    buyer = make.earned(make.studio(now), 50_000, now)
    worker = make.earned(make.studio(now, "Karim"), 1, now)
    hold = _place(buyer, now)
    answers = race(
        *[lambda: actions.release(hold.pk, to=worker, key="accepted", by=SYSTEM, at=now)] * 2,
        *[lambda: actions.give_back(hold.pk, key="cancelled", by=SYSTEM, at=now)] * 2,
    )
    assert {type(error) for error in errors(answers)} == {Conflict}
    assert len(errors(answers)) == 2
    assert sorted([books.balance(buyer), books.balance(worker)]) in ([20_000, 30_001], [1, 50_000])
    assert _sound(now)

"""The money of a gig: set aside with the payment, then the seller's, the buyer's again, or divided."""

from datetime import timedelta

import pytest

from dhara.checkout.models import OrderLine
from dhara.checkout.refunds import actions as refunds
from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id
from dhara.people.models import Member
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import gigs, people
from tests.make.refunds import sound

NET = 450_00 - 22_50 - 6_75  # of 450 taka, less five and one and a half per cent


@pytest.fixture
def unit(db, now):
    return gigs.ordered(now)


@pytest.fixture
def worker(unit):
    return person(Member.objects.get(studio=unit.worker).account_id)


@pytest.fixture
def oishi(db):
    return operator(people.account("oishi@example.com").pk)


def balances(unit):
    return {
        purpose: books.balance(account_id(purpose, "BDT", studio))
        for purpose, studio in (
            (accounts.ESCROW, None),
            (accounts.SELLER_PENDING, unit.worker_id),
            (accounts.SELLER_AVAILABLE, unit.worker_id),
        )
    }


def standing(unit):
    unit = Unit.objects.get(pk=unit.pk)
    return unit.status, unit.paid, unit.returned


def line_of(unit):
    return OrderLine.objects.select_related("order").get(pk=unit.engagement.subject.removeprefix("line:"))


def delivered(unit, worker, now):
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan"})
    work.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")


def test_it_is_set_aside_with_the_payment(unit, now):
    assert standing(unit) == ("funded", 0, 0)
    assert unit.amount == NET
    assert balances(unit) == {"escrow": NET, "seller_pending": 0, "seller_available": 0}
    drain(now + timedelta(days=30))
    assert balances(unit)["escrow"] == NET, "nothing clears of work that is not done"
    sound(now)


def test_accepted_it_clears_as_a_sale_does(unit, worker, now):
    delivered(unit, worker, now)
    work.act(unit.pk, "accept", by=GUEST, at=now + timedelta(hours=1))
    assert standing(unit) == ("accepted", NET, 0)
    assert balances(unit) == {"escrow": 0, "seller_pending": NET, "seller_available": 0}
    sound(now)


def test_silence_accepts_after_three_days_and_a_revision_stops_it(unit, worker, now):
    delivered(unit, worker, now)
    now += timedelta(days=2)
    work.act(unit.pk, "ask_revision", by=GUEST, at=now, text="The boat is too small.")
    drain(now + timedelta(days=10))
    assert standing(unit)[0] == "revision"
    now += timedelta(days=11)
    work.act(unit.pk, "deliver", by=worker, at=now, text="Larger now.")
    drain(now + timedelta(days=3) - timedelta(seconds=1))
    assert standing(unit)[0] == "submitted"
    drain(now + timedelta(days=3))
    assert standing(unit)[0] == "accepted"


def test_too_late_the_buyer_has_all_of_it_back(unit, now):
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan"})
    with pytest.raises(Conflict) as refusal:
        work.act(unit.pk, "cancel_late", by=GUEST, at=now + timedelta(days=3, hours=23))
    assert refusal.value.code == "not_late"
    now += timedelta(days=4)
    work.act(unit.pk, "cancel_late", by=GUEST, at=now)
    drain(now)
    line = line_of(unit)
    assert standing(unit) == ("cancelled", 0, NET)
    assert line.refunded == line.gross
    assert line.order.status == "refunded"
    assert set(balances(unit).values()) == {0}
    assert books.balance(account_id(accounts.SELLER_OWES, "BDT", unit.worker_id)) == 0, "nobody pays to work"
    sound(now)


@pytest.mark.parametrize("part", [0, 1, NET // 3, NET - 1, NET])
def test_a_ruling_divides_it_as_it_likes(unit, worker, oishi, now, part):
    delivered(unit, worker, now)
    work.act(unit.pk, "dispute", by=GUEST, at=now, text="It is somebody else's logo.")
    work.act(unit.pk, "rule_split", by=oishi, at=now, text="Half of it is theirs.", to_worker=part)
    drain(now)
    assert standing(unit) == ("divided", part, NET - part)
    line = line_of(unit)
    assert line.refunded == line.gross * (NET - part) // NET
    held = balances(unit)
    assert held["escrow"] == 0
    assert abs(held["seller_pending"] + held["seller_available"] - part) <= 1, "but for one paisa of rounding"
    sound(now)


def test_a_refund_goes_through_the_work(unit, now):
    line = line_of(unit)
    with pytest.raises(Conflict) as refusal:
        refunds.refund(line.order_id, lines={line.pk: None}, reason="", by=SYSTEM, at=now, key="by hand")
    assert refusal.value.code == "line_held"
    assert balances(unit)["escrow"] == NET
    sound(now)

"""Pending money becomes available when it is due, once; refunds take it back first."""

from datetime import timedelta

import pytest
from django.db import transaction

from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.money import doctor
from dhara.money.clearing import actions, queries, tasks
from dhara.money.clearing.models import Clearing
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id, post, resolve
from tests.make import money as make
from tests.make.race import errors, race

DAY = timedelta(days=1)


def _plan(studio, at, minor=1_000, key="errand:1", after=DAY):
    """A studio's pending money with its clearing."""
    make.earned(studio, minor, at, purpose=rules.SELLER_PENDING)
    actions.plan([actions.Plan(key, studio.pk, make.taka(minor), at + after, key)])


def _take_back(studio, at, minor, subject="errand:1", key="r"):
    with transaction.atomic():
        legs = resolve(rules.summed(actions.take(subject, {studio.pk: minor}, "BDT")), "BDT")
        legs.append((account_id(rules.UNAPPLIED, "BDT"), minor))
        post(key=key, memo="sale_reversed", legs=legs, currency="BDT", at=at, by=SYSTEM)


def _balances(studio):
    return {name: money.minor for name, money in books.balances(studio.pk)["BDT"].items()}


def _sound(at):
    return all(finding.ok for finding in doctor.check(at=at) if finding.section != "unapplied")


def test_when_due_and_once(nadia, now):
    _plan(nadia, now)
    _plan(nadia, now, 500, "errand:2")
    _plan(nadia, now, 300, "errand:3", after=2 * DAY)
    assert queries.coming(nadia.pk) == [(now + DAY, make.taka(1_500)), (now + 2 * DAY, make.taka(300))]
    assert [actions.clear_due(by=SYSTEM, at=now + DAY) for _time in range(2)] == [2, 0]
    assert _balances(nadia) == {"pending": 300, "available": 1_500}
    told = RecordedFact.objects.get(name="money.MoneyCleared")
    assert (told.data["amount"], told.studio_ref) == (1_500, nadia.pk)
    assert books.entries_of("errand:1")[0].sentence == "৳10 became available to the studio."
    assert _sound(now)


def test_planned_twice_is_planned_once_and_nothing_is_not_planned(nadia, now):
    for _time in range(2):
        actions.plan([actions.Plan("k", nadia.pk, make.taka(5), now, "errand:1")])
    actions.plan([actions.Plan("none", nadia.pk, make.taka(0), now, "errand:2")])
    assert Clearing.objects.count() == 1


def test_in_batches_by_the_clock(nadia, now, frozen, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    for number in range(5):
        _plan(nadia, now, key=f"errand:{number}", after=timedelta())
    tasks.clear_due.func(timestamp=0)
    assert _balances(nadia) == {"pending": 0, "available": 5_000}


def test_a_refund_before_clearing_takes_what_is_pending(nadia, now):
    _plan(nadia, now)
    _take_back(nadia, now, 400)
    assert _balances(nadia)["pending"] == 600
    _take_back(nadia, now, 600, key="rest")
    assert actions.clear_due(by=SYSTEM, at=now + DAY) == 1
    assert _balances(nadia) == {"pending": 0, "available": 0}
    assert _sound(now)


def test_a_refund_after_clearing_takes_what_is_available(nadia, now):
    _plan(nadia, now)
    actions.clear_due(by=SYSTEM, at=now + DAY)
    _take_back(nadia, now, 400)
    assert _balances(nadia) == {"pending": 0, "available": 600}
    assert _sound(now)


def test_a_refund_takes_pending_money_of_its_own_sale_only(nadia, now):
    _plan(nadia, now)
    _plan(nadia, now, 5_000, "errand:2")
    make.earned(nadia, 10_000, now)
    _take_back(nadia, now, 1_500)
    assert _balances(nadia) == {"pending": 5_000, "available": 9_500}
    assert _sound(now)


def _owes(studio):
    return books.balance(account_id(rules.SELLER_OWES, "BDT", studio.pk))


def test_what_the_studio_can_not_bear_it_owes_and_the_next_clearings_repay_it_first(nadia, now):
    _plan(nadia, now)
    make.earned(nadia, 300, now)
    _take_back(nadia, now, 3_000)
    assert _balances(nadia) == {"pending": 0, "available": 0}
    assert (Clearing.objects.get().taken_back, _owes(nadia)) == (1_000, -1_700)
    for number in (2, 3):
        _plan(nadia, now, 1_000, f"errand:{number}")
    assert actions.clear_due(by=SYSTEM, at=now + DAY) == 3
    assert (_balances(nadia), _owes(nadia)) == ({"pending": 0, "available": 300}, 0)
    assert [fact.data["amount"] for fact in RecordedFact.objects.filter(name="money.MoneyCleared")] == [300]
    assert "repaid" in books.entries_of("errand:2")[-1].sentence
    assert _sound(now)


def test_what_was_taken_is_given_again_where_it_was(nadia, now):
    _plan(nadia, now)
    make.earned(nadia, 300, now)
    _take_back(nadia, now, 3_000)
    with transaction.atomic():
        legs = actions.give_again("errand:1", {nadia.pk: 3_000}, "BDT", pending={nadia.pk: 1_000})
        legs.append((rules.UNAPPLIED, None, -3_000))
        post(key="b", memo="sale_restored", legs=resolve(rules.summed(legs), "BDT"), currency="BDT", at=now, by=SYSTEM)
    assert (_balances(nadia), _owes(nadia)) == ({"pending": 1_000, "available": 300}, 0)
    assert _sound(now)


def test_what_cleared_meanwhile_is_given_again_as_available(nadia, now):
    _plan(nadia, now)
    _take_back(nadia, now, 400)
    actions.clear_due(by=SYSTEM, at=now + DAY)
    with transaction.atomic():
        legs = actions.give_again("errand:1", {nadia.pk: 400}, "BDT", pending={nadia.pk: 400})
        legs.append((rules.UNAPPLIED, None, -400))
        post(key="b", memo="sale_restored", legs=resolve(rules.summed(legs), "BDT"), currency="BDT", at=now, by=SYSTEM)
    assert _balances(nadia) == {"pending": 0, "available": 1_000}
    assert _sound(now)


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_refund_at_once(now):
    studio = make.studio(now)
    for number in range(20):
        _plan(studio, now, key=f"errand:{number}")
    due = now + DAY
    answers = race(
        lambda: actions.clear_due(by=SYSTEM, at=due),
        lambda: actions.clear_due(by=SYSTEM, at=due),
        lambda: _take_back(studio, due, 700, "errand:7"),
    )
    assert not errors(answers)
    while actions.clear_due(by=SYSTEM, at=due):
        pass
    assert _balances(studio)["available"] + _owes(studio) == 20_000 - 700
    assert _sound(now)

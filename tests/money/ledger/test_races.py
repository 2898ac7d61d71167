"""The ledger under several connections at once."""

from threading import Event

import pytest
from django.db import OperationalError, transaction

from dhara.kit.actor import SYSTEM
from dhara.money import doctor
from dhara.money.ledger import queries, rules, tasks
from dhara.money.ledger.actions import Overdrawn, account_id, post, take_snapshots
from dhara.money.models import Entry, LedgerAccount, Snapshot
from tests.make import money as make
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db(transaction=True)


def _post(key, now, *legs):
    with transaction.atomic():
        return post(key=key, memo="sale", legs=list(legs), currency="BDT", at=now, by=SYSTEM)


def test_one_key_from_two_connections_is_one_entry(now):
    one, two = account_id(rules.UNAPPLIED, "BDT"), account_id(rules.TAX, "BDT")
    for number in range(10):

        def act(key=f"k{number}"):
            return _post(key, now, (one, -5), (two, 5))

        ids = race(act, act, act)
        assert not errors(ids)
        assert len(set(ids)) == 1
    assert queries.balance(two) == 50


def test_an_account_is_made_once_by_many(now):
    assert len(set(race(*[lambda: account_id(rules.TAX, "EUR")] * 6))) == 1
    assert LedgerAccount.objects.filter(currency="EUR").count() == 1


def test_no_account_is_overdrawn_by_many(now):
    mine, tax = make.earned(make.studio(now), 500, now), account_id(rules.TAX, "BDT")
    acts = [lambda key=f"k{number}": _post(key, now, (mine, -100), (tax, 100)) for number in range(8)]
    refused = errors(race(*acts))
    assert [type(error) for error in refused] == [Overdrawn] * 3
    assert queries.balance(mine) == 0
    assert Entry.objects.filter(key__startswith="k").count() == 5


def test_entries_over_the_same_accounts_in_any_order_do_not_wait_in_a_circle(now):
    nadia, karim = make.studio(now), make.studio(now, "Karim")
    one, two = make.earned(nadia, 10**6, now), make.earned(karim, 10**6, now)

    def many(name, *legs):
        for number in range(30):
            _post(f"{name}{number}", now, *legs)

    answers = race(
        lambda: many("a", (one, -10), (two, 10)),
        lambda: many("b", (two, -10), (one, 10)),
        lambda: many("c", (two, -3), (one, 3)),
    )
    assert not errors(answers)
    assert (queries.balance(one), queries.balance(two)) == (10**6 + 90, 10**6 - 90)
    assert [each for each in doctor.check(at=now) if not each.ok and each.section != "unapplied"] == []


def test_no_snapshot_while_an_entry_with_a_lower_id_may_still_come(now):
    """Leg ids are given out before they are committed: what is summed must be settled."""
    one, two = account_id(rules.UNAPPLIED, "BDT"), account_id(rules.TAX, "BDT")
    booked, go_on = Event(), Event()

    def slow():
        with transaction.atomic():
            _post("slow", now, (one, -1), (two, 1))
            booked.set()
            assert go_on.wait(30)

    def fast():
        assert booked.wait(30)
        try:
            _post("fast", now, (one, -2), (two, 2))
            with pytest.raises(OperationalError):
                take_snapshots(at=now, tail=0)
            tasks.take_snapshots.func(timestamp=0)
            assert not Snapshot.objects.exists()
        finally:
            go_on.set()

    assert not errors(race(slow, fast))
    assert take_snapshots(at=now, tail=0) == 2
    assert queries.balance(two) == -queries.balance(one) == 3
    assert next(each for each in doctor.check(at=now) if each.section == "snapshots").ok

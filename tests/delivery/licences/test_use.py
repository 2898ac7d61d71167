"""What programs are told about keys, and what support can do."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from dhara.catalog.models import Offer
from dhara.delivery.grants import actions as grants
from dhara.delivery.licences import actions, queries, rules
from dhara.delivery.licences.rules import Answer
from dhara.delivery.models import Activation, Licence
from dhara.kit.actor import GUEST, SYSTEM, Actor, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from tests.make import catalog as make
from tests.make import licences as made
from tests.make.race import errors, race


def owner(offer: Offer) -> Actor:
    return person(offer.studio.members.get(role="owner").account_id)


def verify(licence: Licence, at: datetime, instance: str = "", key: str = "") -> Answer:
    return actions.verify(offer_id=licence.offer_id, key=key or licence.key, instance=instance, at=at)


def activate(licence: Licence, instance: str, at: datetime, name: str = "") -> Answer:
    return actions.activate(offer_id=licence.offer_id, key=licence.key, instance=instance, name=name, by=GUEST, at=at)


def deactivate(licence: Licence, instance: str, at: datetime) -> Answer:
    return actions.deactivate(offer_id=licence.offer_id, key=licence.key, instance=instance, by=GUEST, at=at)


@pytest.fixture
def licence(db: None, now: datetime) -> Licence:
    return made.sold(now, made.offer(now, seats=2))[0]


def test_a_good_key(licence: Licence, now: datetime) -> None:
    answer = verify(licence, now)
    assert (answer.valid, answer.code, answer.seats, answer.used) == (True, "ok", 2, 0)
    for typed in (licence.key.lower(), licence.key.replace("-", ""), f"  {licence.key.replace('-', ' ')} "):
        assert verify(licence, now, key=typed).valid


def test_a_key_opens_only_its_own_offer(licence: Licence, now: datetime) -> None:
    other = made.offer(now, title="Another program")
    unknown = actions.verify(offer_id=other.pk, key=licence.key, at=now)
    assert unknown == Answer("unknown", other.pk)
    for key in ("", "-", "AAAAA-BBBBB-CCCCC", "\x00", "ক" * 500):
        assert verify(licence, now, key=key or "?").code == "unknown"
    assert actions.activate(offer_id=other.pk, key=licence.key, instance="x", by=GUEST, at=now).code == "unknown"
    assert actions.deactivate(offer_id=other.pk, key=licence.key, instance="x", by=GUEST, at=now).code == "unknown"


def test_machines_up_to_the_cap(licence: Licence, now: datetime) -> None:
    assert activate(licence, "desk", now, "Nadia's desk").used == 1
    assert activate(licence, "desk", now).machine.name == "Nadia's desk"
    assert activate(licence, "lap", now).used == 2
    refused = activate(licence, "third", now)
    assert (refused.valid, refused.code, refused.used, refused.machine) == (False, "over_cap", 2, None)
    assert verify(licence, now, "lap").valid
    assert verify(licence, now, "third").code == "not_activated"
    assert deactivate(licence, "desk", now).used == 1
    assert deactivate(licence, "desk", now).code == "not_activated"
    assert activate(licence, "third", now).valid
    names = list(RecordedFact.objects.filter(name__startswith="delivery.LicenceA").values_list("name", flat=True))
    assert names == ["delivery.LicenceActivated"] * 3
    with pytest.raises(Invalid):
        activate(licence, "  ", now)


def test_a_machine_that_asks_is_seen(licence: Licence, now: datetime) -> None:
    activate(licence, "desk", now)
    for minutes, seen in ((30, 0), (60, 60), (61, 60)):
        verify(licence, now + timedelta(minutes=minutes), "desk")
        assert Activation.objects.get().seen_at == now + timedelta(minutes=seen)


def test_refunded_at_once_and_back_again(licence: Licence, now: datetime) -> None:
    activate(licence, "desk", now)
    grants.revoke(licence.grant.key, reason="refund", by=SYSTEM, at=now)
    assert verify(licence, now).code == "refunded"
    assert verify(licence, now, "desk").code == "refunded"
    assert activate(licence, "lap", now).code == "refunded"
    off = deactivate(licence, "desk", now)
    assert (off.valid, off.code, off.used) == (False, "refunded", 0)
    grants.reinstate(licence.grant.key, reason="it failed", by=SYSTEM, at=now)
    assert verify(licence, now).valid


def test_time_counts_from_the_purchase(db: None, now: datetime) -> None:
    (licence,) = made.sold(now, made.offer(now, days=30))
    assert verify(licence, now + timedelta(days=30, seconds=-1)).valid
    late = verify(licence, now + timedelta(days=30))
    assert (late.valid, late.code) == (False, "expired")
    assert activate(licence, "desk", now + timedelta(days=31)).code == "expired"


def test_or_from_the_first_machine(db: None, now: datetime) -> None:
    (licence,) = made.sold(now, made.offer(now, days=30, starts="activation"))
    later = now + timedelta(days=100)
    assert verify(licence, later).valid
    assert activate(licence, "desk", later).expires_at == later + timedelta(days=30)
    assert activate(licence, "lap", later + timedelta(days=5)).expires_at == later + timedelta(days=30)
    assert verify(licence, later + timedelta(days=30)).code == "expired"


def test_support_stops_and_allows(licence: Licence, now: datetime) -> None:
    by = owner(licence.offer)
    with pytest.raises(Invalid):
        actions.disable(licence.pk, reason=" ", by=by, at=now)
    actions.disable(licence.pk, reason="It was posted on a forum.", by=by, at=now)
    assert verify(licence, now).code == "disabled"
    assert "It was posted on a forum." in Letter.objects.get(name="licence_stopped").text
    with pytest.raises(Conflict):
        actions.disable(licence.pk, reason="again", by=by, at=now)
    actions.enable(licence.pk, by=by, at=now)
    assert verify(licence, now).valid
    shop = make.Shop(licence.studio, licence.studio.members.get(role="owner").account, by)
    for refused, who in ((NotAllowed, make.member(shop, "viewer", now)), (NotFoundHere, person(make.account(now).pk))):
        with pytest.raises(refused):
            actions.disable(licence.pk, reason="why", by=who, at=now)
        with pytest.raises(refused):
            actions.rotate(licence.pk, by=who, at=now)


def test_another_key_for_the_same_purchase(licence: Licence, now: datetime) -> None:
    activate(licence, "desk", now)
    old = licence.key
    fresh = actions.rotate(licence.pk, by=owner(licence.offer), at=now)
    assert fresh.key != old
    for answer in (verify(licence, now, key=old), activate(licence, "lap", now), deactivate(licence, "desk", now)):
        assert (answer.code, answer.valid) == ("rotated", False)
    assert verify(fresh, now).used == 0
    assert fresh.key in Letter.objects.get(name="licence_rotated").text
    assert list(queries.of_studio(licence.studio, text=old)) == [fresh]


def test_a_list_gives_another_key_too(db: None, now: datetime) -> None:
    offer = made.offer(now, keys="KEY-0001\nKEY-0002")
    (licence,) = made.sold(now, offer)
    by = owner(offer)
    assert actions.rotate(licence.pk, by=by, at=now).key == "KEY-0002"
    assert offer.tiers.get().left == 0
    with pytest.raises(Conflict) as refusal:
        actions.rotate(licence.pk, by=by, at=now)
    assert refusal.value.code == "pool_empty"
    assert verify(licence, now, key="KEY-0002").valid


def test_a_machine_is_taken_off(licence: Licence, now: datetime) -> None:
    activate(licence, "desk", now)
    running = Activation.objects.get()
    for _each in range(2):
        actions.take_off(licence.pk, running.pk, by=GUEST, at=now)
    assert verify(licence, now, "desk").code == "not_activated"
    assert RecordedFact.objects.filter(name="delivery.LicenceDeactivated").count() == 1
    (other,) = made.sold(now, licence.offer)
    with pytest.raises(NotFoundHere):
        actions.take_off(other.pk, running.pk, by=GUEST, at=now)


def test_the_studio_finds_licences(licence: Licence, now: datetime) -> None:
    studio = licence.studio
    (other,) = made.sold(now, licence.offer, email="mina@example.com", name="Mina Akter")
    found = partial(queries.of_studio, studio)
    assert list(found()) == [other, licence]
    assert list(found(text=licence.key.lower())) == [licence]
    assert list(found(text="mina")) == list(found(text="MINA@example.com")) == [other]
    assert list(found(text="mina", with_buyers=False)) == []
    assert list(found(text=licence.grant.order.number)) == [licence]
    actions.disable(other.pk, reason="why not", by=owner(licence.offer), at=now)
    grants.revoke(licence.grant.key, reason="refund", by=SYSTEM, at=now)
    assert list(found(status=rules.DISABLED)) == [other]
    assert list(found(status=rules.REFUNDED)) == [licence]
    assert list(found(status=rules.ACTIVE)) == []
    assert [each.pk for each in queries.to_export(studio, size=1)] == [other.pk, licence.pk]
    assert queries.one_of_studio(make.shop(now).studio, licence.pk) is None


@pytest.mark.django_db(transaction=True)
def test_the_cap_holds_when_machines_race(now: datetime) -> None:
    (licence,) = made.sold(now, made.offer(now, seats=3))
    answers = race(*[partial(activate, licence, f"machine {number}", now) for number in range(8)])
    assert not errors(answers)
    codes = sorted(answer.code for answer in answers if isinstance(answer, Answer))
    assert codes == ["ok"] * 3 + ["over_cap"] * 5
    assert queries.used(licence.pk) == 3


@pytest.mark.django_db(transaction=True)
def test_one_machine_that_asks_many_times_counts_once(now: datetime) -> None:
    (licence,) = made.sold(now, made.offer(now, seats=1))
    answers = race(*[partial(activate, licence, "desk", now) for _number in range(6)])
    assert not errors(answers)
    assert {answer.code for answer in answers if isinstance(answer, Answer)} == {"ok"}
    assert Activation.objects.count() == 1

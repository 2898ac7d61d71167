"""The reactions table is whole, and each story has its effects, once."""

from __future__ import annotations

import inspect
from datetime import datetime, timedelta

import pytest

from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders.facts import OrderPaid
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.facts.actions import record
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.facts.rules import effect_named
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.clearing import actions as clearing
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.models import Notice
from dhara.reactions.table import TABLE
from dhara.reactions.words import WORDS
from tests.make import checkout as make
from tests.make import people


def test_effects_are_called_alike_and_have_words() -> None:
    effects = {effect.__name__: effect for effects in TABLE.values() for effect in effects}
    assert set(WORDS) == set(effects)
    for name, effect in effects.items():
        assert list(inspect.signature(effect).parameters) == ["fact", "by", "at"]
        assert effect_named(name) is effect


@pytest.mark.django_db
def test_every_effect_of_a_sale_is_harmless_when_repeated(now: datetime) -> None:
    order = make.paid_order(make.tier(people.studio()), at=now)
    before = (Grant.objects.count(), Letter.objects.count(), Notice.objects.count())
    fact = RecordedFact.objects.get(name="checkout.OrderPaid")
    for effect in TABLE[OrderPaid]:
        effect(fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert (Grant.objects.count(), Letter.objects.count(), Notice.objects.count()) == before == (1, 2, 1)
    assert order.status == "paid"


@pytest.mark.django_db
def test_a_notice_settles_what_nobody_came_back_for(now: datetime) -> None:
    """The buyer closed the browser after paying: the gateway's notice does the rest."""
    order = make.placed(make.tier(), at=now)
    _payment, charge = make.sent(order, at=now)
    sandbox.choose(charge.ref, "pay", at=now)
    drain(now)
    order.refresh_from_db()
    assert order.status == "paid"
    assert Grant.objects.filter(order=order).count() == 1
    chain = RecordedFact.objects.get(name="checkout.OrderPaid")
    assert chain.cause is not None
    assert chain.cause.name == "money.PaymentCaptured"


@pytest.mark.django_db
def test_a_notice_of_a_decline_gives_the_order_up(now: datetime) -> None:
    tier = make.tier(stock=1)
    order = make.placed(tier, at=now)
    _payment, charge = make.sent(order, at=now)
    sandbox.choose(charge.ref, "decline", at=now)
    drain(now)
    order.refresh_from_db()
    tier.refresh_from_db()
    assert (order.status, tier.reserved) == ("failed", 0)


@pytest.mark.django_db
def test_an_old_try_s_decline_does_not_hurt_the_new_one(now: datetime) -> None:
    order = make.placed(make.tier(), at=now)
    first, charge = make.sent(order, at=now)
    orders.cancel(order.pk, by=GUEST, at=now)
    second, _charge = make.sent(order, at=now)
    assert first.pk != second.pk
    sandbox.choose(charge.ref, "decline", at=now)
    drain(now)
    order.refresh_from_db()
    assert order.status == "pending"


@pytest.mark.django_db
def test_a_proven_address_brings_orders_and_grants(now: datetime) -> None:
    order = make.paid_order(at=now, email="mina@example.com")
    later = now + timedelta(days=3)
    mina = people.account("mina@example.com")
    other = people.account("unproven@example.com", proven=False)
    record(AccountConfirmed(mina.pk), by=person(mina.pk), at=later)
    record(AccountConfirmed(other.pk), by=person(other.pk), at=later)
    drain(later)
    assert Order.objects.get(pk=order.pk).account_id == mina.pk
    assert Grant.objects.get().account_id == mina.pk
    assert not Reaction.objects.exclude(state="done").exists()


@pytest.mark.django_db
def test_cleared_money_is_told_to_those_who_may_see_it(now: datetime) -> None:
    cast = people.cast()
    make.paid_order(make.tier(cast.studio), at=now)
    later = now + timedelta(days=8)
    assert clearing.clear_due(by=SYSTEM, at=later) == 1
    drain(later)
    notices = Notice.objects.filter(topic="balance")
    assert set(notices.values_list("account__email", flat=True)) == {"nadia@example.com"}
    assert notices.get().data["amount"] == {"minor": 42_075, "currency": "BDT"}


@pytest.mark.django_db
def test_members_learn_why_an_offer_is_hidden(now: datetime) -> None:
    from dhara.catalog.offers import actions as offers

    cast = people.cast()
    offer = make.tier(cast.studio).offer
    boss = people.account("boss@example.com", is_staff=True)
    offers.hide(offer, reason="This picture belongs to somebody else.", by=operator(boss.pk), at=now)
    drain(now)
    told = Notice.objects.filter(kind="offer_hidden")
    assert set(told.values_list("account__email", flat=True)) == {f"{n}@example.com" for n in ("nadia", "rafi", "mitu")}
    assert "belongs to somebody else" in told[0].data["reason"]

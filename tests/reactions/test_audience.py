"""What an order, a refund, a cart or a gift means for the audience, and what it costs an order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.audience.automations import actions
from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Contact, ContactEvent, ContactTag, Tag
from dhara.checkout.gifts.facts import GiftSent
from dhara.checkout.orders.facts import OrderPaid
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.actions import react_to
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.people.models import Studio
from dhara.reactions.audience import keep_gift, keep_purchase
from tests.make import bundles, catalog, gifts, left, refunds
from tests.make import checkout as make
from tests.make.people import LONG_AGO

pytestmark = pytest.mark.django_db


def studio() -> Studio:
    return catalog.shop(LONG_AGO).studio


def events(email: str = "karim@example.com") -> list[tuple[str, str, int]]:
    found = ContactEvent.objects.filter(contact__email=email).order_by("id")
    return list(found.values_list("kind", "subject", "amount"))


def fact_of(name: str) -> Any:
    return RecordedFact.objects.get(name=name)


def subscriber(studio: Studio, at: datetime, email: str = "karim@example.com") -> Contact:
    made = contacts.find_or_make(studio, email, by=GUEST, at=at)
    return contacts.subscribe(made, by=GUEST, at=at, source="form:1")


def test_a_buyer_is_known_to_each_studio_of_the_order(now: datetime) -> None:
    tiers = [make.tier(studio()), make.tier(studio())]
    order = make.paid_order(*tiers, at=now)
    for tier in tiers:
        contact = Contact.objects.get(studio=tier.offer.studio)
        assert (contact.email, contact.name, contact.language, contact.status) == (
            "karim@example.com",
            "Karim Uddin",
            "en",
            "known",
        )
        assert (contact.source, contact.active_at) == (f"order:{order.pk}", now)
        assert contact.found_by
        subject = f"offer:{tier.offer_id}"
        kept = ContactEvent.objects.filter(contact=contact).order_by("id")
        assert list(kept.values_list("kind", "subject", "amount", "currency", "at")) == [
            ("bought", subject, 450_00, "BDT", now),
            ("given", subject, 0, "", now),
        ]


def test_buying_again_makes_no_second_contact_and_leaves_the_first_as_it_is(now: datetime) -> None:
    tier = make.tier(studio())
    contact = subscriber(tier.offer.studio, now)
    contacts.edit(contact, by=SYSTEM, at=now, name="Karim bhai", language="bn")
    make.paid_order(tier, at=now + timedelta(days=1))
    contact.refresh_from_db()
    assert (contact.name, contact.language, contact.status) == ("Karim bhai", "bn", "subscribed")
    assert contact.active_at == now + timedelta(days=1)


def test_the_reaction_keeps_nothing_twice(now: datetime) -> None:
    make.paid_order(make.tier(), at=now)
    before = events()
    fact = fact_of("checkout.OrderPaid")
    keep_purchase(fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert events() == before != []


def test_an_order_costs_one_statement_more_where_nothing_waits_for_it(now: datetime) -> None:
    one = studio()
    make.paid_order(make.tier(one), at=now)
    order = make.paid_order(make.tier(one), make.tier(one), make.tier(studio()), at=now, delivered=False)
    fact = RecordedFact.objects.get(name="checkout.OrderPaid", subject=f"order:{order.pk}")
    with CaptureQueriesContext(connection) as asked:
        react_to(fact.pk, at=now)
    assert [each["sql"] for each in asked if "audience_" in each["sql"]][1:] == []
    assert len([kind for kind, _subject, _amount in events() if kind == "bought"]) == 4


def test_rules_of_the_studio_follow_the_order(now: datetime) -> None:
    tier = make.tier(studio())
    theirs = tier.offer.studio
    tag = Tag.objects.create(studio=theirs, name="buyer", created_at=now).pk
    given = Tag.objects.create(studio=theirs, name="has it", created_at=now).pk
    for kind, each in (("bought", tag), ("given", given)):
        ref = f"offer:{tier.offer_id}"
        actions.make(theirs, kind=kind, ref=ref, effects=[{"do": "tag", "tag": each}], by=SYSTEM, at=now)
    make.paid_order(make.tier(studio()), at=now)
    assert not ContactTag.objects.exists()
    make.paid_order(tier, at=now)
    assert set(ContactTag.objects.values_list("tag_id", flat=True)) == {tag, given}


def test_parts_of_a_bundle_are_given(now: datetime) -> None:
    bundle = bundles.offer(now)
    make.paid_order(bundle.tiers.get(), at=now)
    given = {subject for kind, subject, _amount in events() if kind == "given"}
    assert f"offer:{bundle.pk}" in given
    assert len(given) == 3


def test_a_refund_is_kept_and_followed(now: datetime) -> None:
    order = make.paid_order(make.tier(), at=now)
    refunds.refunded(order, 100_00, at=now)
    drain(now)
    assert [(kind, amount) for kind, _subject, amount in events() if kind == "refunded"] == [("refunded", 100_00)]


def test_a_left_cart_is_kept_of_subscribers_only(now: datetime) -> None:
    tier, other = make.tier(studio()), make.tier(studio())
    contacts.find_or_make(other.offer.studio, left.EMAIL, by=GUEST, at=now)
    subscriber(tier.offer.studio, now)
    left.reminded(tier, other, make.tier(studio()), at=now)
    drain(now + left.DAY)
    found = ContactEvent.objects.filter(kind="left_cart").values_list("subject", "amount", "currency")
    assert list(found) == [(f"offer:{tier.offer_id}", 450_00, "BDT")]
    assert Contact.objects.count() == 2


def test_a_gift_makes_its_receiver_no_contact(now: datetime) -> None:
    tier = make.tier(studio())
    gift = gifts.paid(tier, at=now)
    assert [kind for kind, _subject, _amount in events()] == ["bought"]
    assert not Contact.objects.filter(email=gift.email).exists()
    contacts.find_or_make(tier.offer.studio, gift.email, by=GUEST, at=now)
    keep_gift(GiftSent(gift.pk, gift.order_id), by=SYSTEM, at=now)
    assert events(gift.email) == [("given", f"offer:{tier.offer_id}", 0)]


def test_an_address_that_no_letter_reaches_is_nobody_s(now: datetime) -> None:
    order = make.paid_order(make.tier(), at=now, delivered=False, email="karim@localhost")
    keep_purchase(OrderPaid(order.pk), by=SYSTEM, at=now)
    assert not Contact.objects.exists()

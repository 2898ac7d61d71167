"""What a buyer adds to a package: chosen, priced, kept in the order, promised by the work."""

from datetime import timedelta

import pytest

from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.models import OrderLine
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders import receipt
from dhara.checkout.papers import content as papers
from dhara.delivery.gigs import actions
from dhara.delivery.gigs.queries import unit_of_line
from dhara.delivery.gigs.rules import Extra
from dhara.kit.actor import GUEST, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Invalid, Refused
from dhara.people.models import Member
from dhara.work.engagements import actions as work
from tests.make import checkout as make
from tests.make import gigs
from tests.make.refunds import sound

BOTH = {"extras": ["source", "fast"]}
PRICE, FAST, SOURCE = 450_00, 200_00, 100_50


@pytest.fixture
def gig(db, now):
    return gigs.offer(now, extras=gigs.EXTRAS)


@pytest.fixture
def tier(gig):
    return gig.tiers.get()


@pytest.fixture
def owner(gig):
    return person(Member.objects.get(studio=gig.studio).account_id)


def put(tier, answers, now, **more):
    return carts.add(None, tier_id=tier.pk, answers=answers, currency="BDT", by=GUEST, at=now, **more)


def line(cart, now):
    (found,) = queries.view(cart, at=now).lines
    return found


def test_they_are_part_of_the_price(tier, now):
    found = line(put(tier, BOTH, now), now)
    assert found.total.minor == found.shown.minor == PRICE + FAST + SOURCE
    assert [(title, amount.minor) for title, amount in found.besides] == [
        ("Within a day", FAST),
        ("Source files", SOURCE),
    ]
    assert not found.changed


@pytest.mark.parametrize("said", [{}, {"extras": []}, {"extras": 7}])
def test_nothing_chosen_adds_nothing(tier, now, said):
    cart = put(tier, said, now)
    assert cart.lines.get().answers == {}
    assert line(cart, now).total.minor == PRICE


@pytest.mark.parametrize("said", [["gone"], ["fast", "gone"], "gone"])
def test_what_is_not_offered_can_not_be_chosen(tier, now, said):
    with pytest.raises(Invalid) as refusal:
        put(tier, {"extras": said}, now)
    assert (refusal.value.code, refusal.value.field) == ("extra_gone", "extras")


def test_one_without_a_price_in_the_currency_is_refused(gig, owner, tier, now):
    tier.prices.create(currency="USD", amount=5_00)
    with pytest.raises(Refused) as refusal:
        carts.add(None, tier_id=tier.pk, answers=BOTH, currency="USD", by=GUEST, at=now)
    assert refusal.value.code == "extra_currency"
    cart = put(tier, BOTH, now)
    with pytest.raises(Refused) as refusal:
        carts.switch_currency(cart.token, currency="USD", by=GUEST, at=now)
    assert (refusal.value.code, refusal.value.field) == ("extra_currency", "currency")
    assert line(cart, now).total.minor == PRICE + FAST + SOURCE


def test_the_choice_is_changed_in_the_cart(tier, now):
    cart = put(tier, BOTH, now)
    (kept,) = cart.lines.all()
    carts.change(cart.token, line_id=kept.pk, answers={"extras": ["fast"]}, by=GUEST, at=now)
    assert line(cart, now).total.minor == PRICE + FAST
    carts.change(cart.token, line_id=kept.pk, quantity=1, by=GUEST, at=now)
    assert line(cart, now).total.minor == PRICE + FAST, "what is not asked stays"
    carts.add(cart.token, tier_id=tier.pk, answers={"extras": []}, by=GUEST, at=now)
    assert line(cart, now).total.minor == PRICE


def test_the_studio_changes_them_meanwhile(gig, owner, tier, now):
    cart = put(tier, BOTH, now)
    dearer = Extra("fast", "Within a day", "", 0, {"BDT": 250_00})
    actions.set_terms(gig, questions=(), extras=[dearer, gigs.EXTRAS[1]], by=owner, at=now)
    found = line(cart, now)
    assert found.changed
    assert found.total.minor == PRICE + 250_00 + SOURCE
    actions.set_terms(gig, questions=(), extras=[dearer], by=owner, at=now)
    found = line(cart, now)
    assert found.problem.code == "extra_gone"
    with pytest.raises(Refused) as refusal:
        make.placed(cart=cart, at=now)
    assert refusal.value.code == "extra_gone"


def ordered(tier, now, answers=BOTH):
    order = make.chosen(make.placed(cart=put(tier, answers, now), at=now), "pay", at=now)
    drain(now)
    return OrderLine.objects.select_related("order").get(order=order)


def test_the_order_keeps_them_and_the_work_promises_them(tier, now):
    sold = ordered(tier, now)
    assert (sold.gross, sold.unit_price, sold.order.total) == (PRICE + FAST + SOURCE,) * 3
    assert [(each["title"], each["amount"]) for each in sold.added] == [
        ("Within a day", FAST),
        ("Source files", SOURCE),
    ]
    unit = unit_of_line(sold.pk)
    assert unit.terms["days"] == 4, "one more for the sources"
    assert unit.amount == sold.net
    assert unit.engagement.terms["extras"] == [
        {"key": "fast", "title": "Within a day", "about": "Begun at once.", "days": 0, "price": FAST},
        {"key": "source", "title": "Source files", "about": "", "days": 1, "price": SOURCE},
    ]
    sound(now)


def test_all_of_it_goes_back_when_the_work_is_cancelled(tier, now):
    sold = ordered(tier, now)
    unit = unit_of_line(sold.pk)
    work.act(unit.pk, "require", by=GUEST, at=now, content={"name": "Dokan", "style": "Plain"})
    now = unit_of_line(sold.pk).due_at + timedelta(days=2)
    work.act(unit.pk, "cancel_late", by=GUEST, at=now)
    drain(now)
    sold.refresh_from_db()
    assert sold.refunded == sold.gross == PRICE + FAST + SOURCE
    sound(now)


def test_another_choice_is_another_order(tier, now):
    cart = put(tier, {"extras": ["fast"]}, now)
    first = make.placed(cart=cart, at=now)
    assert make.placed(cart=cart, at=now) == first
    (kept,) = cart.lines.all()
    carts.change(cart.token, line_id=kept.pk, answers={"extras": ["source"]}, by=GUEST, at=now)
    second = make.placed(cart=cart, at=now)
    first.refresh_from_db()
    assert (first.status, second.status) == ("cancelled", "pending")
    assert second.total == PRICE + SOURCE


def test_a_failed_payment_is_tried_again_at_the_same_price(tier, now):
    order = make.chosen(make.placed(cart=put(tier, BOTH, now), at=now), "decline", at=now)
    assert order.status == "failed"
    orders.pay(order.pk, orders.Means("sandbox", "/checkout/return/{token}/"), by=GUEST, at=now)
    order.refresh_from_db()
    assert (order.status, order.total) == ("pending", PRICE + FAST + SOURCE)


def test_every_paper_names_them(tier, now):
    sold = ordered(tier, now)
    told = receipt.content(sold.order, "en")
    assert told["sellers"][0]["lines"][0]["tier"] == "Within a day +৳200.00 · Source files +৳100.50"
    (said,) = papers.sold([sold])
    assert said["tier"] == "+ Within a day · + Source files"
    letter = Letter.objects.get(name="receipt")
    assert "Within a day +৳200" in letter.text
    assert "Within a day +৳200" in letter.html


def test_the_work_keeps_what_was_promised_when_it_was_ordered(gig, owner, tier, now):
    """A payment may come days later; what the seller changes meanwhile is for others."""
    order = make.placed(cart=put(tier, BOTH, now), at=now)
    actions.set_package(tier, days=30, revisions=0, scope=["Less"], by=owner, at=now)
    actions.set_terms(gig, questions=(), extras=gigs.EXTRAS, by=owner, at=now)
    make.chosen(order, "pay", at=now)
    drain(now)
    unit = unit_of_line(order.lines.get().pk)
    assert (unit.terms["days"], unit.terms["revisions"]) == (3 + 1, 2)
    assert unit.engagement.terms["scope"] == ["Three drafts"]
    assert [each["key"] for each in unit.engagement.terms["questions"]] == ["name", "style"]

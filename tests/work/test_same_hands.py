"""Who is found to be in the same hands agrees on no paid work with themselves; what was agreed on goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.checkout.gifts import actions as gifts
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, person
from dhara.kit.queue import drain
from dhara.people.models import Tie
from dhara.people.ties import rules
from dhara.work.campaigns import actions as campaigns
from dhara.work.models import Campaign, Engagement, Proposal, Slot, Unit
from dhara.work.proposals import actions
from tests.make import campaigns as make
from tests.make import checkout, gigs, jobs, offers
from tests.make.campaigns import refused
from tests.make.gifts import wish
from tests.make.proposals import Sides
from tests.make.ties import tie
from tests.make.work import parties

pytestmark = pytest.mark.django_db


def allow(found: Tie, now: datetime) -> None:
    Tie.objects.filter(pk=found.pk).update(allowed_at=now, why="Seen both on a call.")


def noted(found: Tie, now: datetime) -> bool:
    """Whether what it refused is noted, though the refused action was undone; it is taken back for the next one."""
    noted = Tie.objects.filter(pk=found.pk, refused_at=now).exists()
    Tie.objects.filter(pk=found.pk).update(refused_at=None)
    return noted


def test_a_job_is_not_proposed_for_nor_agreed_on(now: datetime) -> None:
    sides = Sides(now)
    found = tie(sides.cast.karim, sides.cast.nadia, now)
    with refused("same_hands"):
        sides.proposed()
    assert noted(found, now)
    with refused("same_hands"):
        actions.invite(sides.job.pk, sides.cast.studio, by=sides.buyer, at=now)
    assert noted(found, now)
    assert not Proposal.objects.exists()
    allow(found, now)
    offer = sides.offered()
    # Found only now, by another sign: the offer stands, but nobody agrees to it.
    second = tie(sides.cast.karim, sides.cast.nadia, now, rules.PAYOUT)
    with refused("same_hands"):
        actions.accept(offer.pk, number=offer.version_number, by=sides.buyer, at=now)
    assert (noted(second, now), noted(found, now)) == (True, False)
    offer.refresh_from_db()
    assert (offer.status, Engagement.objects.count()) == ("offered", 0)
    allow(second, now)
    assert actions.accept(offer.pk, number=offer.version_number, by=sides.buyer, at=now).worker == sides.cast.studio


def test_an_offer_in_a_conversation(now: datetime) -> None:
    sides = Sides(now)
    talk = offers.asked(sides.cast.studio, sides.cast.karim, now)
    made = offers.offered(talk, sides.cast.nadia, now)
    found = tie(sides.cast.rafi, sides.cast.karim, now)  # somebody of the studio is enough
    with refused("same_hands"):
        actions.accept(made.pk, number=made.version_number, by=sides.buyer, at=now)
    assert noted(found, now)
    with refused("same_hands"):
        offers.offered(talk, sides.cast.nadia, now, title="Another logo")
    assert noted(found, now)
    assert Proposal.objects.get().status == "offered"
    assert not Engagement.objects.exists()


def test_a_gig_is_not_ordered_and_what_was_ordered_goes_on(now: datetime) -> None:
    offer = gigs.offer(now)
    tier = offer.tiers.select_related("offer__studio").get()
    karim = jobs.buyer("rahim@example.com")
    seller = offer.studio.members.get().account
    waiting = checkout.placed(tier, by=person(karim.pk), at=now)
    found = tie(karim, seller, now)
    with refused("same_hands"):
        checkout.placed(tier, by=person(karim.pk), at=now)
    assert list(Order.objects.all()) == [waiting]
    assert noted(found, now)
    checkout.chosen(waiting, "pay", by=person(karim.pk), at=now)  # agreed on before
    drain(now)
    assert Unit.objects.get().status != "draft"
    checkout.placed(tier, by=GUEST, at=now, email="guest@example.com")
    download = checkout.tier(offer.studio, at=now)
    checkout.placed(download, by=person(karim.pk), at=now)  # a purchase, not work
    allow(found, now)
    checkout.placed(tier, by=person(karim.pk), at=now)
    assert Order.objects.count() == 4


def test_a_waiting_order_is_found_again_and_a_gift_is_refused(now: datetime) -> None:
    offer = gigs.offer(now)
    tier, karim = offer.tiers.select_related("offer__studio").get(), jobs.buyer("rahim@example.com")
    by = person(karim.pk)
    cart = checkout.cart_with(tier, by=by, at=now)
    told: dict[str, Any] = {**checkout.BUYER, "confirmed_total": 450_00, "by": by, "at": now}
    waiting = orders.place(cart, intent="a" * 32, **told)
    found = tie(karim, offer.studio.members.get().account, now)
    assert orders.place(cart, intent="b" * 32, **told) == waiting
    assert not noted(found, now)
    with refused("same_hands"):
        gifts.place(cart, wish(now), intent="c" * 32, **told)
    assert noted(found, now), "outside of the gift's transaction, too"
    assert Order.objects.get().status == "pending"


def test_a_task_is_not_taken_and_what_was_taken_is_paid(now: datetime) -> None:
    campaign: Campaign = make.running(parties(now), now, per_worker=3)
    studio, by = make.worker(1)
    unit = campaigns.claim(campaign, studio, by=by, at=now)
    other, other_by = make.worker(2)
    for working in (studio, other):
        tie(working.members.get().account, campaign.account, now)
    with refused("same_hands"):
        campaigns.claim(campaign, other, by=other_by, at=now)
    assert [noted(each, now) for each in Tie.objects.order_by("pk")] == [False, True]
    assert Slot.objects.filter(state="taken").count() == 1
    handed = campaigns.submit(unit.pk, {"cat": "yes"}, by=by, at=now)
    assert campaigns.accept_many(campaign.pk, [handed.pk], by=person(campaign.account_id), at=now)
    handed.refresh_from_db()
    assert handed.paid > 0
    with refused("same_hands"):
        campaigns.claim(campaign, studio, by=by, at=now)
    for found in Tie.objects.all():
        allow(found, now)
    assert campaigns.claim(campaign, other, by=other_by, at=now)

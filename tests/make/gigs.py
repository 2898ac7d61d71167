"""Gigs for sale, and work that somebody ordered and paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.delivery.gigs import actions
from dhara.delivery.gigs.queries import unit_of_line
from dhara.delivery.gigs.rules import Extra, Question
from dhara.kit import clock
from dhara.kit.actor import GUEST, Actor, person
from dhara.people.models import Account
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.engagements.queries import order_of
from dhara.work.handins import queries as handins
from dhara.work.handins.actions import take
from dhara.work.models import SubmittedFile, Unit
from tests.make import catalog as make
from tests.make.catalog import Shop
from tests.make.checkout import paid_order

QUESTIONS = (
    Question("name", "What is your shop called?"),
    Question("style", "Which style do you like?", "choice", True, ("Plain", "Playful")),
)

# Faster at ৳200, and the sources at ৳100.50 for one day more.
EXTRAS = (
    Extra("fast", "Within a day", "Begun at once.", 0, {"BDT": 200_00}),
    Extra("source", "Source files", "", 1, {"BDT": 100_50}),
)


def offer(
    at: datetime,
    of: Shop | None = None,
    *,
    stock: int | None = None,
    title: str = "A logo for your shop",
    days: int = 3,
    revisions: int | None = 2,
    questions: tuple[Question, ...] = QUESTIONS,
    extras: tuple[Extra, ...] = (),
    queue: int | None = None,
) -> Offer:
    """A published gig with one package at ৳450."""
    of = of or make.shop(at)
    made = offers.create(
        of.studio, kind="gig", title=title, description="<p>By hand.</p>", category=make.category(), by=of.by, at=at
    )
    (tier,) = prices.set_tiers(made, [make.fixed(stock=stock)], by=of.by, at=at)
    tier.offer = made
    actions.set_package(tier, days=days, revisions=revisions, scope=["Three drafts"], by=of.by, at=at)
    actions.set_terms(made, questions=questions, extras=extras, queue=queue, by=of.by, at=at)
    return offers.publish(made, by=of.by, at=at)


def ordered(at: datetime, of: Offer | None = None, **buyer: Any) -> Unit:
    """The work of a gig that was ordered and paid; it waits for what is needed."""
    of = of or offer(at)
    tier = of.tiers.select_related("offer__studio").get()
    order = paid_order(tier, at=at, **buyer)
    unit = unit_of_line(order.lines.get().pk)
    assert unit is not None
    return unit


def handed_in(unit: Unit, by: Actor, at: datetime) -> SubmittedFile:
    """A file of the buyer's, which both sides may open whatever becomes of the work; it is its own preview."""
    files = take(unit, [SimpleUploadedFile("notes.txt", b"words")], by=by, at=at)
    work.act(unit.pk, "require", files=files, by=by, at=at)
    SubmittedFile.objects.filter(pk=files[0].pk).update(preview=files[0].file)
    return files[0]


def behind_doors(
    of: Shop, buyer: Account, routes: Iterable[str], at: datetime
) -> tuple[dict[str, Any], dict[str, str]]:
    """For the permission matrix: work of a buyer and of a guest; in both the studio has asked to end it."""
    sold = offer(at, of)
    mine = ordered(at, sold, by=person(buyer.pk), email=buyer.email)
    guests = ordered(at, sold, email="guest@example.com")
    files = [handed_in(mine, person(buyer.pk), at), handed_in(guests, GUEST, at)]
    asked = [changes.propose(each.pk, "cancel", text="Ill.", by=of.by, at=at) for each in (mine, guests)]
    order = order_of(guests.engagement)
    assert order is not None
    blanks = {
        "work": mine.engagement_id,
        "unit": mine.pk,
        "change": asked[0].pk,
        "engagement_id": mine.engagement_id,
        "position": mine.position,
        "guest_engagement_id": guests.engagement_id,
        "handin_id": files[0].pk,
        "guest_handin_id": files[1].pk,
        "ticket": handins.link_for(files[0], person(buyer.pk), clock.now()),
        "change_id": asked[0].pk,
        "guest_change_id": asked[1].pk,
        "verb": "dispute",
        "sort": "cancel",
        "way": "agreement",
    }
    return blanks, {route: order.token for route in routes if route.startswith(("work/guest/", "reviews/work/guest/"))}

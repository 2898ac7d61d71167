"""Offers that come out later, and their buyers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dhara.catalog.models import Offer, Release, Tier
from dhara.catalog.offers import actions as offers
from dhara.checkout.models import Order, OrderLine
from dhara.kit.queue import drain
from tests.make import catalog
from tests.make import checkout as make

WEEK = timedelta(days=7)


def coming(at: datetime, until: datetime | None = None, *, file: bool = False, **fields: Any) -> Offer:
    """On the market at `at`, comes out a week later unless told otherwise; its release was announced."""
    offer = catalog.offer(at, published=False, file=file, releases_at=until or at + WEEK, **fields)
    by = catalog.person(offer.studio.members.get().account_id)
    offer = offers.publish(offer, by=by, at=at)
    drain(at)
    return offer


def complete(offer: Offer, at: datetime) -> None:
    from tests.make.delivery import file

    owner = offer.studio.members.get().account
    file(offer, catalog.Shop(offer.studio, owner, catalog.person(owner.pk)), at)


def bought(offer: Offer, at: datetime, **buyer: str) -> Order:
    return make.paid_order(Tier.objects.get(offer=offer), at=at, **buyer)


def line_of(order: Order) -> OrderLine:
    return OrderLine.objects.get(order=order)


def release_of(offer: Offer) -> Release:
    return Release.objects.get(offer=offer)


def seller(offer: Offer) -> Any:
    return catalog.person(offer.studio.members.get().account_id)

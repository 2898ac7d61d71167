"""Something about an offer has changed that those who wish for it may want to know."""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.offers.facts import OfferPublished
from dhara.catalog.prices.facts import PricesChanged
from dhara.catalog.releases.facts import OfferReleased
from dhara.checkout.wishes.actions import look_later
from dhara.kit.actor import Actor


def look_at_wishes(fact: PricesChanged | OfferPublished | OfferReleased, *, by: Actor, at: datetime) -> None:
    look_later(fact.offer_id, at=at)

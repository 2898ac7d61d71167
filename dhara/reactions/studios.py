"""Something happened to a studio's offer: its members are told; its words for search follow the studio's name.

(Suspending a studio tells its members itself.)
"""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers.facts import CategoryEdited, OfferHidden, OfferLifted, OfferNotPublished
from dhara.kit.actor import Actor
from dhara.people.notices.actions import tell
from dhara.people.studios.facts import HandleChanged, StudioEdited
from dhara.people.studios.queries import members_of


def tell_hidden(fact: OfferHidden, *, by: Actor, at: datetime) -> None:
    _tell_members(fact, "offer_hidden", {"reason": fact.reason}, by=by, at=at)


def tell_lifted(fact: OfferLifted, *, by: Actor, at: datetime) -> None:
    _tell_members(fact, "offer_shown", {}, by=by, at=at)


def tell_not_published(fact: OfferNotPublished, *, by: Actor, at: datetime) -> None:
    _tell_members(fact, "offer_not_published", {"reason": fact.reason}, by=by, at=at)


def refresh_search(fact: StudioEdited | HandleChanged | CategoryEdited, *, by: Actor, at: datetime) -> None:
    """Offers are found by the name and the address of their studio, and by the names of their shelf."""
    if isinstance(fact, CategoryEdited):
        offers.reindex(category_id=fact.category_id)
    elif isinstance(fact, HandleChanged) or "name" in fact.fields.split(","):
        offers.reindex(studio_id=fact.studio_id)


Told = OfferHidden | OfferLifted | OfferNotPublished


def _tell_members(fact: Told, kind: str, data: dict[str, str], *, by: Actor, at: datetime) -> None:
    offer = Offer.objects.select_related("studio").get(pk=fact.offer_id)
    for member in members_of(offer.studio_id):
        tell(
            account_id=member.account_id,
            topic="studio",
            kind=kind,
            data={"offer": offer.title, **data},
            key=f"{kind}:{by.cause}:{member.account_id}",
            url=f"/studio/{offer.studio.handle}/offers/{offer.pk}/",
            studio_id=offer.studio_id,
            at=at,
        )

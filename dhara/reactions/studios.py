"""The operator did something to a studio's offer: its members are told. (Suspending a studio tells them itself.)"""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.models import Offer
from dhara.catalog.offers.facts import OfferHidden, OfferLifted
from dhara.kit.actor import Actor
from dhara.people.notices.actions import tell
from dhara.people.studios.queries import members_of


def tell_hidden(fact: OfferHidden, *, by: Actor, at: datetime) -> None:
    _tell_members(fact, "offer_hidden", {"reason": fact.reason}, by=by, at=at)


def tell_lifted(fact: OfferLifted, *, by: Actor, at: datetime) -> None:
    _tell_members(fact, "offer_shown", {}, by=by, at=at)


def _tell_members(fact: OfferHidden | OfferLifted, kind: str, data: dict[str, str], *, by: Actor, at: datetime) -> None:
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

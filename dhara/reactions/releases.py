"""An offer that was sold before it came out: it comes out, later, or not at all."""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.models import Offer
from dhara.catalog.offers.facts import OfferPublished
from dhara.catalog.releases import actions as releases
from dhara.catalog.releases.facts import (
    OfferReleased,
    ReleaseGivenUp,
    ReleaseMissed,
    ReleasePostponed,
    ReleaseReminded,
)
from dhara.catalog.releases.queries import of_offer
from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.preorders import mail
from dhara.checkout.preorders.queries import waiting
from dhara.checkout.refunds.mail import member as reader
from dhara.delivery.preorders import actions as preorders
from dhara.kit.actor import Actor
from dhara.kit.locale.languages import in_language
from dhara.kit.queue import defer_named
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def announce_release(fact: OfferPublished, *, by: Actor, at: datetime) -> None:
    releases.announce(fact.offer_id, at=at)


def hand_over_preorders(fact: OfferReleased, *, by: Actor, at: datetime) -> None:
    preorders.hand_over_all(fact.offer_id)


def tell_buyers_of_delay(fact: ReleasePostponed, *, by: Actor, at: datetime) -> None:
    for line_id in waiting(fact.offer_id):
        defer_named(
            "delivery.preorders.tasks.tell_postponed",
            queue="reactions",
            line_id=line_id,
            before=fact.before,
            until=fact.until,
        )


def tell_buyers_it_is_late(fact: ReleaseMissed, *, by: Actor, at: datetime) -> None:
    for line_id in waiting(fact.offer_id):
        defer_named("delivery.preorders.tasks.tell_late", queue="reactions", line_id=line_id, promised=fact.promised)


def return_preorders(fact: ReleaseGivenUp, *, by: Actor, at: datetime) -> None:
    for line_id in waiting(fact.offer_id):
        defer_named("delivery.preorders.tasks.give_back", queue="reactions", line_id=line_id)


def remind_sellers(fact: ReleaseReminded, *, by: Actor, at: datetime) -> None:
    """A notice and a letter to whoever may publish, saying what is missing."""
    offer, found = _offer(fact.offer_id), of_offer(fact.offer_id)
    if found is None:
        return
    for each in _members(offer):
        _notice(each, offer, "release_due", by=by, at=at)
        with in_language(each.account.language):
            lacks = releases.missing(offer)
        mail.reminded(
            reader(each.account, offer.studio_id),
            title=offer.title,
            url=_url(offer),
            key=f"release_reminder:{by.cause}:{each.account_id}",
            promised=found.promised_at,
            missing=lacks,
            by=by,
            at=at,
        )


def tell_sellers_it_is_late(fact: ReleaseMissed, *, by: Actor, at: datetime) -> None:
    offer = _offer(fact.offer_id)
    for each in _members(offer):
        _notice(each, offer, "release_missed", by=by, at=at)
        mail.missed(
            reader(each.account, offer.studio_id),
            title=offer.title,
            url=_url(offer),
            key=f"release_missed:{by.cause}:{each.account_id}",
            over=datetime.fromisoformat(fact.promised) + PATIENCE,
            by=by,
            at=at,
        )


def _offer(offer_id: int) -> Offer:
    return Offer.objects.select_related("studio").get(pk=offer_id)


def _members(offer: Offer) -> list[Member]:
    found = Member.objects.filter(studio_id=offer.studio_id, account__is_active=True).select_related("account")
    return [each for each in found.order_by("id") if role_may(each.role, "publish_offers")]


def _url(offer: Offer) -> str:
    return f"/studio/{offer.studio.handle}/offers/{offer.pk}/"


def _notice(each: Member, offer: Offer, kind: str, *, by: Actor, at: datetime) -> None:
    tell(
        account_id=each.account_id,
        topic="studio",
        kind=kind,
        data={"offer": offer.title},
        key=f"{kind}:{by.cause}:{each.account_id}",
        url=_url(offer),
        studio_id=offer.studio_id,
        at=at,
    )

"""Put an offer on the market, take it down, put it away."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.offers import rules
from dhara.catalog.offers.actions import _begin
from dhara.catalog.offers.facts import (
    OfferArchived,
    OfferHidden,
    OfferLifted,
    OfferNotPublished,
    OfferPublished,
    OfferRestored,
    OfferUnpublished,
)
from dhara.catalog.offers.models import Offer
from dhara.catalog.offers.queries import due
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.languages import in_language
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, Refused

log = logging.getLogger(__name__)


@transaction.atomic
def publish(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Put it on the market. Raises Incomplete (with `missing`), Conflict, NotAllowed."""
    return _publish(_begin.locked_for(offer, "publish_offers", by), by=by, at=at)


@transaction.atomic
def unpublish(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Take it off the market; buyers keep what they bought."""
    fresh = _begin.locked_for(offer, "publish_offers", by)
    return take_down(fresh, scheduled=False, by=by, at=at)


@transaction.atomic
def archive(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Put it away, out of the studio's daily list; a schedule is forgotten."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    fact = OfferArchived(fresh.pk, fresh.studio_id, title=fresh.title)
    return fresh.become(
        rules.ARCHIVED, fact=fact, by=by, at=at, studio_id=fresh.studio_id, publish_at=None, unpublish_at=None
    )


@transaction.atomic
def restore(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Take it out of the archive; it is not for sale until it is published."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    if fresh.status != rules.ARCHIVED:
        raise Conflict("not_archived", _("This offer is not in the archive."))
    fact = OfferRestored(fresh.pk, fresh.studio_id, title=fresh.title)
    return fresh.become(rules.UNPUBLISHED, fact=fact, by=by, at=at, studio_id=fresh.studio_id)


@transaction.atomic
def hide(offer: Offer, *, reason: str, by: Actor, at: datetime) -> Offer:
    """The operator takes it off the market and tells the studio why. Raises Invalid (`reason`), NotAllowed."""
    reason = clean_text(reason, lines=True)
    if not reason:
        raise Invalid("reason_missing", _("Please give a reason. The studio will read it."), "reason")
    fresh = _begin.locked(offer.pk)
    fact = OfferHidden(fresh.pk, fresh.studio_id, reason, title=fresh.title)
    return fresh.become(
        rules.HIDDEN,
        fact=fact,
        by=by,
        at=at,
        reason=reason,
        studio_id=fresh.studio_id,
        hidden_reason=reason,
        unpublish_at=None,
    )


@transaction.atomic
def lift(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """The operator allows it again; the studio decides when to publish it. Raises NotAllowed, Conflict."""
    fresh = _begin.locked(offer.pk)
    if fresh.status != rules.HIDDEN:
        raise Conflict("not_hidden", _("This offer is not hidden."))
    fact = OfferLifted(fresh.pk, fresh.studio_id, title=fresh.title)
    return fresh.become(rules.UNPUBLISHED, fact=fact, by=by, at=at, studio_id=fresh.studio_id, hidden_reason="")


def run_schedule(*, at: datetime) -> int:
    """Publish and take down what is due by `at`, each in a transaction of its own; returns how many were settled.

    Offers that somebody is working on are left for the next minute. One that breaks does not stop the others.
    """
    settled = 0
    for offer_id in due(at):
        try:
            settled += _settle(offer_id, at=at)
        except Exception:  # kept for the operator in the log; the next minute tries again
            log.exception("The schedule of offer %s could not be kept", offer_id)
    return settled


@transaction.atomic
def _settle(offer_id: int, *, at: datetime) -> bool:
    rows = Offer.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related("studio")
    offer = rows.filter(pk=offer_id).first()
    if offer is None:
        return False
    if offer.unpublish_at and offer.unpublish_at <= at and offer.status == rules.PUBLISHED:
        take_down(offer, scheduled=True, by=SYSTEM, at=at)
        return True
    if not (offer.publish_at and offer.publish_at <= at and offer.status in (rules.DRAFT, rules.UNPUBLISHED)):
        return False
    try:
        with transaction.atomic(), in_language(offer.studio.language):
            _publish(offer, by=SYSTEM, at=at)
    except Refused as refusal:
        _tell_refusal(offer, refusal, at=at)
    return True


def _tell_refusal(offer: Offer, refusal: Refused, *, at: datetime) -> None:
    """Forget the date, so that it is said once, and record why."""
    Offer.objects.filter(pk=offer.pk).update(publish_at=None)
    with in_language(offer.studio.language):
        reason = str(refusal)
    fact = OfferNotPublished(offer.pk, offer.studio_id, reason, title=offer.title)
    record(fact, by=SYSTEM, at=at, studio_id=offer.studio_id)


def _publish(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    offer.LIFECYCLE.allow(offer, rules.PUBLISHED, by)
    if offer.studio.status != "open":
        raise Conflict("studio_not_open", _("Your studio is not open at the moment, so nothing can be published."))
    if offer.unpublish_at is not None and offer.unpublish_at <= at:
        raise Invalid(
            "schedule_over", _("Its last day is over. Please change or clear that date first."), "unpublish_at"
        )
    if offer.releases_at is not None and offer.releases_at <= at:
        text = _("The day on which it comes out is over. Please name another one first.")
        raise Invalid("release_past", text, "releases_at")
    if lacks := _begin.missing(offer):
        raise rules.Incomplete(lacks)
    fact = OfferPublished(offer.pk, offer.studio_id, offer.published_at is None, title=offer.title)
    first = offer.published_at or at
    return offer.become(
        rules.PUBLISHED, fact=fact, by=by, at=at, studio_id=offer.studio_id, published_at=first, publish_at=None
    )


def take_down(offer: Offer, *, scheduled: bool, by: Actor, at: datetime) -> Offer:
    """The same for one that is locked already, inside a transaction."""
    if offer.status != rules.PUBLISHED:
        raise Conflict("not_published", _("This offer is not for sale at the moment."))
    fact = OfferUnpublished(offer.pk, offer.studio_id, scheduled, title=offer.title)
    return offer.become(rules.UNPUBLISHED, fact=fact, by=by, at=at, studio_id=offer.studio_id, unpublish_at=None)

"""The verbs of a release. All of them lock the offer first, then the release."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.kinds import kind_of
from dhara.catalog.offers import rules as offers
from dhara.catalog.offers.actions import _begin, take_down
from dhara.catalog.offers.models import Offer
from dhara.catalog.prices.queries import tiers_of
from dhara.catalog.releases import rules
from dhara.catalog.releases.facts import (
    OfferReleased,
    ReleaseGivenUp,
    ReleaseMissed,
    ReleasePostponed,
    ReleaseReminded,
)
from dhara.catalog.releases.models import Release
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid


@transaction.atomic
def announce(offer_id: int, *, at: datetime) -> None:
    """An offer that comes out later is on the market: from now on its date is a promise. Twice is once."""
    offer = _begin.locked(offer_id)
    if offer.releases_at is None or Release.objects.filter(offer=offer).exists():
        return
    made = Release.objects.create(
        status=rules.AWAITED,
        status_at=at,
        offer=offer,
        promised_at=offer.releases_at,
        first_promised_at=offer.releases_at,
    )
    made.start_timers(at)


@transaction.atomic
def release(offer: Offer, *, by: Actor, at: datetime) -> Release:
    """A member lets it out now. Raises Incomplete with what is missing, Conflict, NotAllowed."""
    fresh = _begin.locked_for(offer, "publish_offers", by)
    found = _of(fresh)
    found.LIFECYCLE.allow(found, rules.RELEASED, by)
    if lacks := missing(fresh):
        raise offers.Incomplete(lacks)
    return _release(fresh, found, by=by, at=at)


@transaction.atomic
def postpone(offer: Offer, *, to: datetime | None, by: Actor, at: datetime) -> Release:
    """A member promises another date. Buyers who wait are told, and may have their money back until it comes out.

    Raises Invalid (`releases_at`), Conflict, NotAllowed.
    """
    fresh = _begin.locked_for(offer, "publish_offers", by)
    found = _of(fresh)
    found.LIFECYCLE.allow(found, rules.AWAITED, by)
    moment = rules.check_date(to, at)
    before = found.promised_at
    if moment <= before:
        text = _("It was promised for an earlier day. When it is ready sooner, release it then.")
        raise Invalid("release_sooner", text, "releases_at")
    Offer.objects.filter(pk=fresh.pk).update(releases_at=moment, changed_at=at)
    # The timers are counted from these.
    found.promised_at, found.status_at = moment, at
    fact = ReleasePostponed(fresh.pk, fresh.studio_id, before.isoformat(), moment.isoformat(), title=fresh.title)
    return found.become(rules.AWAITED, fact=fact, by=by, at=at, studio_id=fresh.studio_id, promised_at=moment)


@transaction.atomic
def come(release_id: int, *, by: Actor, at: datetime) -> None:
    """The promised moment is here. Fired by a timer."""
    offer, found = _both(release_id)
    if found.status != rules.AWAITED or found.promised_at > at:
        return
    if not missing(offer):
        _release(offer, found, by=by, at=at)
        return
    found.status_at = at
    fact = ReleaseMissed(offer.pk, offer.studio_id, found.promised_at.isoformat(), title=offer.title)
    found.become(rules.LATE, fact=fact, by=by, at=at, studio_id=offer.studio_id)
    if offer.status == offers.PUBLISHED:
        take_down(offer, scheduled=True, by=by, at=at)


@transaction.atomic
def remind(release_id: int, *, by: Actor, at: datetime) -> None:
    """Tell the studio in time what is missing. Fired by timers; not by one that was over when the date was named."""
    offer, found = _both(release_id)
    left = (found.promised_at - at).total_seconds() / 86_400
    days = min((each for each in rules.REMINDED if left <= each), default=None)
    if found.status != rules.AWAITED or days is None:
        return
    if found.promised_at - found.status_at <= timedelta(days=days):
        return
    if missing(offer):
        fact = ReleaseReminded(offer.pk, offer.studio_id, days, title=offer.title)
        record(fact, by=by, at=at, studio_id=offer.studio_id)


@transaction.atomic
def give_up(release_id: int, *, by: Actor, at: datetime) -> None:
    """It was promised, and two weeks later it is not there: the promise is over. Fired by a timer."""
    offer, found = _both(release_id)
    if found.status == rules.LATE:
        fact = ReleaseGivenUp(offer.pk, offer.studio_id, title=offer.title)
        found.become(rules.GIVEN_UP, fact=fact, by=by, at=at, studio_id=offer.studio_id)


def missing(offer: Offer) -> list[str]:
    """What it lacks before it can come out, in the reader's language."""
    return [*offers.missing(offer, tiers_of(offer.pk)), *kind_of(offer).missing(offer)]


def _release(offer: Offer, found: Release, *, by: Actor, at: datetime) -> Release:
    Offer.objects.filter(pk=offer.pk).update(releases_at=None, changed_at=at)
    fact = OfferReleased(offer.pk, offer.studio_id, title=offer.title)
    return found.become(rules.RELEASED, fact=fact, by=by, at=at, studio_id=offer.studio_id, released_at=at)


def _of(offer: Offer) -> Release:
    found = Release.objects.select_for_update(of=("self",)).filter(offer=offer).first()
    if found is None:
        raise Conflict("no_release", _("This offer is not one that comes out later."))
    return found


def _both(release_id: int) -> tuple[Offer, Release]:
    offer = _begin.locked(Release.objects.values_list("offer_id", flat=True).get(pk=release_id))
    return offer, _of(offer)

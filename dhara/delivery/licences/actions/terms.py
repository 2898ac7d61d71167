"""The studio says how keys are made, and fills its list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.models import Offer, Tier
from dhara.delivery.licences import rules
from dhara.delivery.licences.actions.issuing import give_from_list
from dhara.delivery.licences.actions.stock import settle_stock
from dhara.delivery.licences.mail import key_came
from dhara.delivery.licences.models import FormerKey, Licence, LicenceTerms, PoolKey
from dhara.delivery.licences.queries import free_keys
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor

STEP = 500


@transaction.atomic
def set_terms(
    offer: Offer,
    *,
    source: str,
    pattern: str = rules.DEFAULT_PATTERN,
    seats: int | None = None,
    tier_seats: dict[int, int | None] | None = None,
    days: int | None = None,
    starts: str = rules.AT_PURCHASE,
    by: Actor,
    at: datetime,
) -> LicenceTerms:
    """How keys of the offer are made, for sales from now on; licences that were sold keep what they had.

    Raises Invalid (`source`, `pattern`, `seats`, `tier_seats`, `days`, `starts`), NotAllowed, Conflict.
    """
    require_actor(by, offer.studio, "edit_offers")
    fresh = _locked(offer)
    if fresh.kind != "licence":
        raise Conflict("not_licensed", _("This offer does not sell licence keys."))
    if source not in rules.SOURCES or starts not in rules.STARTS:
        field = "source" if source not in rules.SOURCES else "starts"
        raise Invalid("choice_unknown", _("Please choose one of these."), field)
    tiers = set(Tier.objects.filter(offer=fresh, retired=False).values_list("pk", flat=True))
    clean: dict[str, Any] = {
        "source": source,
        "pattern": rules.clean_pattern(pattern),
        "seats": rules.clean_number(seats, rules.MOST_SEATS, "seats"),
        "tier_seats": {
            str(tier): rules.clean_number(most, rules.MOST_SEATS, "tier_seats")
            for tier, most in (tier_seats or {}).items()
            if tier in tiers
        },
        "days": rules.clean_number(days, rules.MOST_DAYS, "days"),
        "starts": starts,
        "changed_at": at,
    }
    had = LicenceTerms.objects.filter(offer=fresh).values_list("source", flat=True).first()
    terms, _new = LicenceTerms.objects.update_or_create(offer=fresh, defaults=clean)
    if source == rules.LIST:
        for tier_id in sorted(tiers):
            settle_stock(tier_id, by=by, at=at)
    elif had == rules.LIST:
        Tier.objects.filter(pk__in=tiers).update(stock=None)
    return terms


@transaction.atomic
def add_keys(tier: Tier, text: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Put the keys of a text into a tier's list: (how many are new, how many were known already and left out).

    Buyers who wait are served first, and told. Raises Invalid (`keys`), NotAllowed, NotFoundHere.
    """
    offer = tier.offer
    require_actor(by, offer.studio, "edit_offers")
    _locked(offer)
    if tier.retired:
        raise NotFoundHere("tier_gone", _("This price is not there any more."), "tier")
    keys = {rules.fold(key): key for key in reversed(rules.clean_keys(text))}
    known = set(PoolKey.objects.filter(offer=offer, folded__in=keys).values_list("folded", flat=True))
    given = Licence.objects.filter(offer=offer, folded__in=keys).values_list("folded", flat=True)
    known |= {folded for folded in given if folded}
    known |= set(FormerKey.objects.filter(offer=offer, folded__in=keys).values_list("folded", flat=True))
    new = [
        PoolKey(offer=offer, tier=tier, key=key, folded=folded, added_at=at)
        for folded, key in reversed(keys.items())
        if folded not in known
    ]
    PoolKey.objects.bulk_create(new, batch_size=STEP)
    _serve_waiting(tier, by=by, at=at)
    settle_stock(tier.pk, by=by, at=at)
    return len(new), len(rules.clean_keys(text)) - len(new)


@transaction.atomic
def remove_keys(tier: Tier, *, by: Actor, at: datetime) -> int:
    """Take all unsold keys out of a tier's list: they are never sold. Copies that are being paid for keep theirs.

    Returns how many were taken out.
    """
    require_actor(by, tier.offer.studio, "edit_offers")
    _locked(tier.offer)
    left = settle_stock(tier.pk, by=by, at=at)
    ids = list(free_keys(tier.pk).order_by("-pk").values_list("pk", flat=True)[:left])
    gone = PoolKey.objects.filter(pk__in=ids, licence__isnull=True).update(removed_at=at)
    settle_stock(tier.pk, by=by, at=at)
    return gone


def _serve_waiting(tier: Tier, *, by: Actor, at: datetime) -> None:
    waiting = Licence.objects.select_for_update(of=("self",)).filter(tier=tier, folded__isnull=True)
    served = list(waiting.filter(grant__status="active").select_related("offer", "grant__order", "grant__account"))
    give_from_list(sorted(served, key=lambda licence: licence.pk))
    for licence in served:
        if licence.key:
            key_came(licence, new=False, by=by, at=at)


def _locked(offer: Offer) -> Offer:
    """Edits of an offer's keys wait for each other, and for edits of its prices."""
    return Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)

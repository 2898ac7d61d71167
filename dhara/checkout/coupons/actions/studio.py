"""What a studio does with its coupons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.checkout.coupons import rules
from dhara.checkout.coupons.facts import CouponClosed, CouponEdited, CouponMade, CouponPaused, CouponResumed
from dhara.checkout.coupons.models import Coupon
from dhara.checkout.coupons.rules import Terms
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

MOST = 1_000


@transaction.atomic
def make(studio: Studio, terms: Terms, *, by: Actor, at: datetime) -> Coupon:
    """A coupon that counts from now on, or from `terms.starts_at`. Raises Invalid or Conflict with the field."""
    require_actor(by, studio, "edit_coupons")
    clean = _clean(studio, terms)
    if Coupon.objects.filter(studio=studio).count() >= MOST:
        raise Conflict("too_many_coupons", _("This studio has as many coupons as there can be."))
    coupon = Coupon(studio=studio, status=rules.ACTIVE, status_at=at, created_at=at, changed_at=at, **clean)
    _write(coupon)
    record(CouponMade(coupon.pk, coupon.code), by=by, at=at, studio_id=studio.pk)
    return coupon


@transaction.atomic
def edit(studio: Studio, coupon_id: int, terms: Terms, *, by: Actor, at: datetime) -> Coupon:
    """Other terms for purchases from now on. The cap can not be set below what is used already."""
    coupon = _locked(studio, coupon_id, by)
    if coupon.status == rules.ENDED:
        raise Conflict("coupon_ended", _("This coupon was ended for good."))
    clean = _clean(studio, terms)
    if clean["cap"] is not None and clean["cap"] < coupon.used:
        message = _("This coupon has been used %(used)d times already.") % {"used": coupon.used}
        raise Invalid("cap_below_used", message, "cap")
    for name, value in clean.items():
        setattr(coupon, name, value)
    coupon.changed_at = at
    _write(coupon, [*clean, "changed_at"])
    record(CouponEdited(coupon.pk, coupon.code), by=by, at=at, studio_id=studio.pk)
    return coupon


@transaction.atomic
def pause(studio: Studio, coupon_id: int, *, by: Actor, at: datetime) -> Coupon:
    coupon = _locked(studio, coupon_id, by)
    fact = CouponPaused(coupon.pk, coupon.code)
    return coupon.become(rules.PAUSED, fact=fact, by=by, at=at, studio_id=studio.pk)


@transaction.atomic
def resume(studio: Studio, coupon_id: int, *, by: Actor, at: datetime) -> Coupon:
    coupon = _locked(studio, coupon_id, by)
    fact = CouponResumed(coupon.pk, coupon.code)
    return coupon.become(rules.ACTIVE, fact=fact, by=by, at=at, studio_id=studio.pk)


@transaction.atomic
def end(studio: Studio, coupon_id: int, *, by: Actor, at: datetime) -> Coupon:
    """For good. An operator may, too: where a code does harm."""
    coupon = _locked(studio, coupon_id, by)
    fact = CouponClosed(coupon.pk, coupon.code)
    return coupon.become(rules.ENDED, fact=fact, by=by, at=at, studio_id=studio.pk)


def _locked(studio: Studio, coupon_id: int, by: Actor) -> Coupon:
    if by.kind != "operator":
        require_actor(by, studio, "edit_coupons")
    coupon = Coupon.objects.select_for_update().filter(studio=studio, pk=coupon_id).first()
    if coupon is None:
        raise NotFoundHere("coupon_gone", _("This coupon is not there any more."))
    return coupon


def _clean(studio: Studio, terms: Terms) -> dict[str, Any]:
    clean = terms.clean()
    offers, tiers = clean["offer_ids"], clean["tier_ids"]
    own_offers = Offer.objects.filter(studio=studio, pk__in=offers).count()
    own_tiers = Tier.objects.filter(offer__studio=studio, pk__in=tiers).count()
    if own_offers != len(offers) or own_tiers != len(tiers):
        raise Invalid("offer_unknown", _("Please choose offers of this studio."), "offers")
    return clean


def _write(coupon: Coupon, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            coupon.save(update_fields=fields)
    except IntegrityError as error:
        if "coupon_code_once" not in str(error):
            raise
        raise Conflict("code_taken", _("This studio has a coupon with this code already."), "code") from error

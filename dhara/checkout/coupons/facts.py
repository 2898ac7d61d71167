"""What can have happened to a coupon."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class CouponFact(Fact):
    subject = "coupon_id"
    coupon_id: int
    code: str


@dataclass(frozen=True)
class CouponMade(CouponFact):
    words = _("The coupon %(code)s was made.")


@dataclass(frozen=True)
class CouponEdited(CouponFact):
    words = _("The coupon %(code)s was changed.")


@dataclass(frozen=True)
class CouponPaused(CouponFact):
    words = _("The coupon %(code)s was paused.")


@dataclass(frozen=True)
class CouponResumed(CouponFact):
    words = _("The coupon %(code)s counts again.")


@dataclass(frozen=True)
class CouponClosed(CouponFact):
    words = _("The coupon %(code)s was ended for good.")

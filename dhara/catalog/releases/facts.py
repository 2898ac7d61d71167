"""What can have happened to an offer that comes out later."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers.facts import OfferFact


@dataclass(frozen=True)
class OfferReleased(OfferFact):
    words = _("“%(title)s” has come out.")


@dataclass(frozen=True)
class ReleasePostponed(OfferFact):
    words = _("“%(title)s” comes out on another day.")

    before: str
    until: str


@dataclass(frozen=True)
class ReleaseReminded(OfferFact):
    """`days` before the date something is missing."""

    words = _("“%(title)s” is to come out soon, and something is missing.")

    days: int


@dataclass(frozen=True)
class ReleaseMissed(OfferFact):
    words = _("“%(title)s” did not come out on its date: something is missing.")

    promised: str


@dataclass(frozen=True)
class ReleaseGivenUp(OfferFact):
    words = _("“%(title)s” did not come out; everybody's money goes back.")

"""What can have happened to an offer that comes out later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _ReleaseFact(Fact):
    """`title` is what the offer was called then. Moments are ISO 8601."""

    subject: ClassVar[str] = "offer_id"

    offer_id: int
    studio_id: int
    title: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class OfferReleased(_ReleaseFact):
    words = _("“%(title)s” has come out.")


@dataclass(frozen=True)
class ReleasePostponed(_ReleaseFact):
    words = _("“%(title)s” comes out on another day.")

    before: str
    until: str


@dataclass(frozen=True)
class ReleaseReminded(_ReleaseFact):
    """`days` before the date something is missing."""

    words = _("“%(title)s” is to come out soon, and something is missing.")

    days: int


@dataclass(frozen=True)
class ReleaseMissed(_ReleaseFact):
    words = _("“%(title)s” did not come out on its date: something is missing.")

    promised: str


@dataclass(frozen=True)
class ReleaseGivenUp(_ReleaseFact):
    words = _("“%(title)s” did not come out; everybody's money goes back.")

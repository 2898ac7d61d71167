"""What can have happened to prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PricesChanged(Fact):
    """The tiers of an offer, or what they cost, are different now."""

    subject: ClassVar[str] = "offer_id"
    words = _("The prices of “%(title)s” changed.")

    offer_id: int
    studio_id: int
    title: str = ""

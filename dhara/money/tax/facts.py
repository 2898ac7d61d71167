"""What can have happened to tax."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class TaxRateAdded(Fact):
    """`bp` is hundredths of a percent, `since` an ISO date."""

    subject = "rate_id"
    words = _("A tax rate was added: %(country)s %(name)s from %(since)s on.")
    rate_id: int
    country: str
    name: str
    bp: int
    since: str


@dataclass(frozen=True)
class TaxProfileSet(Fact):
    subject = "studio_id"
    words = _("The studio changed what it says about tax.")
    studio_id: int
    registered: bool
    country: str

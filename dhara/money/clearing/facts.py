"""What can happen to pending money."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class MoneyCleared(Fact):
    """`amount` minor units of `currency` became available to the studio, in one batch."""

    studio_id: int
    currency: str
    amount: int

    subject = "studio_id"
    words = _("Money of the studio became available.")

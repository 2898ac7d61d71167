"""What can have happened to what was offered after a payment."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class UpsellAccepted(Fact):
    subject = "order_id"
    words = _("What was offered after order %(number)s was accepted.")
    order_id: int
    made_id: int
    step: str
    number: str = ""


@dataclass(frozen=True)
class UpsellDeclined(Fact):
    subject = "order_id"
    words = _("What was offered after order %(number)s was declined.")
    order_id: int
    step: str
    number: str = ""

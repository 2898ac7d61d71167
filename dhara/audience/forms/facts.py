"""What can have happened to a form."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class FormSubmitted(Fact):
    subject = "submission_id"
    words = _("Somebody filled in a form.")
    submission_id: int
    form_id: int


@dataclass(frozen=True)
class FormConfirmed(Fact):
    """`offer_id` is the magnet's, 0 for none."""

    subject = "submission_id"
    words = _("Somebody confirmed their address.")
    submission_id: int
    form_id: int
    contact_id: int
    offer_id: int = 0

"""What can have happened around wishes. No wish is told of to a studio: these belong to no studio."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class WisherTold(Fact):
    """`reason` is one of rules.REASONS."""

    subject = "offer_id"
    words = _("Somebody who wished for “%(title)s” was written.")
    offer_id: int
    reason: str
    title: str = ""

"""What can have happened to suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class SuggestionsChanged(Fact):
    subject: ClassVar[str] = "offer_id"
    words = _("What is suggested beside “%(title)s” was changed.")

    offer_id: int
    kind: str
    title: str = ""

"""What can have happened to bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class BundleChanged(Fact):
    subject: ClassVar[str] = "offer_id"
    words = _("“%(title)s” now has %(parts)s parts.")

    offer_id: int
    parts: int
    title: str = ""

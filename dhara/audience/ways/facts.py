"""What can happen to a way by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class WayPaused(Fact):
    """Too much of what left by it came back or annoyed; `reason` is a code of `sending.rules.trouble`."""

    subject = "provider_id"
    words = _("A way to send was paused by itself.")
    provider_id: int
    reason: str

"""What can happen to money that is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class HoldSettled(Fact):
    """Nothing of the hold is left; `held_for` is what it was for, such as `unit:3`."""

    hold_id: int
    held_for: str

    subject = "hold_id"
    words = _("All the money that was set aside is paid out or returned.")

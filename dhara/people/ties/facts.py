"""What can have happened to a tie."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class TieFound(Fact):
    """Two accounts were seen with one mark for the first time; `reason` is a code of rules.REASONS."""

    subject = "tie_id"
    words = _("Two accounts were found to be in the same hands.")
    tie_id: int
    one_id: int
    other_id: int
    reason: str


@dataclass(frozen=True)
class TieAllowed(Fact):
    """An operator has made sure that they are two people; `why` is how."""

    subject = "tie_id"
    words = _("The operator allows paid work between two accounts.")
    tie_id: int
    why: str


@dataclass(frozen=True)
class TieLeft(Fact):
    """An operator has looked at it and leaves it: it goes on refusing work."""

    subject = "tie_id"
    words = _("The operator has looked at two accounts in the same hands, and leaves it at that.")
    tie_id: int


@dataclass(frozen=True)
class TieAllowanceEnded(Fact):
    """An operator has taken that back."""

    subject = "tie_id"
    words = _("The operator no longer allows paid work between two accounts.")
    tie_id: int

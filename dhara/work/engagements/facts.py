"""What can happen to a unit of work. All carry the same: which unit, in which mode, by which verb, as whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class UnitFact(Fact):
    """`role` is who took the step; `submission_id` what was handed in with it, 0 for none."""

    unit_id: int
    engagement_id: int
    mode: str
    verb: str
    role: str
    submission_id: int = 0

    subject = "unit_id"


@dataclass(frozen=True)
class WorkAgreed(Fact):
    """Two parties agreed on terms; `came_from` is what it came from, such as `job:3`."""

    engagement_id: int
    mode: str
    came_from: str

    subject = "engagement_id"
    words = _("The two sides agreed on the work.")


@dataclass(frozen=True)
class WorkFunded(UnitFact):
    words = _("The money for the work was set aside.")


@dataclass(frozen=True)
class WorkMoved(UnitFact):
    """Every step that has no word of its own."""

    words = _("The work went on: %(verb)s.")


@dataclass(frozen=True)
class WorkSubmitted(UnitFact):
    words = _("Work was handed in.")


@dataclass(frozen=True)
class WorkSentBack(UnitFact):
    words = _("Work was sent back, with a reason.")


@dataclass(frozen=True)
class WorkPaid(UnitFact):
    words = _("The work was accepted, and its money paid out.")


@dataclass(frozen=True)
class WorkReturned(UnitFact):
    words = _("The work was not done, and its money went back.")


@dataclass(frozen=True)
class WorkBilled(UnitFact):
    words = _("A week was closed: what was not worked goes back, and the rest is its bill.")


@dataclass(frozen=True)
class WorkSplit(UnitFact):
    words = _("The money for the work was divided.")


@dataclass(frozen=True)
class WorkDisputed(UnitFact):
    words = _("The two sides disagree, and asked for a ruling.")


@dataclass(frozen=True)
class WorkReminded(Fact):
    """`what` is the sort of reminder, `mark` the moment that it is about: each is said once."""

    unit_id: int
    engagement_id: int
    mode: str
    what: str
    mark: str

    subject = "unit_id"
    words = _("Whoever the work waits for was reminded.")

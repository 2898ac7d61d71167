"""What can have happened to a sequence. Steps are many and record none, but for what a program asked to be told."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class SequencePublished(Fact):
    subject = "sequence_id"
    words = _("A sequence was published (version %(number)s).")
    sequence_id: int
    number: int


@dataclass(frozen=True)
class SequencePaused(Fact):
    subject = "sequence_id"
    words = _("A sequence was paused.")
    sequence_id: int


@dataclass(frozen=True)
class SequenceResumed(Fact):
    subject = "sequence_id"
    words = _("A sequence goes on.")
    sequence_id: int


@dataclass(frozen=True)
class SequenceArchived(Fact):
    subject = "sequence_id"
    words = _("A sequence was put away.")
    sequence_id: int


@dataclass(frozen=True)
class SegmentEnrolled(Fact):
    """A member brought many contacts in, of a segment or of a search; `entered` of them began."""

    subject = "intake_id"
    words = _("Many came into a sequence: %(entered)s contacts.")
    intake_id: int
    sequence_id: int
    entered: int


@dataclass(frozen=True)
class SequenceCalled(Fact):
    """A contact came to a webhook step, which says `name`."""

    subject = "enrolment_id"
    words = _("A contact came to a webhook of a sequence: %(name)s")
    enrolment_id: int
    sequence_id: int
    contact_id: int
    node: str
    name: str

"""What can happen to a job."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class JobFact(Fact):
    job_id: int

    subject = "job_id"


@dataclass(frozen=True)
class JobPosted(JobFact):
    words = _("The job was posted.")


@dataclass(frozen=True)
class JobHeld(JobFact):
    """`reasons` are codes of conversations.rules.HELD."""

    reasons: str

    words = _("The job waits until an operator has looked at its text.")


@dataclass(frozen=True)
class JobRefused(JobFact):
    reason: str

    words = _("An operator refused the job: %(reason)s")


@dataclass(frozen=True)
class JobIdle(JobFact):
    """It is closed soon unless its owner touches it."""

    words = _("The owner was warned that the job is closed soon.")


@dataclass(frozen=True)
class JobClosed(JobFact):
    """`reason` is "idle" where nobody touched it for too long, "" where its owner closed it."""

    reason: str

    words = _("The job was closed.")


@dataclass(frozen=True)
class JobFilled(JobFact):
    words = _("As many people were hired as were wanted.")

"""What can have happened between an offer's owner and a collaborator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class CollaboratorFact(Fact):
    subject = "offer_id"
    offer_id: int
    collaborator_id: int
    title: str = ""


@dataclass(frozen=True)
class CollaboratorInvited(CollaboratorFact):
    words = _("Somebody was asked to share the income of “%(title)s”.")


@dataclass(frozen=True)
class CollaboratorAccepted(CollaboratorFact):
    words = _("A collaborator agreed to share the income of “%(title)s”.")


@dataclass(frozen=True)
class CollaboratorDeclined(CollaboratorFact):
    words = _("Somebody declined to share the income of “%(title)s”.")


@dataclass(frozen=True)
class CollaboratorEnded(CollaboratorFact):
    words = _("A collaborator no longer shares the income of “%(title)s”.")

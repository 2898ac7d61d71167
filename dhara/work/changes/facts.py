"""What can happen to a change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class ChangeFact(Fact):
    """`role` is the side that asked."""

    change_id: int
    unit_id: int
    engagement_id: int
    sort: str
    role: str

    subject = "change_id"


@dataclass(frozen=True)
class ChangeProposed(ChangeFact):
    words = _("One side asked to change what was agreed.")


@dataclass(frozen=True)
class ChangeReduced(ChangeFact):
    words = _("Part of the proposed terms fell out: it was paid or taken out in the meantime.")


@dataclass(frozen=True)
class ChangeVoided(ChangeFact):
    words = _("The proposed terms are over without an answer: the work has gone on in the meantime.")


@dataclass(frozen=True)
class ChangeAgreed(ChangeFact):
    words = _("The other side agreed to the change.")


@dataclass(frozen=True)
class ChangeDeclined(ChangeFact):
    words = _("The other side declined the change.")


@dataclass(frozen=True)
class ChangeLapsed(ChangeFact):
    words = _("Nobody answered the proposed change.")

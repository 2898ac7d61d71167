"""What can happen in a case. All carry the same: which case of which unit, and the side that did it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class CaseFact(Fact):
    """`role` is the side that did it, "system" where time did; `row_id` the statement or proposal, 0 for none."""

    case_id: int
    unit_id: int
    engagement_id: int
    role: str
    row_id: int = 0

    subject = "case_id"


@dataclass(frozen=True)
class CaseOpened(CaseFact):
    words = _("One side opened a case.")


@dataclass(frozen=True)
class CaseAnswered(CaseFact):
    words = _("The other side answered in the case.")


@dataclass(frozen=True)
class CaseSpoken(CaseFact):
    words = _("Something was said or shown in the case.")


@dataclass(frozen=True)
class CaseReminded(CaseFact):
    words = _("The other side was reminded to answer.")


@dataclass(frozen=True)
class CaseHandedOver(CaseFact):
    words = _("The case went to the operator.")


@dataclass(frozen=True)
class CaseProposed(CaseFact):
    words = _("One side proposed to settle the case.")


@dataclass(frozen=True)
class CaseDeclined(CaseFact):
    words = _("A proposal to settle the case was turned down.")


@dataclass(frozen=True)
class CaseSettled(CaseFact):
    words = _("Both sides settled the case.")


@dataclass(frozen=True)
class CaseWithdrawn(CaseFact):
    words = _("The case was taken back, and the work goes on.")


@dataclass(frozen=True)
class CaseRuled(CaseFact):
    words = _("The operator ruled in the case.")


@dataclass(frozen=True)
class CaseAppealed(CaseFact):
    words = _("One side appealed against the ruling.")


@dataclass(frozen=True)
class CaseClosed(CaseFact):
    words = _("The ruling was carried out.")

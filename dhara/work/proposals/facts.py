"""What can happen to a proposal."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class ProposalFact(Fact):
    """`job_id` is 0 for an offer that was made without a job; `role` the side that acted."""

    proposal_id: int
    job_id: int
    role: str

    subject = "proposal_id"


@dataclass(frozen=True)
class ProposalInvited(ProposalFact):
    words = _("A studio was invited to apply.")


@dataclass(frozen=True)
class ProposalMade(ProposalFact):
    words = _("A studio applied.")


@dataclass(frozen=True)
class ProposalRevised(ProposalFact):
    words = _("The studio changed its proposal.")


@dataclass(frozen=True)
class ProposalShortlisted(ProposalFact):
    words = _("The proposal came on the short list.")


@dataclass(frozen=True)
class InterviewBegun(ProposalFact):
    words = _("The two sides began to talk about the proposal.")


@dataclass(frozen=True)
class WorkOffered(ProposalFact):
    words = _("One side made a binding offer.")


@dataclass(frozen=True)
class ProposalAccepted(ProposalFact):
    words = _("The other side agreed to the offer.")


@dataclass(frozen=True)
class ProposalDeclined(ProposalFact):
    words = _("The proposal was turned down.")


@dataclass(frozen=True)
class ProposalWithdrawn(ProposalFact):
    words = _("The proposal was withdrawn.")


@dataclass(frozen=True)
class OfferExpired(ProposalFact):
    words = _("Nobody answered the offer in time.")


@dataclass(frozen=True)
class OfferProlonged(ProposalFact):
    words = _("The time to answer the offer goes on, after it stood still.")

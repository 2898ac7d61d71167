"""Proposals: what a studio would do for a job and for how much, each word given a version that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, In, MoneyOut, Out, QueryInt, StudioRef, money, studio_ref
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.working import Key, MilestoneIn, Said, Side, Text
from dhara.people.conversations.rules.contacts import masked
from dhara.work.jobs.rules import MOST_WEEKLY_HOURS
from dhara.work.proposals import rules
from dhara.work.proposals.models import Proposal, ProposalVersion
from dhara.work.proposals.queries import is_open, title_for

NEXT = "The cursor of the next page; null on the last one."
UNTIL = "Until when it can be agreed to; later by as long as the operator looks at a message first."
State = Literal[
    "invited", "submitted", "shortlisted", "interview", "offered", "accepted", "declined", "withdrawn", "expired"
]
ProposalVerb = Literal["propose", "revise", "shortlist", "talk", "offer", "accept", "decline", "withdraw"]
# What each side may do in which state; an offer is answered by the side that did not make it.
_VERBS: dict[str, dict[str, list[ProposalVerb]]] = {
    "buyer": {
        rules.INVITED: ["decline"],
        rules.SUBMITTED: ["shortlist", "talk", "offer", "decline"],
        rules.SHORTLISTED: ["talk", "offer", "decline"],
        rules.INTERVIEW: ["talk", "offer", "decline"],
        rules.OFFERED: ["talk", "decline"],
    },
    "worker": {
        rules.INVITED: ["propose", "decline"],
        rules.SUBMITTED: ["revise", "offer", "withdraw"],
        rules.SHORTLISTED: ["revise", "offer", "withdraw"],
        rules.INTERVIEW: ["revise", "talk", "offer", "withdraw"],
        rules.OFFERED: ["talk", "withdraw"],
    },
}
_ANSWERS: dict[str, list[ProposalVerb]] = {"buyer": ["accept", "offer"], "worker": ["accept", "offer", "decline"]}


class ProposalsAsked(Paged):
    side: Literal["", "buyer", "worker"] = Field(
        "", description="`worker`: what your studios proposed; `buyer`: for your jobs."
    )
    state: Literal[
        "", "live", "invited", "submitted", "shortlisted", "interview", "offered", "accepted", "declined", "withdrawn",
        "expired",
    ] = Field("", description="`live`: all that can still come about.")  # fmt: skip
    job: QueryInt = Field(0, ge=0, le=BIGGEST, description="The id of a job.")
    conversation: QueryInt = Field(0, ge=0, le=BIGGEST, description="The id of a conversation: what was offered in it.")


Milestones = Annotated[list[MilestoneIn], Field(max_length=rules.MOST_MILESTONES)]
_TERMS: dict[str, Any] = {
    "text": "I have painted signs for ten years and would draw three sketches first.",
    "milestones": [{"title": "Sketches", "amount": 100000, "days": 3}, {"title": "The logo", "amount": 200000}],
}


_OFFER: dict[str, Any] = {
    "title": "A logo and ten cards",
    "text": "Three drafts of the logo, then ten cards, ready for print.",
    "milestones": [{"title": "All of it", "amount": 250000, "days": 6}],
    "revisions": 2,
    "valid_days": 7,
}


class HourlyIn(In):
    rate: int = Field(
        0, ge=0, le=rules.MOST_AMOUNT, description="For a job that is paid by the hour: minor units for an hour."
    )
    weekly_hours: int = Field(0, ge=0, le=MOST_WEEKLY_HOURS, description="By the hour: how many a week at most.")


class TermsIn(HourlyIn):
    text: str = Field(min_length=1, max_length=rules.MOST_TEXT, pattern=Text, description="How you would do it.")
    milestones: Milestones = Field(
        default_factory=list, description="The parts of the work, each paid by itself; none by the hour."
    )
    answers: dict[Key, Said] = Field(
        default_factory=dict, description="To the job's questions by key; those not given again stay."
    )

    model_config = ConfigDict(json_schema_extra={"example": _TERMS})


class ProposalIn(TermsIn):
    job: str = Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x20/\x7f]+$", description="The job's `slug`.")

    model_config = ConfigDict(json_schema_extra={"example": {"job": "a-logo-1f0a9e42", **_TERMS}})


Revisions = Annotated[int | None, Field(ge=0, le=rules.MOST_REVISIONS)]


class WorkOfferIn(In):
    title: str = Field(
        min_length=rules.LEAST_TITLE, max_length=rules.MOST_TITLE, pattern=r"^[^\x00-\x1f\x7f]*$",
        description="What you offer, in a few words.",
    )  # fmt: skip
    text: str = Field(min_length=1, max_length=rules.MOST_TEXT, pattern=Text, description="What they get.")
    milestones: Milestones = Field(description="The parts of the work, each paid by itself; one is enough.")
    revisions: Revisions = Field(None, description="How often changes of a part may be asked for; null: as needed.")
    valid_days: int = Field(7, ge=1, le=rules.MOST_VALID_DAYS, description="For how many days it can be agreed to.")

    model_config = ConfigDict(json_schema_extra={"example": _OFFER})


class OfferingIn(HourlyIn):
    text: str = Field(
        "", max_length=rules.MOST_TEXT, pattern=Text, description="Empty with no milestones: as it stands."
    )
    milestones: Milestones = Field(default_factory=list)
    revisions: Revisions = Field(None, description="Null: as in the version before.")

    model_config = ConfigDict(json_schema_extra={"example": {"text": "", "milestones": []}})


class ProposalStateIn(In):
    to: Literal["shortlist", "decline", "withdraw"]
    reason: str = Field("", max_length=1000, pattern=Text, description="Needed to decline an offer.")

    model_config = ConfigDict(json_schema_extra={"example": {"to": "shortlist"}})


class AgreementIn(In):
    version: int = Field(ge=1, le=30_000, description="The number of the version that you agree to, as you read it.")

    model_config = ConfigDict(json_schema_extra={"example": {"version": 2}})


class JobRef(Out):
    id: int
    slug: str
    title: str


class MilestoneOut(Out):
    title: str
    amount: MoneyOut
    days: int


class ProposalVersionOut(Out):
    number: int
    side: Side = Field(description="Who wrote it.")
    text: str = Field(description="Ways to reach the other side elsewhere are hidden until both have agreed.")
    mode: Literal["fixed", "hourly"] = Field(description="For a fixed price, or by the hour.")
    milestones: list[MilestoneOut]
    amount: MoneyOut = Field(description="Of the whole, or of an hour.")
    weekly_hours: int | None = Field(description="By the hour: how many a week at most.")
    days: int | None
    revisions: int | None = Field(description="How often changes of a part may be asked for; null: as needed.")
    answers: dict[str, str]
    expires_at: datetime | None = Field(description=UNTIL)
    at: datetime


class ProposalRow(Out):
    id: int
    job: JobRef | None = Field(description="Null for an offer in a conversation.")
    conversation: int | None = Field(description="Where it was offered, for an offer without a job.")
    title: str = Field(description="Of the job, or of the offer.")
    studio: StudioRef
    buyer: str = Field(description="The buyer's first name.")
    side: Side = Field(description="Which of the two you are.")
    state: State
    state_label: str
    version: int = Field(description="The number of the latest version; 0 for an invitation.")
    amount: MoneyOut | None = Field(description="Of the latest version.")
    expires_at: datetime | None = Field(description=UNTIL)
    created_at: datetime


class ProposalPage(Out):
    items: list[ProposalRow]
    next: str | None = Field(description=NEXT)


class ProposalOut(ProposalRow):
    versions: list[ProposalVersionOut] = Field(description="The first one first.")
    work: int | None = Field(description="The engagement that came of it, under /work.")
    next: list[ProposalVerb] = Field(description="What you may do now.")


class OpenedOut(Out):
    conversation: int = Field(description="Its id, under /conversations.")


def terms_of(given: TermsIn | OfferingIn | WorkOfferIn) -> rules.Terms:
    milestones = tuple(rules.Milestone(each.title, each.amount, each.days) for each in given.milestones)
    if isinstance(given, WorkOfferIn):
        return rules.Terms(given.text, milestones, revisions=given.revisions)
    if isinstance(given, OfferingIn):
        return rules.Terms(given.text, milestones, {}, given.rate, given.weekly_hours, given.revisions)
    return rules.Terms(given.text, milestones, given.answers, given.rate, given.weekly_hours)


def row_out(proposal: Proposal, side: str, latest: ProposalVersion | None) -> ProposalRow:
    return ProposalRow.model_validate(_row(proposal, side, latest))


def proposal_out(proposal: Proposal, side: str) -> ProposalOut:
    """`proposal` with its job, studio, buyer and versions."""
    versions = sorted(proposal.versions.all(), key=lambda each: each.number)
    latest = versions[-1] if versions else None
    open_ = is_open(proposal)

    def until_of(version: ProposalVersion) -> datetime | None:
        """The latest one's time may have stood still."""
        return proposal.expires_at if version is latest and version.expires_at else version.expires_at

    return ProposalOut.model_validate(
        {
            **_row(proposal, side, latest),
            "versions": [_version(each, plain=open_ or each.role == side, until=until_of(each)) for each in versions],
            "work": proposal.engagement_id,
            "next": steps_of(proposal.status, side, latest),
        }
    )


def steps_of(state: str, side: str, latest: ProposalVersion | None) -> list[ProposalVerb]:
    found = _VERBS[side].get(state, [])
    if state == rules.OFFERED and latest is not None and latest.role != side:
        return [*_ANSWERS[side], *found]
    return list(found)


def _row(proposal: Proposal, side: str, latest: ProposalVersion | None) -> dict[str, Any]:
    job, title = proposal.job, title_for(proposal, side)
    return {
        "id": proposal.pk,
        "job": JobRef(id=job.pk, slug=job.slug, title=title) if job else None,
        "conversation": proposal.conversation_id,
        "title": title,
        "studio": studio_ref(proposal.studio.handle, proposal.studio.name),
        "buyer": proposal.buyer.get_short_name(),
        "side": side,
        "state": proposal.status,
        "state_label": proposal.state_words,
        "version": proposal.version_number,
        "amount": money(latest.amount, latest.currency) if latest else None,
        "expires_at": proposal.expires_at,
        "created_at": proposal.created_at,
    }


def _version(version: ProposalVersion, *, plain: bool, until: datetime | None) -> ProposalVersionOut:
    def said(text: str) -> str:
        return text if plain else masked(text)

    return ProposalVersionOut.model_validate(
        {
            "number": version.number,
            "side": version.role,
            "text": said(version.text),
            "milestones": list(_milestones(version.milestones, version.currency, plain=plain)),
            "mode": version.mode,
            "amount": money(version.amount, version.currency),
            "weekly_hours": version.weekly_hours,
            "days": version.days,
            "revisions": version.revisions,
            "answers": {key: said(each) for key, each in version.answers.items()},
            "expires_at": until,
            "at": version.at,
        }
    )


def _milestones(given: Iterable[dict[str, Any]], currency: str, *, plain: bool) -> Iterable[MilestoneOut]:
    for each in given:
        title = each["title"] if plain else masked(each["title"])
        yield MilestoneOut(title=title, amount=money(each["amount"], currency), days=each["days"])

"""Paid work: engagements, their units, what was handed in and decided, and what may be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import MoneyOut, Out, StudioRef, money, studio_ref
from dhara.api.v1.schemas.working import CODE, Side
from dhara.kit.refusal import Refused
from dhara.work.campaigns.rules import draft
from dhara.work.changes.models import Change
from dhara.work.changes.queries import why_void
from dhara.work.engagements import queries
from dhara.work.engagements.models import Decision, Engagement, Submission, Unit
from dhara.work.engagements.rules import MODES, SHARE, Role, Situation, Step
from dhara.work.handins.queries import Shown, files_of


class WorkRow(Out):
    id: int
    mode: str
    title: str
    side: Side = Field(description="Which of the two you are.")
    studio: StudioRef | None = Field(description="Who does the work; null where each unit has its own.")
    buyer: str = Field(description="The buyer's name; empty where your role may not see buyers, and for guests.")
    amount: MoneyOut | None = Field(
        description="A buyer sees the price, a studio its share; null where your role may not see money."
    )
    units: dict[str, int] = Field(description="How many units are in each state.")
    due_at: datetime | None = Field(description="The nearest date that was promised.")
    agreed_at: datetime
    ended_at: datetime | None


class WorkPage(Out):
    items: list[WorkRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class SubmittedOut(Out):
    """A file that was handed in."""

    id: int
    name: str
    size: int = Field(description="In bytes.")
    type: str
    opens: Literal["original", "preview", "name"] = Field(description="How much of it you can open now.")


class FileLinkOut(Out):
    url: str
    name: str
    size: int = Field(description="In bytes.")
    type: str
    expires_at: datetime


class HandInOut(Out):
    number: int
    verb: str
    role: str
    text: str
    content: dict[str, Any]
    files: list[SubmittedOut]
    at: datetime


class DecisionOut(Out):
    verb: str
    role: str
    reason: str
    code: str = Field(description=CODE)
    text: str = Field(description="In words. A usual reason is told in the language of the answer.")
    submission: int | None = Field(description="The number of the submission that it is about.")
    at: datetime


class FallenOut(Out):
    """A milestone that was paid or taken out while other terms for it waited for an answer."""

    unit: int
    title: str
    why: Literal["paid", "dropped"]


class ChangeOut(Out):
    id: int
    sort: str
    status: str
    role: str = Field(description="The side that asked.")
    days: int
    terms: dict[str, Any] = Field(
        description="Of `terms`: `before` and `after`, milestones that differ or `rate` and `minutes`; else empty."
    )
    fallen: list[FallenOut] = Field(description="Milestones of `terms` that it is not about any more.")
    void: Literal["", "ended", "paid", "dropped"] = Field(
        description="Why other terms `lapsed` before their time: the work `ended`, or what `fallen` says; or empty."
    )
    text: str
    answer: str
    created_at: datetime


class NextOut(Out):
    verb: str
    label: str = Field(description="For a button, in the language of the answer.")
    needs: Literal["", "submission", "reason"] = Field(description="What it must bring along.")
    refused: str | None = Field(description="Why it is not possible right now; null when it is.")


class SilenceOut(Out):
    """What happens when nobody does anything."""

    verb: str
    at: datetime


class UnitOut(Out):
    id: int
    title: str
    state: str
    state_label: str
    waits_for: str = Field(description="The side whose turn it is: `buyer`, `worker`, `operator`; empty for nobody.")
    version: int = Field(description="Grows with each step.")
    amount: MoneyOut | None
    paid: MoneyOut | None = Field(description="What of it went to the worker's side.")
    returned: MoneyOut | None = Field(description="What of it went back.")
    terms: dict[str, Any]
    revisions: int = Field(description="How many were asked for.")
    due_at: datetime | None
    since: datetime = Field(description="Since when it is in this state.")
    silence: SilenceOut | None
    submissions: list[HandInOut]
    decisions: list[DecisionOut]
    changes: list[ChangeOut]
    next: list[NextOut] = Field(description="What you may do now.")


class WorkOut(Out):
    id: int
    mode: str
    title: str
    side: Side = Field(description="Which of the two you are.")
    studio: StudioRef | None = Field(description="Who does the work; null where each unit has its own.")
    buyer: str = Field(description="The buyer's name; empty where your role may not see buyers, and for guests.")
    terms: dict[str, Any] = Field(description="What was agreed, in the words of its mode.")
    policies: dict[str, int] = Field(description="The numbers that count for it, as they were then.")
    units: list[UnitOut] = Field(description="The latest hundred.")
    agreed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Eye:
    """Through whose eyes it is seen: their side, and what their role in the studio lets them see and do."""

    side: Side
    money: bool = True
    buyers: bool = True
    acts: bool = True

    @property
    def role(self) -> Role:
        return self.side


def row_out(work: Engagement, eye: Eye, states: Iterable[dict[str, Any]]) -> WorkRow:
    """`states` hold status, many, amount and due of its units."""
    rows = list(states)
    return WorkRow.model_validate(
        {
            **_head(work, eye),
            "amount": _whole(work, eye, sum(each["amount"] for each in rows)),
            "units": {each["status"]: each["many"] for each in rows},
            "due_at": min((each["due"] for each in rows if each["due"]), default=None),
        }
    )


def work_out(work: Engagement, units: Iterable[Unit], eye: Eye, at: datetime) -> WorkOut:
    shown = [unit_out(each, eye, at) for each in units]
    asked = {name: work.policies[name] for name in MODES[work.mode].policies if name in work.policies}
    return WorkOut.model_validate({**_head(work, eye), "terms": work.terms, "policies": asked, "units": shown})


def unit_out(unit: Unit, eye: Eye, at: datetime) -> UnitOut:
    """`unit` with its engagement, submissions, decisions and changes."""
    mode = MODES[unit.mode]
    silence = mode.silence(unit.status)
    return UnitOut(
        id=unit.pk,
        title=unit.title,
        state=unit.status,
        state_label=str(mode.states[unit.status]),
        waits_for=mode.turns.get(unit.status, ""),
        version=unit.version,
        **_money(unit, eye),
        terms=unit.terms,
        revisions=unit.revisions,
        due_at=unit.due_at,
        since=unit.status_at,
        silence=SilenceOut(verb=silence.verb, at=unit.status_at + silence.after(unit)) if silence else None,
        submissions=_submissions(unit, eye),
        decisions=[_decision(each) for each in unit.decisions.all()],
        changes=[change_out(each) for each in unit.changes.all()],
        next=[_step(unit, each, eye, at) for each in queries.steps(unit, eye.role) if eye.acts],
    )


def change_out(change: Change) -> ChangeOut:
    fields = ("sort", "status", "role", "days", "terms", "fallen", "text", "answer", "created_at")
    told = {name: getattr(change, name) for name in fields}
    return ChangeOut.model_validate({"id": change.pk, **told, "void": why_void(change)})


def _head(work: Engagement, eye: Eye) -> dict[str, Any]:
    return {
        "id": work.pk,
        "mode": work.mode,
        "title": work.title,
        "side": eye.side,
        "studio": studio_ref(work.worker.handle, work.worker.name) if work.worker else None,
        "buyer": work.buyer.get_full_name() if work.buyer and eye.buyers else "",
        "agreed_at": work.agreed_at,
        "ended_at": work.ended_at,
    }


def _whole(work: Engagement, eye: Eye, amount: int) -> MoneyOut | None:
    if not eye.money:
        return None
    return money(work.terms["price"] if eye.side == "buyer" and work.till == SHARE else amount, work.currency)


def _money(unit: Unit, eye: Eye) -> dict[str, MoneyOut | None]:
    parts = {"amount": unit.amount, "paid": unit.paid, "returned": unit.returned}
    if not eye.money:
        return dict.fromkeys(parts)
    counted = queries.of_the_price(unit, parts) if eye.side == "buyer" else parts
    return {name: money(each, unit.engagement.currency) for name, each in counted.items()}


def _submissions(unit: Unit, eye: Eye) -> list[HandInOut]:
    handed_in = list(unit.submissions.all())
    files = files_of(unit, eye.role) if any(each.files.all() for each in handed_in) else {}
    return [_submission(each, files.get(each.pk, [])) for each in handed_in]


def _submission(given: Submission, files: Iterable[Shown]) -> HandInOut:
    fields = ("number", "verb", "role", "text", "content", "at")
    return HandInOut(files=[_file(each) for each in files], **{name: getattr(given, name) for name in fields})


def _file(given: Shown) -> SubmittedOut:
    return SubmittedOut(id=given.id, name=given.name, size=given.size, type=given.mime, opens=given.opens)


def _decision(given: Decision) -> DecisionOut:
    about = given.submission.number if given.submission else None
    preset = given.reason.startswith(draft.PRESET)
    return DecisionOut(
        submission=about,
        code=draft.code_of(given.text) if preset else "",
        text=draft.told(given.text) if preset else given.text,
        **{name: getattr(given, name) for name in ("verb", "role", "reason", "at")},
    )


def _step(unit: Unit, step: Step, eye: Eye, at: datetime) -> NextOut:
    refused = None
    if step.guard is not None:
        try:
            step.guard(Situation(unit, unit.engagement, eye.role, at))
        except Refused as refusal:
            refused = str(refusal.message)
    return NextOut.model_validate(
        {"verb": step.verb, "label": str(step.label), "needs": step.needs, "refused": refused}
    )

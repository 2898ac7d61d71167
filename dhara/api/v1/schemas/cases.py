"""Cases: what each side claims, shows and proposes, what was ruled, who gets what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, Id, In, MoneyOut, Out, QueryInt, StudioRef, money, studio_ref
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.uploads import UPLOADED, Uploads
from dhara.api.v1.schemas.work import Eye
from dhara.api.v1.schemas.working import Side, Text
from dhara.trust.disputes import queries, rules
from dhara.trust.models import Case, Proposal, Statement, StatementFile
from dhara.work.engagements.queries import title

CaseState = Literal["answer", "talk", "judge", "ruled", "appealed", "settled", "withdrawn", "closed"]
CaseVerb = Literal["answer", "say", "propose", "concede", "hand_over", "withdraw", "accept", "appeal"]
_OWN_PART = "What your side should get of `amount`, in minor units; null for all of it."


class CasesAsked(Paged):
    side: Literal["", "buyer", "worker"] = Field(
        "", description="`worker`: about what your studio does; `buyer`: about what you ordered."
    )
    state: Literal["", "open", "answer", "talk", "judge", "ruled", "appealed", "settled", "withdrawn", "closed"] = (
        Field("", description="`open`: all that have not ended.")
    )
    work: QueryInt = Field(0, ge=0, le=BIGGEST, description="Only those about this engagement.")


class CaseIn(In):
    text: str = Field(min_length=1, max_length=rules.MOST_TEXT, pattern=Text, description="What is wrong, and why.")
    amount: int | None = Field(None, ge=0, le=BIGGEST, description=_OWN_PART)
    uploads: Uploads = Field(default_factory=list, description=UPLOADED)

    model_config = ConfigDict(json_schema_extra={"example": {"text": "It is green, as it was agreed."}})


class SayIn(In):
    text: str = Field(min_length=1, max_length=rules.MOST_TEXT, pattern=Text, description="Both sides read it.")
    uploads: Uploads = Field(default_factory=list, description=UPLOADED)

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Here is what we wrote to each other."}})


class SettlementIn(In):
    amount: int = Field(ge=0, le=BIGGEST, description="What your side gets of `amount`; the rest is the other side's.")
    text: str = Field("", max_length=rules.MOST_TEXT, pattern=Text)

    model_config = ConfigDict(json_schema_extra={"example": {"amount": 20000, "text": "Half of it?"}})


class SettlementAnswerIn(In):
    to: Literal["agree", "decline", "withdraw"] = Field(description="`withdraw` is for the side that proposed it.")
    text: str = Field("", max_length=rules.MOST_TEXT, pattern=Text, description="Why not, for `decline`.")

    model_config = ConfigDict(json_schema_extra={"example": {"to": "decline", "text": "It is worth more."}})


class ConcedeIn(In):
    statement: Id = Field(description="The id of the other side's claim, as you read it.")

    model_config = ConfigDict(json_schema_extra={"example": {"statement": 5}})


class CaseStateIn(In):
    to: Literal["hand_over", "withdraw", "accept"] = Field(
        description="Let the operator rule now; take your own case back; agree to the ruling."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"to": "hand_over"}})


class DivisionOut(Out):
    """Who gets what, as you count: the buyer of the price, a studio its share."""

    studio: MoneyOut
    buyer: MoneyOut


class ShownOut(Out):
    id: int
    name: str
    size: int = Field(description="In bytes.")
    type: str


class StatementOut(Out):
    id: int
    sort: Literal["claim", "evidence", "question", "ruling", "assent", "appeal"]
    role: Literal["buyer", "worker", "operator"] = Field(description="Who said it.")
    text: str
    division: DivisionOut | None = Field(description="What a claim asks for, or what was ruled.")
    files: list[ShownOut]
    at: datetime


class SettlementOut(Out):
    id: int
    side: Side = Field(description="Who proposed it.")
    state: Literal["open", "accepted", "declined", "withdrawn", "lapsed"]
    state_label: str
    division: DivisionOut
    text: str
    answer: str = Field(description="Why the other side said no.")
    next: list[Literal["agree", "decline", "withdraw"]] = Field(description="What you may do now.")
    created_at: datetime


class CaseRow(Out):
    id: int
    work: int = Field(description="The engagement that it is about.")
    unit: int
    title: str
    side: Side = Field(description="Which of the two you are.")
    studio: StudioRef
    buyer: str = Field(description="The buyer's name; empty where your role may not see buyers, and for guests.")
    opened_by: Side
    state: CaseState
    state_label: str
    amount: MoneyOut = Field(
        description="What it is about: the price for a buyer, for a studio its share; the price where your role may "
        "not see money."
    )
    until: datetime | None = Field(description="When this state ends by itself.")
    created_at: datetime


class CasePage(Out):
    items: list[CaseRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class CaseOut(CaseRow):
    division: DivisionOut | None = Field(description="As it was ruled or settled.")
    statements: list[StatementOut] = Field(description="All that was said and shown, the first one first.")
    settlements: list[SettlementOut] = Field(description="What was proposed, the first one first.")
    next: list[CaseVerb] = Field(description="What you may do now.")


@dataclass(frozen=True)
class Seen:
    """A case through somebody's eyes; `price` is what the buyer paid, minor units."""

    case: Case
    eye: Eye
    price: int

    @property
    def counts_share(self) -> bool:
        return self.eye.side == "worker" and self.eye.money

    def money(self, minor: int) -> MoneyOut:
        return money(minor, self.case.currency)

    def division(self, to_worker: int) -> DivisionOut:
        parts = queries.parts(self.case, to_worker, self.price)
        to_studio = parts.worker if self.counts_share else self.price - parts.buyer
        return DivisionOut(studio=self.money(to_studio), buyer=self.money(parts.buyer))


def row_out(seen: Seen) -> CaseRow:
    return CaseRow.model_validate(_row(seen))


def case_out(seen: Seen) -> CaseOut:
    """The case with its statements (and their files) and proposals loaded."""
    case = seen.case
    return CaseOut.model_validate(
        {
            **_row(seen),
            "division": None if case.to_worker is None else seen.division(case.to_worker),
            "statements": [_statement(each, seen) for each in case.statements.all()],
            "settlements": [_settlement(each, seen) for each in case.proposals.all()],
            "next": queries.open_to(case, seen.eye.side) if seen.eye.acts else [],
        }
    )


def _row(seen: Seen) -> dict[str, Any]:
    case, work = seen.case, seen.case.unit.engagement
    assert work.worker is not None
    return {
        "id": case.pk,
        "work": work.pk,
        "unit": case.unit_id,
        "title": title(case.unit),
        "side": seen.eye.side,
        "studio": studio_ref(work.worker.handle, work.worker.name),
        "buyer": work.buyer.get_full_name() if work.buyer and seen.eye.buyers else "",
        "opened_by": case.role,
        "state": case.status,
        "state_label": case.state_words,
        "amount": seen.money(case.amount if seen.counts_share else seen.price),
        "until": queries.until(case),
        "created_at": case.created_at,
    }


def _statement(said: Statement, seen: Seen) -> StatementOut:
    return StatementOut.model_validate(
        {
            "id": said.pk,
            "sort": said.sort,
            "role": said.role,
            "text": said.text,
            "division": None if said.to_worker is None else seen.division(said.to_worker),
            "files": list(_files(said.files.all())),
            "at": said.at,
        }
    )


def _files(given: Iterable[StatementFile]) -> Iterable[ShownOut]:
    for each in given:
        yield ShownOut(id=each.pk, name=each.name, size=each.file.size, type=each.file.mime)


def _settlement(proposal: Proposal, seen: Seen) -> SettlementOut:
    steps = ["withdraw"] if proposal.role == seen.eye.side else ["agree", "decline"]
    waits = proposal.status == rules.OPEN and seen.eye.acts
    return SettlementOut.model_validate(
        {
            "id": proposal.pk,
            "side": proposal.role,
            "state": proposal.status,
            "state_label": proposal.state_words,
            "division": seen.division(proposal.to_worker),
            "text": proposal.text,
            "answer": proposal.answer,
            "next": steps if waits else [],
            "created_at": proposal.created_at,
        }
    )

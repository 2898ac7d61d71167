"""Campaigns of small tasks, for who pays them: what is asked, what it costs, what was handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import CURRENCY, LINE, Id, In, MoneyOut, Out, money, money_of
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.working import Text
from dhara.people.conversations.rules import reasons_of
from dhara.work.campaigns import queries
from dhara.work.campaigns.models import Campaign
from dhara.work.campaigns.rules import draft, proof, targeting
from dhara.work.engagements.models import Submission, Unit

NEXT = "The cursor of the next page; null on the last one."
MOST_ROWS = 500
CampaignState = Literal["draft", "held", "funded", "running", "paused", "frozen", "finished", "stopped"]
Sort = Literal["text", "choice", "number", "link", "screenshot", "file"]
TaskState = Literal[
    "reserved", "submitted", "rejected", "appealed", "accepted", "refused", "lapsed", "given_back"
]  # fmt: skip
Cell = Annotated[str, Field(max_length=2_000, pattern=Text)]
Column = Annotated[str, Field(min_length=1, max_length=60, pattern=LINE)]
Row = Annotated[dict[Column, Cell], Field(min_length=1, max_length=20)]


class ProofFieldIn(In):
    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$", description="By which it is answered.")
    words: str = Field(min_length=1, max_length=proof.MOST_WORDS, pattern=LINE)
    sort: Sort = "text"
    needed: bool = True
    choices: list[Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]] = Field(
        default_factory=list, max_length=proof.MOST_CHOICES, description="For the sort `choice`."
    )
    least: int | None = Field(None, ge=-(10**9), le=10**9, description="The least number, or the fewest letters.")
    most: int | None = Field(None, ge=-(10**9), le=10**9, description="The greatest number, or the most letters.")


class CampaignIn(In):
    title: str = Field(min_length=1, max_length=draft.MOST_TITLE, pattern=LINE)
    instructions: str = Field(min_length=1, max_length=draft.MOST_INSTRUCTIONS, pattern=Text)
    example: str = Field("", max_length=draft.MOST_INSTRUCTIONS, pattern=Text, description="Of a good proof.")
    fields: list[ProofFieldIn] = Field(min_length=1, max_length=proof.MOST_FIELDS, description="What workers hand in.")
    reasons: list[Annotated[str, Field(min_length=1, max_length=draft.MOST_REASON, pattern=LINE)]] = Field(
        default_factory=list,
        max_length=draft.MOST_REASONS,
        description="For rejecting; empty for the usual ones.",
    )
    currency: str = Field("BDT", pattern=CURRENCY)
    reward: int = Field(ge=1, le=10**9, description="For one task, in minor units.")
    positions: int = Field(1, ge=1, le=draft.MOST_POSITIONS, description="How many tasks; items say it themselves.")
    minutes: int = Field(30, ge=1, le=draft.MOST_MINUTES, description="How long a worker may keep a task.")
    review_days: int = Field(3, ge=1, le=7, description="What nobody looked at by then is accepted.")
    countries: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(
        default_factory=list, max_length=draft.MOST_COUNTRIES, description="Empty for everybody."
    )
    languages: list[Literal["bn", "en"]] = Field(default_factory=list, max_length=2, description="Empty for everybody.")
    level: int = Field(0, ge=0, le=draft.HIGHEST_LEVEL, description="The least level of workers.")
    per_worker: int = Field(1, ge=1, le=draft.MOST_PER_WORKER, description="How many tasks one worker may do.")
    hourly: int = Field(0, ge=0, le=draft.MOST_HOURLY, description="How many are taken in an hour; 0 for any number.")
    redundancy: int = Field(1, ge=1, le=draft.MOST_REDUNDANCY, description="How many answers each item gets.")
    original: bool = Field(True, description="What was handed in before, or nearly so, is flagged.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "title": "Is there a cat?",
                "instructions": "Look at the picture and say what you see.",
                "fields": [{"key": "cat", "words": "Is there a cat?", "sort": "choice", "choices": ["yes", "no"]}],
                "reward": 500,
                "positions": 100,
            }
        }
    )


class KnownIn(In):
    row: Row
    answers: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")], Cell] = Field(
        min_length=1, max_length=proof.MOST_FIELDS, description="The right ones, by the key of the field."
    )


class ItemsIn(In):
    rows: list[Row] = Field(max_length=MOST_ROWS, description="One item each, as columns and cells; none for no items.")
    known: list[KnownIn] = Field(
        default_factory=list, max_length=100, description="Items whose answers you know, put among the others."
    )

    model_config = ConfigDict(
        json_schema_extra={"example": {"rows": [{"picture": "https://example.com/1.jpg"}], "known": []}}
    )


class CampaignStateIn(In):
    to: Literal["offer", "begin", "pause", "stop"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "pause"}})


class ProofsAsked(Paged):
    state: Literal["", "submitted", "rejected", "appealed", "accepted", "refused"] = "submitted"


class AcceptProofsIn(In):
    tasks: list[Id] = Field(min_length=1, max_length=1_000, description="Ids of proofs.")

    model_config = ConfigDict(json_schema_extra={"example": {"tasks": [8]}})


class RejectionIn(In):
    reason: int = Field(ge=0, le=draft.MOST_REASONS, description="The place of one of the campaign's reasons, from 0.")
    text: str = Field("", max_length=2_000, pattern=Text, description="In your own words besides.")

    model_config = ConfigDict(json_schema_extra={"example": {"reason": 0, "text": "The picture shows a dog."}})


class ProofFieldOut(Out):
    key: str
    words: str
    sort: Sort
    needed: bool
    choices: list[str]
    least: int | None
    most: int | None


class CostOut(Out):
    rewards: MoneyOut
    reserve: MoneyOut = Field(description="For rejections that are overturned; what is left of it goes back.")
    total: MoneyOut
    net: MoneyOut = Field(description="What a worker gets for one task after the fee.")
    to_pay: MoneyOut | None = Field(description="What is still to be paid once it is offered; null before.")


class CampaignRow(Out):
    id: int
    title: str
    state: CampaignState
    state_label: str
    reward: MoneyOut
    positions: int
    free: int = Field(description="Counted from time to time, as are those below.")
    taken: int
    accepted: int
    rejected: int
    created_at: datetime


class CampaignPage(Out):
    items: list[CampaignRow]
    next: str | None = Field(description=NEXT)


class CampaignOut(CampaignRow):
    instructions: str
    example: str
    fields: list[ProofFieldOut]
    reasons: list[str]
    listed: int = Field(description="How many items are worked on; 0 where all tasks are the same.")
    minutes: int
    review_days: int
    countries: list[str]
    languages: list[str]
    level: int
    per_worker: int
    hourly: int
    redundancy: int
    original: bool
    measured: int | None = Field(description="Seconds that a task really took, the median.")
    held_for: list[str] = Field(description="What an operator looks at, in the language of the answer.")
    cost: CostOut
    work: int | None = Field(description="The engagement under /work, once it is offered.")
    begun_at: datetime | None


class ProofOut(Out):
    id: int
    worker: int = Field(description="The same number for the same worker.")
    state: TaskState
    state_label: str
    answers: dict[str, str]
    files: list[str] = Field(description="Names of the files; the room of the work opens them.")
    flags: list[dict[str, Any]] = Field(description="What somebody else handed in that is the same or nearly so.")
    seconds: int = Field(description="How long it took.")
    item: dict[str, str] | None
    decides_at: datetime | None = Field(description="When it is decided by itself.")


class ProofPage(Out):
    items: list[ProofOut]
    next: str | None = Field(description=NEXT)


class AcceptedOut(Out):
    accepted: int = Field(description="How many were accepted and paid now; the others were left as they are.")


class ResultsOut(Out):
    campaign: int
    title: str
    answers: list[dict[str, Any]] = Field(description="Each accepted proof, with how far its worker is trusted.")
    results: list[dict[str, Any]] = Field(description="What each item comes to, with the confidence.")


def draft_of(given: CampaignIn) -> draft.Draft:
    told = given.model_dump(exclude={"fields"})
    fields = tuple(proof.Field(**{**each.model_dump(), "choices": tuple(each.choices)}) for each in given.fields)
    return draft.Draft(**told, fields=fields)


def row_out(campaign: Campaign) -> CampaignRow:
    return CampaignRow.model_validate(_row(campaign))


def campaign_out(campaign: Campaign, at: datetime) -> CampaignOut:
    """`campaign` with its engagement."""
    wanted = targeting(campaign.targeting)
    names = ("instructions", "example", "minutes", "review_days", "per_worker", "hourly", "redundancy")
    return CampaignOut.model_validate(
        {
            **_row(campaign),
            **{name: getattr(campaign, name) for name in (*names, "original", "measured", "begun_at")},
            "reasons": campaign.reasons_told,
            "fields": [field_out(each) for each in proof.read(campaign.proof)],
            "listed": campaign.items.count(),
            "countries": sorted(wanted.countries),
            "languages": sorted(wanted.languages),
            "level": wanted.level,
            "held_for": [str(each) for each in reasons_of(campaign.held_for)],
            "cost": _cost(campaign, at),
            "work": campaign.engagement_id,
        }
    )


def field_out(field: proof.Field) -> ProofFieldOut:
    return ProofFieldOut.model_validate({**field.kept()})


def proof_out(
    unit: Unit, given: Submission | None, item: dict[str, str] | None, decides_at: datetime | None
) -> ProofOut:
    """`given` is its latest submission, with its files."""
    content = given.content if given else {}
    return ProofOut.model_validate(
        {
            "id": unit.pk,
            "worker": unit.worker_id,
            "state": unit.status,
            "state_label": unit.state_words,
            "answers": {key: str(each) for key, each in content.get("answers", {}).items()},
            "files": [each.name for each in given.files.all()] if given else [],
            "flags": content.get("flags", []),
            "seconds": content.get("seconds", 0),
            "item": item,
            "decides_at": decides_at,
        }
    )


def _row(campaign: Campaign) -> dict[str, Any]:
    names = ("title", "positions", "free", "taken", "accepted", "rejected", "created_at")
    return {
        "id": campaign.pk,
        **{name: getattr(campaign, name) for name in names},
        "state": campaign.status,
        "state_label": campaign.state_words,
        "reward": money(campaign.reward, campaign.currency),
    }


def _cost(campaign: Campaign, at: datetime) -> CostOut:
    kept = campaign.engagement.policies if campaign.engagement else None
    told = queries.estimate(campaign, kept, at=at)
    return CostOut(
        rewards=money_of(told.rewards),
        reserve=money_of(told.reserve),
        total=money_of(told.total),
        net=money_of(told.net),
        to_pay=money_of(queries.to_pay(campaign)) if campaign.engagement and campaign.status == "draft" else None,
    )

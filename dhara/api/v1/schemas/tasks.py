"""Small tasks, for a studio that does them: what there is, what it has taken, what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import Id, In, MoneyOut, Out, money
from dhara.api.v1.schemas.campaigns import ProofFieldOut, TaskState, field_out
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.uploads import Uploads
from dhara.api.v1.schemas.working import CODE, Key, Said, Text
from dhara.work.campaigns.queries.desk import Open
from dhara.work.campaigns.rules import draft, proof
from dhara.work.engagements.models import Submission, Unit
from dhara.work.engagements.queries import silent_until, steps

NEXT = "The cursor of the next page; null on the last one."
TaskVerb = Literal["submit", "give_back", "withdraw", "again", "appeal", "rest"]


class TasksAsked(Paged):
    state: Literal[
        "", "reserved", "submitted", "rejected", "appealed", "accepted", "refused", "lapsed", "given_back"
    ] = ""  # fmt: skip


class ClaimIn(In):
    campaign: Id = Field(description="The id of a campaign, from the open tasks.")

    model_config = ConfigDict(json_schema_extra={"example": {"campaign": 5}})


class AnswersIn(In):
    answers: dict[Key, Said] = Field(max_length=proof.MOST_FIELDS, description="By the keys of `fields`.")
    uploads: dict[Key, Uploads] = Field(
        default_factory=dict,
        max_length=proof.MOST_FIELDS,
        description="Ids of files that you, or the studio, uploaded, by key.",
    )

    model_config = ConfigDict(json_schema_extra={"example": {"answers": {"cat": "yes"}}})


class TaskStateIn(In):
    to: Literal["give_back", "withdraw", "again", "appeal", "rest"]
    text: str = Field("", max_length=2_000, pattern=Text, description="Why; needed to appeal.")

    model_config = ConfigDict(json_schema_extra={"example": {"to": "give_back"}})


class StandingOut(Out):
    """What is known of a buyer of tasks."""

    accepted: int
    rejected: int
    overturned: int = Field(description="Rejections that were paid after all.")
    review_seconds: int | None = Field(description="The median time in which they decide.")


class OpenTaskOut(Out):
    campaign: int
    title: str
    reward: MoneyOut = Field(description="For one task, before the fee.")
    hourly_pay: MoneyOut = Field(description="For who works as fast as the others did.")
    minutes: int = Field(description="How long it may be kept.")
    free: int = Field(description="How many can be taken, as it was counted last.")
    per_worker: int
    standing: StandingOut | None = Field(description="Of its buyer; null where nothing is known yet.")


class OpenTaskPage(Out):
    items: list[OpenTaskOut]
    next: str | None = Field(description=NEXT)


class TaskRow(Out):
    id: int
    campaign: int
    title: str
    state: TaskState
    state_label: str
    reward: MoneyOut = Field(description="For one task, before the fee.")
    due_at: datetime | None = Field(description="Until when it is yours.")
    since: datetime = Field(description="Since when it is in this state.")


class TaskPage(Out):
    items: list[TaskRow]
    next: str | None = Field(description=NEXT)


class TaskOut(TaskRow):
    instructions: str
    example: str
    fields: list[ProofFieldOut] = Field(description="What is handed in.")
    item: dict[str, str] | None = Field(description="What it is about, as columns and cells.")
    answers: dict[str, str] = Field(description="What you handed in last.")
    reason: str = Field(description="Why it was rejected; a usual reason in the language of the answer.")
    reason_code: str = Field(description=CODE)
    decides_at: datetime | None = Field(description="When it is decided by itself.")
    next: list[TaskVerb] = Field(description="What you may do now.")


def open_out(found: Open) -> OpenTaskOut:
    campaign, standing = found.campaign, found.standing
    names = ("accepted", "rejected", "overturned", "review_seconds")
    return OpenTaskOut(
        campaign=campaign.pk,
        title=campaign.title,
        reward=money(campaign.reward, campaign.currency),
        hourly_pay=money(campaign.hourly_pay, campaign.currency),
        minutes=campaign.minutes,
        free=campaign.free,
        per_worker=campaign.per_worker,
        standing=StandingOut(**{name: getattr(standing, name) for name in names}) if standing else None,
    )


def row_out(unit: Unit) -> TaskRow:
    """`unit` with its engagement's campaign."""
    return TaskRow.model_validate(_row(unit))


def task_out(unit: Unit, given: Submission | None, item: dict[str, str] | None, reason: str) -> TaskOut:
    campaign = unit.engagement.campaign
    return TaskOut.model_validate(
        {
            **_row(unit),
            "instructions": campaign.instructions,
            "example": campaign.example,
            "fields": [field_out(each) for each in proof.read(campaign.proof)],
            "item": item,
            "answers": {key: str(each) for key, each in (given.content if given else {}).get("answers", {}).items()},
            "reason": reason,
            "reason_code": draft.code_of(reason),
            "decides_at": silent_until(unit),
            "next": [each.verb for each in steps(unit, "worker")],
        }
    )


def _row(unit: Unit) -> dict[str, Any]:
    campaign = unit.engagement.campaign
    return {
        "id": unit.pk,
        "campaign": campaign.pk,
        "title": campaign.title,
        "state": unit.status,
        "state_label": unit.state_words,
        "reward": money(unit.amount, campaign.currency),
        "due_at": unit.due_at if unit.status == "reserved" else None,
        "since": unit.status_at,
    }

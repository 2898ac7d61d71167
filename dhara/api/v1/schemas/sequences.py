"""Sequences: what they are, who comes in, how they do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, Id, In, MoneyOut, Out, money
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.steps import Day, Event, HappeningIn, StepOut, Time, ref_for
from dhara.audience.automations.rules import thing_of
from dhara.audience.models import Message, Sequence, SequenceVersion, Trigger
from dhara.audience.sequences import rules
from dhara.audience.sequences.queries import NodeNumbers
from dhara.audience.sequences.rules.templates import TEMPLATES

State = Literal["draft", "active", "paused", "archived"]
Reentry = Literal["never", "after_exit", "always"]
TemplateKey = Literal["checklist", "launch", "cart", "welcome", "win_back", "after"]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=LINE)]


class SequencesAsked(Paged):
    state: State | Literal[""] = Field("", description="Only those in this state.")


class SequenceMakeIn(In):
    name: Name = Field(description="Only the studio sees it.")
    template: TemplateKey | None = Field(None, description="One of /sequence-templates; null for an empty one.")
    offer: Id | None = Field(None, description="What the template's letters are about, and buying which is its goal.")
    triggers: list[HappeningIn] | None = Field(None, max_length=20, description="Left out, the template's.")

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Welcome", "template": "welcome"}})


class WindowIn(In):
    opens: Time
    closes: Time = Field(description="It may run over midnight.")
    days: list[Day] = Field(min_length=1, max_length=7, description="On which it begins; 0 is Monday.")


class SequenceIn(In):
    """All of its settings as they shall be; they count at once."""

    name: Name = Field(description="Only the studio sees it.")
    triggers: list[HappeningIn] = Field(default_factory=list, max_length=20, description="What brings people in.")
    goal: HappeningIn | None = Field(None, description="Who has done this leaves at once.")
    reentry: Reentry = Field("never", description="Whether somebody may come in again.")
    cooldown_days: int = Field(0, ge=0, le=3650, description="Days of rest before somebody may come in again.")
    window: WindowIn | None = Field(None, description="When letters may leave, by each contact's own clock.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Welcome",
                "triggers": [{"kind": "confirmed"}],
                "goal": {"kind": "bought"},
                "window": {"opens": "09:00", "closes": "21:00", "days": [0, 1, 2, 3, 4]},
            }
        }
    )


class PublicationIn(In):
    seen: int = Field(ge=0, le=BIGGEST, description="The `draft` that you have read: if it is another now, 409.")
    move_people: bool = Field(True, description="false: who is in it goes on by the version they are on.")

    model_config = ConfigDict(json_schema_extra={"example": {"seen": 2}})


class RestorationIn(In):
    seen: int = Field(ge=0, le=BIGGEST, description="The `draft` that you have read: if it is another now, 409.")

    model_config = ConfigDict(json_schema_extra={"example": {"seen": 3}})


class SequenceMoveIn(In):
    to: Literal["pause", "resume", "archive"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "pause"}})


class SequenceRow(Out):
    id: int
    name: str
    state: State
    template: str
    version: int | None = Field(description="The published one; null while it was never published.")
    steps: int = Field(description="How many steps the draft has.")
    inside: int = Field(description="On the way.")
    held: int = Field(description="Held by an error.")
    ended: int = Field(description="Came to the end, or left.")
    reached: int = Field(description="Reached the goal.")
    created_at: datetime
    changed_at: datetime


class SequencePage(Out):
    items: list[SequenceRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class HappeningOut(Out):
    kind: Event
    about: int | None = Field(description="The id of the offer, form or tag it is about; null for any.")


class WindowOut(Out):
    opens: str
    closes: str
    days: list[int]


class LetterOut(Out):
    id: int
    content: dict[str, Any] = Field(description="As it was written, by language.")


class FindingOut(Out):
    step: str = Field(description="The id of a step; empty where it is about all of it.")
    words: str


class SequenceOut(SequenceRow):
    triggers: list[HappeningOut] = Field(description="What brings people in.")
    goal: HappeningOut | None = Field(description="Who has done this leaves at once.")
    reentry: Reentry = Field(description="Whether somebody may come in again.")
    cooldown_days: int = Field(description="Days of rest before somebody may come in again.")
    window: WindowOut | None = Field(description="When letters may leave, by each contact's own clock.")
    unpublished: bool = Field(description="The draft says something else than what runs.")
    draft: int = Field(description="Counts each change of the draft: send it as `seen`.")
    last: int = Field(description="The greatest number of a step ever: a new one has a greater one.")
    start: str = Field(description="The first step.")
    graph: list[StepOut] = Field(description="The steps of the draft in the order of reading.")
    letters: list[LetterOut] = Field(description="What its letters say.")
    findings: list[FindingOut] = Field(description="What keeps it from being published.")


class VersionRow(Out):
    number: int
    published_at: datetime
    current: bool = Field(description="Newcomers go by this one.")


class VersionPage(Out):
    items: list[VersionRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class VersionOut(VersionRow):
    start: str = Field(description="The first step.")
    graph: list[StepOut] = Field(description="Its steps in the order of reading.")


class StepNumbers(Out):
    step: str
    entered: int = Field(description="All who came here: `waiting`, `held`, `left` and `done`.")
    waiting: int
    held: int
    left: int
    done: int
    sent: int
    opened: int = Field(description="Letters that people opened; machines are left out.")
    clicked: int
    sold: int = Field(description="Purchases in the week after a click, where no other letter was followed since.")
    money: list[MoneyOut] | None = Field(description="null where your role may not see money.")
    outcomes: dict[str, int] = Field(description="Of those who are through: by which way, or `skipped`, `reached` …")


class NumbersOut(Out):
    items: list[StepNumbers]


class TemplateOut(Out):
    key: TemplateKey
    words: str
    says: str
    kind: Event = Field(description="What brings people in.")
    goal: bool = Field(description="Whether buying the offer ends it.")
    steps: int = Field(description="How many steps it has.")


class TemplatesOut(Out):
    items: list[TemplateOut]


def templates_out() -> TemplatesOut:
    return TemplatesOut.model_validate(
        {
            "items": [
                {
                    "key": each.key,
                    "words": str(each.words),
                    "says": str(each.says),
                    "kind": each.trigger,
                    "goal": each.goal,
                    "steps": len(each.steps),
                }
                for each in TEMPLATES.values()
            ]
        }
    )


def settings_of(given: SequenceIn) -> dict[str, Any]:
    """As `actions.settle` takes them. Raises Invalid for an event about what it can not be about."""
    return {
        "triggers": events_of(given.triggers),
        "goal": {"kind": given.goal.kind, "ref": ref_for(given.goal)} if given.goal else {},
        "reentry": given.reentry,
        "cooldown_days": given.cooldown_days,
        "window": _window(given.window) if given.window else {},
    }


def _window(given: WindowIn) -> dict[str, Any]:
    return {"from": given.opens, "until": given.closes, "days": given.days}


def events_of(given: Iterable[HappeningIn]) -> list[tuple[str, str]]:
    return [(each.kind, ref_for(each)) for each in given]


def _row(sequence: Any) -> dict[str, Any]:
    plain = ("name", "template", "inside", "held", "ended", "reached", "created_at", "changed_at")
    return {
        **{name: getattr(sequence, name) for name in plain},
        "id": sequence.pk,
        "state": sequence.status,
        "version": sequence.current.number if sequence.current else None,
        "steps": len(sequence.draft["nodes"]),
    }


def row_out(sequence: Any) -> SequenceRow:
    """With the counts of `with_counts`."""
    return SequenceRow.model_validate(_row(sequence))


def sequence_out(
    sequence: Sequence,
    steps: list[StepOut],
    *,
    triggers: Iterable[Trigger],
    letters: Iterable[Message],
    findings: Iterable[rules.Problem],
    unpublished: bool,
) -> SequenceOut:
    goal, window = sequence.goal, sequence.window
    return SequenceOut.model_validate(
        {
            **_row(sequence),
            "triggers": [_event(each.kind, each.ref) for each in triggers],
            "goal": _event(goal["kind"], goal.get("ref", "")) if goal else None,
            "reentry": sequence.reentry,
            "cooldown_days": sequence.cooldown_days,
            "window": {"opens": window["from"], "closes": window["until"], "days": window["days"]} if window else None,
            "unpublished": unpublished,
            "draft": sequence.draft_version,
            "last": sequence.draft["last"],
            "start": sequence.draft["start"],
            "graph": steps,
            "letters": [{"id": each.pk, "content": each.content} for each in letters],
            "findings": [{"step": each.node, "words": str(each.words)} for each in findings],
        }
    )


def _event(kind: str, ref: str) -> dict[str, Any]:
    return {"kind": kind, "about": thing_of(ref)}


def version_row(version: SequenceVersion, sequence: Sequence) -> VersionRow:
    return VersionRow(
        number=version.number, published_at=version.published_at, current=version.pk == sequence.current_id
    )


def version_out(version: SequenceVersion, sequence: Sequence, steps: list[StepOut]) -> VersionOut:
    row = version_row(version, sequence)
    return VersionOut(**row.model_dump(), start=version.graph["start"], graph=steps)


def numbers_out(found: Mapping[str, NodeNumbers], *, with_money: bool) -> NumbersOut:
    names = ("entered", "waiting", "held", "left", "done", "sent", "opened", "clicked", "sold", "outcomes")
    return NumbersOut(
        items=[
            StepNumbers(
                step=step,
                money=[money(amount, code) for code, amount in sorted(each.amounts.items())] if with_money else None,
                **{name: getattr(each, name) for name in names},
            )
            for step, each in sorted(found.items(), key=lambda one: (len(one[0]), one[0]))
        ]
    )

"""Broadcasts: the plan, the letter, how far it is, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, Id, In, Moment, MoneyOut, Out, money_of
from dhara.api.v1.schemas.messages import ContentIn
from dhara.audience.broadcasts.queries import Report
from dhara.audience.broadcasts.rules import Plan
from dhara.audience.models import Broadcast

Status = Literal["draft", "scheduled", "testing", "sending", "paused", "done", "cancelled"]
Measure = Literal["clicks", "sales"]


class TestIn(In):
    """A part gets the subjects by lot first; after the hours the best one goes to the rest."""

    share_bp: int = Field(2000, ge=500, le=10_000, description="How many try it, in hundredths of a percent.")
    by: Measure = "clicks"
    hours: int = Field(4, ge=1, le=72)


class BroadcastIn(In):
    name: str = Field(min_length=1, max_length=120, pattern=LINE, description="Only the studio sees it.")
    segment: Id | None = Field(None, description="null: everybody who is subscribed.")
    excluded: Id | None = Field(None, description="A segment that is left out.")
    spare_sequences: bool = Field(False, description="Not to whoever is in a sequence now.")
    test: TestIn | None = None
    content: ContentIn | None = Field(None, description="What it says; left out, the letter stays as it is.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Eid offer",
                "content": {
                    "en": {
                        "subject": "A gift for Eid",
                        "blocks": [{"kind": "text", "html": "<p>Half price until Friday.</p>"}],
                    }
                },
            }
        }
    )


class ScheduleIn(In):
    send_at: Moment
    by_zone: bool = Field(False, description="At that time of day where each contact lives.")

    model_config = ConfigDict(json_schema_extra={"example": {"send_at": "2026-12-01T04:00:00Z", "by_zone": False}})


class MoveIn(In):
    to: Literal["start", "withdraw", "pause", "resume", "cancel", "repeat"] = Field(
        description="`withdraw` takes back what is scheduled; `repeat` sends to those not reached."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"to": "pause"}})


class TestOut(Out):
    share_bp: int
    by: Measure
    hours: int
    winner: int | None = Field(description="The number of the subject that the rest got; null while or where none won.")
    verdict: Literal["decided", "undecided", "mismatch", "by_hand"] | None


class BroadcastOut(Out):
    id: int
    name: str
    status: Status
    segment: int | None
    excluded: int | None
    spare_sequences: bool
    test: TestOut | None
    content: dict[str, Any] = Field(description="As it was written, by language.")
    send_at: datetime | None
    by_zone: bool
    audience: int | None = Field(description="How many contacts were meant when it began; it does not change.")
    created_at: datetime
    started_at: datetime | None


class BroadcastPage(Out):
    items: list[BroadcastOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class FollowedOut(Out):
    url: str
    people: int
    times: int


class ReportOut(Out):
    """Only people are counted; openings and clicks by mail programs and scanners stand apart."""

    audience: int
    states: dict[str, int] = Field(description="How many letters are in each state; together they are the audience.")
    opened: int
    clicked: int
    machines: int
    unjudged: int = Field(description="Too fresh to tell people from machines.")
    unsubscribed: int
    complained: int
    buyers: int | None = Field(description="null where your role may not see money.")
    money: list[MoneyOut] | None
    links: list[FollowedOut]


def plan_of(given: BroadcastIn) -> Plan:
    test = given.test
    return Plan(
        name=given.name,
        segment_id=given.segment,
        excluded_id=given.excluded,
        spare_sequences=given.spare_sequences,
        test=(test.share_bp, test.by, test.hours) if test else None,
    )


def broadcast_out(found: Broadcast) -> BroadcastOut:
    """Needs `message` loaded."""
    return BroadcastOut(
        id=found.pk,
        name=found.name,
        status=cast(Status, found.status),
        segment=found.segment_id,
        excluded=found.excluded_id,
        spare_sequences=found.spare_sequences,
        test=_test(found.test),
        content=found.message.content,
        send_at=found.send_at,
        by_zone=found.by_zone,
        audience=found.audience,
        created_at=found.created_at,
        started_at=found.started_at,
    )


def _test(test: dict[str, Any]) -> TestOut | None:
    if not test:
        return None
    shown = {name: test[name] for name in ("share_bp", "by", "hours")}
    return TestOut(**shown, winner=test.get("winner"), verdict=test.get("verdict"))


def report_out(found: Broadcast, report: Report, states: dict[str, int], *, with_money: bool) -> ReportOut:
    return ReportOut(
        audience=found.audience or 0,
        states=states,
        opened=report.opened,
        clicked=report.clicked,
        machines=report.machines,
        unjudged=report.unjudged,
        unsubscribed=report.unsubscribed,
        complained=report.complained,
        buyers=report.buyers if with_money else None,
        money=[money_of(each) for each in report.money] if with_money else None,
        links=[FollowedOut(url=each.url, people=each.people, times=each.times) for each in report.links],
    )

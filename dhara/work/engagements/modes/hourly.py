"""A project by the hour: a unit is a week, whose money is set aside before it is worked.

A week goes from Monday to Sunday and is counted in UTC, so that it is the same for both sides wherever they live;
`due_at` is its end. When it is closed what was not worked goes back at once, and the bill is all that is still set
aside. Who sets nothing aside for another week pauses. Numbers: Upwork's defaults as its help pages tell them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import Conflict
from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.common import ACCEPTED, ACTIVE, CANCELLED, DRAFT, SUBMITTED
from dhara.work.engagements.rules import FUND, RELEASE, RETURN, TRIM, Mode, Silence, Situation, Step, agreed, until

if TYPE_CHECKING:
    from dhara.work.engagements.models import Unit

WEEK: Final = timedelta(days=7)
TAKE_BACK: Final = "take_back"
# With less than this left of a week its money is for the next one.
LEAST_LEFT: Final = timedelta(days=1)
# However late a week was closed, its bill can be looked at for so long.
LEAST_REVIEW: Final = timedelta(days=2)


def week_end(at: datetime) -> datetime:
    """The end of the week that `at` is in: the next Monday, 00:00 UTC."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday()) + WEEK


def next_end(at: datetime, last: datetime | None) -> datetime:
    """The end of the week that is worked when it is paid at `at`, after the week that ends at `last`."""
    end = week_end(at)
    if end - at < LEAST_LEFT:
        end += WEEK
    return max(end, last + WEEK) if last else end


def edit_until(unit: Unit) -> datetime:
    """Until when time can be written down for a week that is paid."""
    assert unit.due_at is not None
    return unit.due_at + timedelta(hours=int(unit.engagement.policies["work.hourly.edit_hours"]))


def _silent_until(unit: Unit) -> datetime:
    """An empty week needs no look: it ends at once."""
    return unit.status_at if unit.amount == unit.paid + unit.returned else review_until(unit)


def review_until(unit: Unit) -> datetime:
    """Until when the bill of a week can be looked at; of a week that is closed now, where it is still open."""
    assert unit.due_at is not None
    hours = int(unit.engagement.policies["work.hourly.review_hours"])
    return max(unit.due_at + timedelta(hours=hours), unit.status_at + LEAST_REVIEW)


def _due(situation: Situation) -> datetime | None:
    """After the last week that has its money; what was taken back before it began is free again."""
    weeks = situation.engagement.units.exclude(due_at=None).exclude(decisions__verb=TAKE_BACK).order_by("due_at")
    return next_end(situation.at, weeks.values_list("due_at", flat=True).last())


def _not_begun(situation: Situation) -> None:
    """Whoever does the work relies on a week that has begun, or in which time stands."""
    due = situation.unit.due_at
    if due is None or due - WEEK <= situation.at or situation.unit.hours.exists():
        raise Conflict("week_begun", _("This week has begun. What is not worked in it goes back when it is closed."))


def _is_billed(situation: Situation) -> None:
    if situation.unit.amount == situation.unit.paid + situation.unit.returned:
        raise Conflict("nothing_billed", _("Nobody worked in this week, and all its money goes back."))


HOURLY = Mode(
    code="hourly",
    label=_("project by the hour"),
    about="A week of a project that is paid by the hour.",
    states={
        **{state: common.WORDS[state] for state in (ACCEPTED, common.DISPUTED, common.DIVIDED)},
        DRAFT: _("not yet paid"),
        ACTIVE: _("in progress"),
        SUBMITTED: _("billed"),
        CANCELLED: _("ended without payment"),
    },
    initial=DRAFT,
    steps=(
        Step("fund", DRAFT, ACTIVE, ("system",), "the week is paid", FUND, due=_due),
        Step(
            "finish",
            DRAFT,
            CANCELLED,
            ("buyer", "worker", "system"),
            "one side wants no further week, or nobody paid for one",
            label=_("End the project"),
        ),
        Step(
            "close",
            ACTIVE,
            SUBMITTED,
            ("worker", "system"),
            "the week is over, or there is nothing more to do in it; what was not worked goes back",
            TRIM,
            label=_("Close the week now"),
        ),
        Step(
            TAKE_BACK,
            ACTIVE,
            CANCELLED,
            ("buyer",),
            "the client takes back the money of a week that has not begun",
            RETURN,
            guard=_not_begun,
            label=_("Take the week's money back"),
        ),
        Step(
            "approve",
            SUBMITTED,
            ACCEPTED,
            ("buyer", "system"),
            "the client accepts the bill, or says nothing",
            RELEASE,
            label=_("Accept and pay"),
        ),
        # A case does not move the week, which `due_at` is the end of.
        *(
            replace(step, due=None, guard=_is_billed if step.verb == "dispute" else step.guard)
            for step in common.disagreements(SUBMITTED)
        ),
    ),
    silences=(
        Silence(
            DRAFT, "finish", agreed("work.hourly.idle_days"), "after work.hourly.idle_days without its money → it ends"
        ),
        Silence(ACTIVE, "close", until(edit_until), "work.hourly.edit_hours after the week's end → closed"),
        Silence(
            SUBMITTED,
            "approve",
            until(_silent_until),
            "work.hourly.review_hours after the week's end → accepted; a week without time at once",
        ),
    ),
    reminders=(*common.review(SUBMITTED), *common.unpaid(ACTIVE)),
    policies=("work.hourly.edit_hours", "work.hourly.review_hours", "work.hourly.idle_days"),
    follow="dhara.work.hours.actions:follow",
    keeps="dhara.work.hours.queries:billed",
    turns={DRAFT: "buyer", ACTIVE: "worker", SUBMITTED: "buyer", common.DISPUTED: "operator"},
)

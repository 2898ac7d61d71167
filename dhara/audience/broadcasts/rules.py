"""The lifecycle of a broadcast, what its plan may be, and how a test of subjects ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.kit.statistics import Comparison

DRAFT, SCHEDULED, TESTING, SENDING, PAUSED, DONE, CANCELLED = (
    "draft",
    "scheduled",
    "testing",
    "sending",
    "paused",
    "done",
    "cancelled",
)

LIFECYCLE = Lifecycle(
    name="broadcast",
    initial=DRAFT,
    about="One letter to many.",
    states={
        DRAFT: _("draft"),
        SCHEDULED: _("scheduled"),
        TESTING: _("testing subjects"),
        SENDING: _("being sent"),
        PAUSED: _("paused"),
        DONE: _("sent"),
        CANCELLED: _("cancelled"),
    },
    moves=(
        Move(DRAFT, SCHEDULED, ("person",), "the member chose when; the checks hold"),
        Move(SCHEDULED, DRAFT, ("person", "system"), "taken back before it began, or it could not begin"),
        Move(DRAFT, CANCELLED, ("person",), "thrown away"),
        Move(DRAFT, SENDING, ("person",), "at once"),
        Move(DRAFT, TESTING, ("person",), "at once, first the sample of an A/B test"),
        Move(SCHEDULED, SENDING, ("system",), "the time has come; the audience is frozen"),
        Move(SCHEDULED, TESTING, ("system",), "the time has come; the audience is frozen, the sample goes first"),
        Move(TESTING, SENDING, ("system", "person"), "the winner is known, or the time of the test is over"),
        Move(TESTING, PAUSED, ("person", "system"), "paused by a member, or a breaker"),
        Move(SENDING, PAUSED, ("person", "system"), "paused by a member, or a breaker"),
        Move(PAUSED, SENDING, ("person",), "goes on"),
        Move(PAUSED, TESTING, ("person",), "goes on with its test"),
        Move(SENDING, DONE, ("system",), "nothing is left to send"),
        Move(DONE, SENDING, ("person",), "sent again to those who were not reached"),
        Move(TESTING, CANCELLED, ("person",), "what waits is not sent"),
        Move(SENDING, CANCELLED, ("person",), "what waits is not sent"),
        Move(PAUSED, CANCELLED, ("person",), "what waits is not sent"),
        Move(SCHEDULED, CANCELLED, ("person",), "thrown away before it began"),
    ),
    timers=(
        Timer(
            TESTING,
            "test ends",
            lambda broadcast: timedelta(hours=broadcast.test["hours"]),
            "dhara.audience.broadcasts.actions:decide",
            "after the hours of the test the rest is sent: with the winner, or evenly where nothing is decided",
        ),
    ),
)
# Why a breaker paused it.
STOPPED: Final = {
    "bounces": _("Paused by itself: too many letters come back. Clean your list before you go on."),
    "complaints": _("Paused by itself: too many people mark it as spam. Who did not ask for it should not get it."),
    "provider": _("Paused by itself: the mail server refuses to take letters. Look at how you send."),
}

CLICKS, SALES = "clicks", "sales"
MAX_NAME, MAX_VARIANTS, MAX_HOURS = 120, 4, 72
# Whose purchases are counted for a letter: who followed a link in it, for so long after.
ATTRIBUTED_DAYS: Final = 5
# What waits for the end of a test is due at no time that comes by itself.
HELD_UNTIL: Final = datetime(9999, 1, 1, tzinfo=UTC)
_EARLIEST: Final = timezone(timedelta(hours=14))


def source_of(broadcast_id: int) -> str:
    """How deliveries name it."""
    return f"broadcast:{broadcast_id}"


@dataclass(frozen=True)
class Plan:
    """To whom, and what is tried out: `test` is None or (share in hundredths of a percent, CLICKS or SALES, hours)."""

    name: str
    segment_id: int | None = None
    excluded_id: int | None = None
    spare_sequences: bool = False
    test: tuple[int, str, int] | None = None


def clean(plan: Plan) -> dict[str, Any]:
    """The columns of a plan. Raises Invalid with the field to blame."""
    name = clean_text(plan.name)
    if not name or len(name) > MAX_NAME:
        raise Invalid("name_missing", _("Please give it a name of at most 120 letters; only you see it."), "name")
    if plan.excluded_id is not None and plan.excluded_id == plan.segment_id:
        raise Invalid("nobody_left", _("The same segment can not be meant and left out."), "excluded")
    return {
        "name": name,
        "segment_id": plan.segment_id,
        "excluded_id": plan.excluded_id,
        "spare_sequences": plan.spare_sequences,
        "test": _clean_test(plan.test),
    }


def _clean_test(test: tuple[int, str, int] | None) -> dict[str, Any]:
    if test is None:
        return {}
    share, by, hours = test
    if not 500 <= share <= 10_000:
        raise Invalid("share", _("The sample is between 5 % and 100 %."), "share")
    if by not in (CLICKS, SALES):
        raise Invalid("measure", _("Please choose one of the list."), "by")
    if not 1 <= hours <= MAX_HOURS:
        raise Invalid("hours", _("A test takes between 1 and 72 hours."), "hours")
    return {"share_bp": share, "by": by, "hours": hours}


def clean_moment(send_at: datetime, at: datetime) -> datetime:
    """When it shall begin. Raises Invalid for the past and for what nobody plans."""
    if send_at <= at:
        raise Invalid("past", _("This moment is over. Choose a later one, or send at once."), "send_at")
    if send_at > at + timedelta(days=366):
        raise Invalid("too_far", _("Please choose a moment within a year."), "send_at")
    return send_at


def begins_at(send_at: datetime, by_zone: bool, zone: str) -> datetime:
    """When the audience is frozen: at `send_at`, or when that time of day comes to the first zone on earth."""
    if not by_zone:
        return send_at
    return send_at.astimezone(ZoneInfo(zone)).replace(tzinfo=_EARLIEST).astimezone(UTC)


def variants_of(content: dict[str, Any]) -> int:
    """How many subjects there are to try: the most that any language has."""
    return max((1 + len(each.get("subjects", ())) for each in content.values()), default=1)


def ended(test: dict[str, Any], found: Comparison, at: datetime, choice: int | None = None) -> dict[str, Any]:
    """The test as it ended: a winner by decision or by hand, or none."""
    winner = choice if choice is not None else found.best if found.verdict == "decided" else None
    verdict = "by_hand" if choice is not None else found.verdict
    return {**test, "winner": winner, "verdict": verdict, "ended": at.isoformat()}

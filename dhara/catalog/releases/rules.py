"""The lifecycle of a release and its timers. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.refusal import Invalid

AWAITED, LATE, RELEASED, GIVEN_UP = "awaited", "late", "released", "given_up"
# Days before the date on which the studio is reminded of what is missing, the most urgent last.
REMINDED: Final = (7, 1)
# So long after the promised date all money goes back by itself.
PATIENCE: Final = timedelta(days=14)
FURTHEST: Final = timedelta(days=730)


def _until(shift: timedelta) -> Callable[[Any], timedelta]:
    """From the present state's beginning to the promised date and a bit."""

    def after(release: Any) -> timedelta:
        left: timedelta = release.promised_at + shift - release.status_at
        return left

    return after


_VERBS = "dhara.catalog.releases.actions"

LIFECYCLE = Lifecycle(
    name="release",
    initial=AWAITED,
    about="An offer that is sold before it comes out.",
    states={
        AWAITED: gettext_lazy("comes out later"),
        LATE: gettext_lazy("late"),
        RELEASED: gettext_lazy("came out"),
        GIVEN_UP: gettext_lazy("given up"),
    },
    moves=(
        Move(AWAITED, RELEASED, ("person", "system"), "its date comes, or a member releases it sooner; it is complete"),
        Move(AWAITED, LATE, ("system",), "its date comes, and something is missing; it is taken off the market"),
        Move(AWAITED, AWAITED, ("person",), "a member postpones it; buyers are told and may have their money back"),
        Move(LATE, AWAITED, ("person",), "a member names another date"),
        Move(LATE, RELEASED, ("person",), "a member completes and releases it"),
        Move(LATE, GIVEN_UP, ("system",), "14 days past the promised date; everybody's money goes back"),
        Move(GIVEN_UP, AWAITED, ("person",), "a member promises it anew, to new buyers"),
    ),
    timers=(
        *(
            Timer(
                AWAITED,
                f"remind_{days}",
                _until(timedelta(days=-days)),
                f"{_VERBS}:remind",
                f"{days} days before the date, when something is missing → the studio is reminded",
            )
            for days in REMINDED
        ),
        Timer(AWAITED, "come", _until(timedelta()), f"{_VERBS}:come", "on the promised date → released, or late"),
        Timer(LATE, "give_up", _until(PATIENCE), f"{_VERBS}:give_up", "14 days past the promised date → given up"),
    ),
)


def check_date(moment: datetime | None, at: datetime, field: str = "releases_at") -> datetime:
    """Raises Invalid unless it lies ahead, and not too far."""
    if moment is None:
        raise Invalid("time_unclear", _("Please enter a date and a time."), field)
    if moment <= at:
        raise Invalid("release_past", _("The day on which it comes out must be ahead."), field)
    if moment > at + FURTHEST:
        raise Invalid("release_far", _("Please promise nothing that is more than two years away."), field)
    return moment

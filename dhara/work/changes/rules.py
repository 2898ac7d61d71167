"""The lifecycle of a change, what each sort of it asks for, and in which states of the work it makes sense."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.refusal import Invalid

CANCEL, EXTEND = "cancel", "extend"
SORTS: Final[dict[str, Any]] = {CANCEL: gettext_lazy("end it"), EXTEND: gettext_lazy("more time")}
OPEN, AGREED, DECLINED, WITHDRAWN, LAPSED = "open", "agreed", "declined", "withdrawn", "lapsed"
MOST_DAYS: Final = 60


def patience(change: Any) -> timedelta:
    """How long the other side may take to answer, as it was agreed."""
    return timedelta(hours=int(change.unit.engagement.policies["work.change_hours"]))


LIFECYCLE = Lifecycle(
    name="change of work",
    initial=OPEN,
    about="One side of an engagement asks the other to end it or to have more time.",
    states={
        OPEN: gettext_lazy("waiting for an answer"),
        AGREED: gettext_lazy("agreed"),
        DECLINED: gettext_lazy("turned down"),
        WITHDRAWN: gettext_lazy("withdrawn"),
        LAPSED: gettext_lazy("not answered"),
    },
    moves=(
        Move(OPEN, AGREED, ("person", "guest", "system"), "the other side agrees; or silence, where it is to end it"),
        Move(OPEN, DECLINED, ("person", "guest"), "the other side says no"),
        Move(OPEN, WITHDRAWN, ("person", "guest"), "who asked does not want it any more"),
        Move(OPEN, LAPSED, ("system",), "nobody answered, or the work went on without it"),
    ),
    timers=(
        Timer(
            OPEN,
            "unanswered",
            patience,
            "dhara.work.changes.actions:unanswered",
            "after the policy work.change_hours → agreed where it is to end it, else lapsed",
        ),
    ),
)


def check_days(sort: str, days: int) -> None:
    """Raises Invalid with the field."""
    if sort == EXTEND and not 1 <= days <= MOST_DAYS:
        raise Invalid("days_wrong", _("Between 1 and %(most)s days more.") % {"most": MOST_DAYS}, "days")

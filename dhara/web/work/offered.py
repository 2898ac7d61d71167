"""Which steps and changes the page offers now: buttons, and for what can not be done yet, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.refusal import Refused
from dhara.web.work.seats import Seat
from dhara.work.changes import queries as changes
from dhara.work.changes import rules as change_rules
from dhara.work.engagements.rules import MODES, RETURN, Situation, Step
from dhara.work.models import Change

# What stands below the name of a step, so that nobody has to guess what follows.
ABOUT: Final[dict[str, Any]] = {
    "start": gettext_lazy("When you know enough already: the clock starts at once."),
    "ask_revision": gettext_lazy("Say what should be different. The studio delivers again."),
    "extend_review": gettext_lazy("Once: the days to look at it begin anew."),
    "cancel_late": gettext_lazy("All your money goes back to you."),
    "give_up": gettext_lazy("The buyer gets all the money back. You say why."),
    "close": gettext_lazy("Nothing more is worked in it: the bill goes out, and the rest of its money goes back."),
    "take_back": gettext_lazy("The week has not begun: all its money is yours again."),
    "finish": gettext_lazy("No further week. A week that is paid already goes on until its end."),
    "drop": gettext_lazy("It is not wanted any more, and nothing was paid for it."),
    "end": gettext_lazy("The money is yours again, unless the studio says in time why it is theirs."),
    "return": gettext_lazy("You claim nothing, and the buyer gets the money at once."),
    "dispute": gettext_lazy("Say how much is right for you. You can settle it between you; else the operator decides."),
    change_rules.CANCEL: gettext_lazy("The other side answers within the agreed time. Silence means yes."),
    change_rules.EXTEND: gettext_lazy("The other side says yes or no. Silence means no."),
}
ICONS: Final[dict[str, str]] = {
    "start": "play",
    "require": "clipboard-check",
    "deliver": "send",
    "ask_revision": "rotate-ccw",
    "extend_review": "clock",
    "accept": "circle-check",
    "cancel_late": "circle-x",
    "give_up": "circle-x",
    "submit": "send",
    "approve": "circle-check",
    "pay_claim": "circle-check",
    "claim": "hand-coins",
    "return": "undo-2",
    "end": "circle-x",
    "close": "clipboard-check",
    "take_back": "undo-2",
    "finish": "x",
    "drop": "x",
    "dispute": "flag",
    change_rules.CANCEL: "circle-x",
    change_rules.EXTEND: "clock",
}
GRAVE: Final = frozenset({"give_up", "dispute", "cancel_late", "drop", "end", "finish", change_rules.CANCEL})


@dataclass(frozen=True)
class Offered:
    """A step or a change as a button; `why_not` instead of it where it can not be taken yet."""

    verb: str
    label: str
    url: str
    icon: str
    about: str
    grave: bool
    why_not: str = ""


def offered(seat: Seat, asked: Sequence[Change], at: datetime) -> list[Offered]:
    """All that this side may do, in the order of the mode; nothing for who only looks."""
    if not seat.acts:
        return []
    steps = [_step(seat, step, at) for step in MODES[seat.unit.mode].open_to(seat.unit.status, seat.side)]
    if any(each.status == change_rules.OPEN for each in asked):
        return steps  # one at a time
    return steps + [
        Offered(
            sort,
            str(_ask_to(sort)),
            f"{seat.base}changes/{sort}/",
            ICONS[sort],
            str(ABOUT[sort]),
            sort in GRAVE,
        )
        for sort in change_rules.OF_UNIT
        if changes.fits(seat.unit, sort)
    ]


def _ask_to(sort: str) -> str:
    return _("Ask to end the work") if sort == change_rules.CANCEL else _("Ask for more time")


def _step(seat: Seat, step: Step, at: datetime) -> Offered:
    why_not = ""
    if step.guard is not None:
        try:
            step.guard(Situation(seat.unit, seat.engagement, seat.side, at))
        except Refused as refusal:
            why_not = str(refusal.message)
    return Offered(
        step.verb,
        str(step.label),
        _open_case(seat) if step.verb == "dispute" else f"{seat.base}{step.verb}/",
        ICONS.get(step.verb, "arrow-right"),
        str(ABOUT.get(step.verb, "")),
        step.verb in GRAVE or step.money == RETURN,
        why_not,
    )


def _open_case(seat: Seat) -> str:
    """A disagreement has a page of its own, on which one says how much one wants."""
    if seat.guest and seat.order:
        return reverse("disputes:guest-open", args=[seat.order.token, seat.unit.pk])
    return reverse("disputes:open", args=[seat.unit.pk])

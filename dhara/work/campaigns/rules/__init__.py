"""The lifecycle of a campaign, and whom it looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel.core import get_global
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

DRAFT, HELD, FUNDED, RUNNING, PAUSED, FROZEN = "draft", "held", "funded", "running", "paused", "frozen"
FINISHED, STOPPED = "finished", "stopped"

FREE, TAKEN, DONE = "free", "taken", "done"
SLOT_STATES: Final[dict[str, Any]] = {FREE: _("to be taken"), TAKEN: _("taken"), DONE: _("finished")}

LIFECYCLE = Lifecycle(
    name="campaign",
    initial=DRAFT,
    about="Many small tasks, paid for before anybody begins.",
    states={
        DRAFT: _("draft"),
        HELD: _("being looked at"),
        FUNDED: _("paid, not yet begun"),
        RUNNING: _("running"),
        PAUSED: _("paused"),
        FROZEN: _("frozen by a spike of rejections"),
        FINISHED: _("finished"),
        STOPPED: _("stopped early"),
    },
    moves=(
        Move(DRAFT, HELD, ("person", "system"), "its text asks workers for money or to go elsewhere"),
        Move(HELD, DRAFT, ("operator", "person"), "the operator finds nothing wrong, or the buyer changes it"),
        Move(HELD, STOPPED, ("operator",), "the operator refuses it, with a reason"),
        Move(DRAFT, FUNDED, ("person", "gateway", "system"), "all of it is paid"),
        Move(FUNDED, RUNNING, ("person", "system"), "it begins"),
        Move(RUNNING, PAUSED, ("person", "operator"), "nobody new may take a slot"),
        Move(PAUSED, RUNNING, ("person", "operator"), "it goes on"),
        Move(RUNNING, FROZEN, ("system", "operator"), "too many were rejected at once: the operator looks"),
        Move(PAUSED, FROZEN, ("system", "operator"), "too many were rejected at once: the operator looks"),
        Move(FROZEN, RUNNING, ("operator",), "the operator lets it go on"),
        Move(RUNNING, FINISHED, ("system",), "all slots are decided"),
        Move(PAUSED, FINISHED, ("system",), "all slots are decided"),
        *(
            Move(state, STOPPED, ("person", "operator"), "unused money goes back; taken slots stay paid for")
            for state in (FUNDED, RUNNING, PAUSED, FROZEN)
        ),
    ),
)

# A worker's level by accepted tasks, of which at least this part of those decided must be accepted (percent).
LEVELS: Final = ((1, 10, 80), (2, 100, 90), (3, 1_000, 95))


def level(accepted: int, refused: int) -> int:
    reached = 0
    for number, least, percent in LEVELS:
        if accepted >= least and 100 * accepted >= percent * (accepted + refused):
            reached = number
    return reached


@dataclass(frozen=True)
class Targeting:
    """Whom a campaign looks for; empty for everybody. Countries are ISO codes."""

    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    level: int = 0


def targeting(kept: Mapping[str, Any]) -> Targeting:
    return Targeting(
        frozenset(kept.get("countries", ())), frozenset(kept.get("languages", ())), int(kept.get("level", 0))
    )


def suits(wanted: Targeting, time_zone: str, language: str) -> bool:
    if wanted.countries and country_of(time_zone) not in wanted.countries:
        return False
    return not wanted.languages or language in wanted.languages


@cache
def country_of(time_zone: str) -> str:
    """The country in which clocks go so; empty where no single one does. What a studio says of itself."""
    return str(get_global("zone_territories").get(time_zone, ""))


OVER: Final = (FINISHED, STOPPED)
# Slots that somebody may still be paid for.
OPEN_SLOTS: Final = (FREE, TAKEN)


def is_spike(rejected: int, decided: int, least: int) -> bool:
    """In an hour: at least so many, and more than half of all that was decided."""
    return rejected >= least and 2 * rejected > decided


def hourly_pay(reward: int, seconds: int) -> int:
    """Minor units an hour, for who needs so many seconds for a task."""
    return reward * 3_600 // max(1, seconds)


def is_quick(seconds: int, measured: int | None) -> bool:
    """Done in less than a quarter of the usual time, which is known once some were accepted."""
    return measured is not None and 4 * seconds < measured


def same_answer(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()

"""Levels of studios: what each asks for, and when one rises or falls. Pure.

Who reaches the numbers rises at once; who does not carry them any more has GRACE to bring them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

GRACE: Final = timedelta(days=30)


@dataclass(frozen=True)
class Level:
    """`done` works that were accepted, `reviews` of buyers, `score` in hundredths of a star, `success` in 1/100 %."""

    number: int
    name: Any
    done: int = 0
    reviews: int = 0
    score: int = 0
    success: int = 0


LEVELS: Final = (
    Level(0, _("New")),
    Level(1, _("Rising"), done=5, reviews=3, score=400, success=4_000),
    Level(2, _("Trusted"), done=25, reviews=10, score=430, success=7_000),
    Level(3, _("Outstanding"), done=100, reviews=40, score=460, success=8_500),
)
TOP: Final = LEVELS[-1].number
# Everything that a level asks for, as its columns are called, in the order in which it is shown.
ASKED: Final = ("done", "reviews", "score", "success")

What = Literal["", "reached", "shakes", "steady", "lost"]


@dataclass(frozen=True)
class Numbers:
    done: int = 0
    reviews: int = 0
    score: int = 0
    success: int = 0


@dataclass(frozen=True)
class Standing:
    """`falls_at` is when the level is lost unless the numbers are back; None while they carry it."""

    level: int = 0
    falls_at: datetime | None = None


def deserved(numbers: Numbers) -> int:
    """The highest level all of whose thresholds are reached."""
    return max(each.number for each in LEVELS if not missing(each, numbers))


def missing(level: Level, numbers: Numbers) -> Sequence[str]:
    """Which of ASKED are not reached."""
    return [name for name in ASKED if getattr(numbers, name) < getattr(level, name)]


def step(standing: Standing, numbers: Numbers, at: datetime) -> tuple[Standing, What]:
    """What becomes of a level when the numbers are looked at, and what is to be told."""
    earned = deserved(numbers)
    if earned > standing.level:
        return Standing(earned), "reached"
    if earned == standing.level:
        return Standing(earned), "steady" if standing.falls_at else ""
    if standing.falls_at is None:
        return Standing(standing.level, at + GRACE), "shakes"
    if at < standing.falls_at:
        return standing, ""
    return Standing(earned), "lost"

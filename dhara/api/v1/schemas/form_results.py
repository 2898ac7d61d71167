"""What a form brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from pydantic import Field

from dhara.api.v1.schemas.base import Asked, Out, QueryInt
from dhara.api.v1.schemas.forms import Filled
from dhara.audience.forms.queries import Numbers, folded

MOST: Final = 50


class FormNumbersAsked(Asked):
    days: QueryInt = Field(30, ge=1, le=90, description="The last days, today among them.")


class ExportAsked(Asked):
    state: Filled | Literal[""] = Field("", description="Only those in this state.")


class CountedOut(Out):
    seen: int = Field(description="Each visitor once a day.")
    submitted: int
    confirmed: int


class DayOut(CountedOut):
    day: date = Field(description="Of the studio's time zone.")


class OriginOut(CountedOut):
    name: str | None = Field(description="Empty where it is not known; null for all others together.")


class FormNumbersOut(Out):
    days: list[DayOut] = Field(description="The oldest first; what was filled in and confirmed on each.")
    sources: list[OriginOut] = Field(description="By `utm_source`: who filled it in then, and has confirmed by now.")
    pages: list[OriginOut] = Field(description="By the page where the form stood, likewise.")


def form_numbers_out(days: Sequence[Numbers], *, sources: list[Numbers], pages: list[Numbers]) -> FormNumbersOut:
    """As `forms.queries` counts them."""
    return FormNumbersOut(
        days=[DayOut(day=date.fromisoformat(each.name), **_counted(each)) for each in days],
        sources=_origins(sources),
        pages=_origins(pages),
    )


def _origins(found: list[Numbers]) -> list[OriginOut]:
    shown, rest = folded(found, MOST)
    told = [OriginOut(name=each.name, **_counted(each)) for each in shown]
    return told if rest is None else [*told, OriginOut(name=None, **_counted(rest))]


def _counted(given: Numbers) -> dict[str, int]:
    return {"seen": given.seen, "submitted": given.submitted, "confirmed": given.confirmed}

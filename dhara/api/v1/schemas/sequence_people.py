"""Who is in a sequence, and many who come into it at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import Id, In, Out
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.taggings import FilterIn, FilterOut, filter_out
from dhara.audience.models import Enrolment, Intake
from dhara.audience.sequences.queries import Forecast, percent

State = Literal["active", "finished", "reached", "left", "held"]


class PeopleAsked(Paged):
    state: State | Literal[""] = Field("", description="Only those in this state.")
    step: str = Field("", max_length=10, pattern=r"^(n[0-9]+)?$", description="Only those who stand at this step.")


class EnrolIn(In):
    contact: Id

    model_config = ConfigDict(json_schema_extra={"example": {"contact": 31}})


class RetryIn(In):
    person: Id | None = Field(None, description="The id of a passage; null for all who are held.")

    model_config = ConfigDict(json_schema_extra={"example": {"person": None}})


class IntakeIn(In):
    """Exactly one of the three."""

    segment: Id | None = Field(None, description="Everybody of it.")
    filter: FilterIn | None = Field(None, description="All contacts that it finds.")
    everybody: bool = Field(False, description="The whole audience.")

    model_config = ConfigDict(json_schema_extra={"example": {"segment": 4}})


class WhoOut(Out):
    id: int
    email: str
    name: str


class PersonOut(Out):
    """One passage of one contact."""

    id: int
    contact: WhoOut
    state: State
    step: str = Field(description="Where they stand, or stood when they left; empty at the end.")
    version: int
    entered_at: datetime
    goes_on_at: datetime | None
    ended_at: datetime | None
    reason: str = Field(description="Why they left, or what holds them.")


class PeoplePage(Out):
    items: list[PersonOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class RetriedOut(Out):
    retried: int = Field(description="How many try their step again.")


class ForecastOut(Out):
    meant: int = Field(description="All who were asked about.")
    entering: int = Field(description="Those who would come in.")
    getting: int = Field(description="Those of them who get letters.")
    already: int = Field(description="Are in it, or were and do not come in again yet.")
    kept_out: int = Field(description="Have left the audience, or get no letters.")


class IntakeOut(Out):
    id: int
    segment: int | None = Field(description="null once the segment was deleted, and where it was none.")
    name: str = Field(description="What the segment was called; empty where it was none.")
    filter: FilterOut | None = Field(description="null for a segment; all of it empty for the whole audience.")
    state: Literal["running", "done", "cancelled"]
    percent: int
    meant: int = Field(description="Counted when it began.")
    entered: int
    already: int = Field(description="Are in it, or were and do not come in again yet.")
    kept_out: int = Field(description="Have left the audience, or get no letters.")
    created_at: datetime


class IntakePage(Out):
    items: list[IntakeOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def person_out(given: Enrolment, versions: Mapping[int, int]) -> PersonOut:
    """`versions`: the number of each version by its id. Needs `contact` loaded."""
    who: Any = given.contact
    return PersonOut.model_validate(
        {
            "id": given.pk,
            "contact": {"id": who.pk, "email": who.email, "name": who.name},
            "state": given.state,
            "step": given.node,
            "version": versions[given.version_id],
            "entered_at": given.entered_at,
            "goes_on_at": given.next_run_at,
            "ended_at": given.ended_at,
            "reason": given.exit_reason,
        }
    )


def forecast_out(given: Forecast) -> ForecastOut:
    return ForecastOut.model_validate(vars(given))


def intake_out(given: Intake) -> IntakeOut:
    plain = ("name", "meant", "entered", "already", "kept_out", "created_at")
    return IntakeOut.model_validate(
        {
            **{name: getattr(given, name) for name in plain},
            "id": given.pk,
            "segment": given.segment_id,
            "filter": None if given.filters is None else filter_out(given.filters),
            "state": given.status,
            "percent": percent(given),
        }
    )

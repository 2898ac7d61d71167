"""Segments: rules that say who is meant, the sentence they make, how many that are now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.audience.models import Segment

_RULES: JsonDict = {"all": [{"status": "subscribed"}, {"bought": "any", "within_days": 90}]}


class RulesIn(In):
    rules: dict[str, Any] = Field(description="See the how-to: `all`, `any`, `not` around what is asked of contacts.")

    model_config = ConfigDict(json_schema_extra={"example": {"rules": _RULES}})


class SegmentIn(RulesIn):
    name: str = Field(min_length=1, max_length=80, pattern=LINE)

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Buyers of the last months", "rules": _RULES}})


class SegmentChangeIn(In):
    name: str | None = Field(None, min_length=1, max_length=80, pattern=LINE, description="null leaves it as it is.")
    rules: dict[str, Any] | None = Field(None, description="null leaves them as they are.")

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Fresh buyers"}})


class SegmentOut(Out):
    id: int
    name: str
    rules: dict[str, Any]
    sentence: str = Field(description="The rules in words, in the language of the answer.")
    count: int | None = Field(description="How many were meant when it was last counted.")
    counted_at: datetime | None
    created_at: datetime
    changed_at: datetime


class SegmentPage(Out):
    items: list[SegmentOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class SizeOut(Out):
    sentence: str = Field(description="The rules in words, in the language of the answer.")
    meant: int = Field(description="How many contacts are meant now.")
    getting: int = Field(description="How many of these get letters.")


class SegmentNow(SegmentOut):
    meant: int = Field(description="How many contacts are meant now.")
    getting: int = Field(description="How many of these get letters.")


class RemovedOut(Out):
    removed: bool


def _told(found: Segment, sentence: str) -> dict[str, Any]:
    return {
        "id": found.pk,
        "name": found.name,
        "rules": found.rules,
        "sentence": sentence,
        "count": found.count,
        "counted_at": found.counted_at,
        "created_at": found.created_at,
        "changed_at": found.changed_at,
    }


def segment_out(found: Segment, sentence: str) -> SegmentOut:
    return SegmentOut.model_validate(_told(found, sentence))


def segment_now(found: Segment, sentence: str, sizes: tuple[int, int]) -> SegmentNow:
    return SegmentNow.model_validate({**_told(found, sentence), "meant": sizes[0], "getting": sizes[1]})

"""What a studio advises buyers to take."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import Id, In, Out


class RecommendationIn(In):
    tier: Id | None = Field(description="The id of a tier for sale; null for none.")

    model_config = ConfigDict(json_schema_extra={"example": {"tier": 31}})


class RecommendationOut(Out):
    offer: int
    tier: int | None

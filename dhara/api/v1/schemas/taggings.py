"""A tag for all contacts that a search finds, or off them, and how far that is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.api.v1.schemas.contacts import Name, State
from dhara.audience.models import Tagging

RunState = Literal["running", "done", "cancelled"]


class FilterIn(In):
    """As the list of contacts takes them: all of them together."""

    q: str = Field("", max_length=120, pattern=LINE, description="The beginning of a name or an address.")
    state: State | Literal[""] = Field("", description="Only those in this state.")
    tag: str = Field("", max_length=60, pattern=LINE, description="Only those with the tag of this name.")


class TaggingIn(In):
    tag: Name = Field(description="Its name; one that the studio has not is made, unless it is taken `off`.")
    off: bool = Field(False, description="Take it off all of them.")
    filter: FilterIn | None = Field(None, description="Whom; null only with `everybody`.")
    everybody: bool = Field(False, description="The whole audience is meant: said once more, so that nobody forgets.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"tag": "Book fair", "filter": {"q": "mina", "state": "subscribed"}}}
    )


class FilterOut(Out):
    q: str
    state: str
    tag: int | None


class TaggingOut(Out):
    id: int
    tag: int
    name: str = Field(description="The tag's.")
    off: bool
    filter: FilterOut
    state: RunState = Field(description="Up to 200 contacts are `done` at once; more are gone through step by step.")
    meant: int = Field(description="How many were found at the beginning.")
    seen: int = Field(description="How many were gone through.")
    changed: int = Field(description="How many of these did not have it, or had it, before.")
    created_at: datetime


def filter_out(kept: dict[str, Any]) -> FilterOut:
    """Filters as they are kept: {"text", "status", "tag_id"}."""
    return FilterOut(q=kept["text"], state=kept["status"], tag=kept["tag_id"])


def tagging_out(found: Tagging) -> TaggingOut:
    """Needs `tag` loaded."""
    return TaggingOut(
        id=found.pk,
        tag=found.tag_id,
        name=found.tag.name,
        off=found.off,
        filter=filter_out(found.filters),
        state=cast(RunState, found.status),
        meant=found.meant,
        seen=found.seen,
        changed=found.changed,
        created_at=found.created_at,
    )

"""When a tag was put on a contact or taken off, and who or what did it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from pydantic import Field

from dhara.api.v1.schemas.base import Out
from dhara.api.v1.schemas.sequence_people import WhoOut
from dhara.audience.automations.causes import Cause
from dhara.audience.models import ContactEvent

CauseKind = Literal["member", "rule", "sequence", "form", "import", "unknown"]


class CauseOut(Out):
    kind: CauseKind = Field(description="`unknown`: nobody wrote it down then.")
    id: int | None = Field(description="Of the rule, the sequence, the form, the import, or the member's account.")
    name: str = Field(description="Empty once it was removed; a rule is called by its sentence.")


class TagChangeOut(Out):
    id: int
    contact: WhoOut
    tag: int
    on: bool = Field(description="Put on; false: taken off.")
    by: CauseOut
    at: datetime


class TagChangePage(Out):
    items: list[TagChangeOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def tag_change_out(event: ContactEvent, cause: Cause) -> TagChangeOut:
    """Needs `contact` loaded."""
    who = event.contact
    return TagChangeOut(
        id=event.pk,
        contact=WhoOut(id=who.pk, email=who.email, name=who.name),
        tag=int(event.subject.removeprefix("tag:")),
        on=event.kind == "tagged",
        by=CauseOut(kind=cast(CauseKind, cause.kind), id=cause.ref, name=cause.name),
        at=event.at,
    )

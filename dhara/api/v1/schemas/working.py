"""What is asked and sent about paid work."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, In
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.uploads import UPLOADED, Uploads
from dhara.work.campaigns.rules.draft import USUAL
from dhara.work.changes.rules import MOST_PARTS, Part, Wanted
from dhara.work.engagements.rules import MOST_REASON, MOST_WORDS
from dhara.work.jobs.rules import MOST_WEEKLY_HOURS
from dhara.work.proposals.rules import MOST_AMOUNT, MOST_DAYS, MOST_TITLE

Side = Literal["buyer", "worker"]
Text = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
CODE = f"Of a usual reason to reject a small task: {', '.join(f'`{each}`' for each in USUAL)}; else empty."
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)]
Said = Annotated[str, Field(max_length=5_000, pattern=Text)]
Verb = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z_]+$")]


class WorkAsked(Paged):
    side: Side | Literal[""] = Field("", description="`worker`: what your studio does; `buyer`: what you ordered.")
    state: str = Field(
        "", max_length=24, pattern=r"^[a-z_]*$", description="Those with a unit in this state; `open` and `ended` too."
    )
    mode: str = Field("", max_length=20, pattern=r"^[a-z_]*$", description="The way to work, such as `gig`.")


class VerbIn(In):
    verb: Verb = Field(description="One of `next`.")
    text: str = Field("", max_length=MOST_WORDS, pattern=Text, description="What is handed in, or why.")
    content: dict[Key, Said | int | bool | list[Said]] = Field(
        default_factory=dict, description="What is handed in by key: answers to the questions, links, numbers."
    )
    reason: str = Field("", max_length=40, pattern=LINE, description="A code of your own, told to the other side.")
    uploads: Uploads = Field(default_factory=list, description=UPLOADED)
    at_once: bool = Field(False, description="The buyer may open these files before they have accepted.")
    seen: int | None = Field(
        None, ge=0, le=10**9, description="`version` as you saw it: refused when something happened since."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"verb": "start"}})


class MilestoneIn(In):
    title: str = Field(min_length=1, max_length=MOST_TITLE, pattern=r"^[^\x00-\x1f\x7f]*$")
    amount: int = Field(ge=1, le=MOST_AMOUNT, description="In minor units of the job's currency.")
    days: int = Field(0, ge=0, le=MOST_DAYS, description="How long it takes once it is paid; 0 for no day.")


class PartIn(MilestoneIn):
    unit: int | None = Field(None, ge=1, le=BIGGEST, description="The unit that is to be so; null for a new one.")


class ChangeIn(In):
    sort: Literal["cancel", "extend", "terms"]
    text: str = Field(min_length=1, max_length=MOST_REASON, pattern=Text, description="Why; the other side reads it.")
    days: int = Field(0, ge=0, le=90, description="How many more, for `extend`.")
    parts: list[PartIn] = Field(
        default_factory=list, max_length=MOST_PARTS, description="For `terms`: milestones as they are to be."
    )
    dropped: list[Annotated[int, Field(ge=1, le=BIGGEST)]] = Field(
        default_factory=list, max_length=MOST_PARTS, description="For `terms`: units to be taken out."
    )
    rate: int = Field(0, ge=0, le=MOST_AMOUNT, description="For `terms` by the hour: minor units for an hour.")
    weekly_hours: int = Field(0, ge=0, le=MOST_WEEKLY_HOURS, description="For `terms` by the hour: at most.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"sort": "extend", "text": "Two of the photos came late.", "days": 2}}
    )

    def wanted(self) -> Wanted:
        parts = tuple(Part(each.title, each.amount, each.days, each.unit or 0) for each in self.parts)
        return Wanted(parts, tuple(self.dropped), self.rate, self.weekly_hours)


class ChangeAnswerIn(In):
    to: Literal["agree", "decline", "withdraw"] = Field(description="`withdraw` is for the side that asked.")
    text: str = Field("", max_length=MOST_REASON, pattern=Text, description="Needed to decline.")
    fell: int = Field(
        0, ge=0, le=MOST_PARTS, description="To agree to other terms: how many had `fallen` when you looked."
    )

    model_config = ConfigDict(json_schema_extra={"example": {"to": "agree", "text": ""}})

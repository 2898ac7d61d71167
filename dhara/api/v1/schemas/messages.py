"""What a letter says: languages, subjects, blocks. For broadcasts and sequences."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, In

Kind = Literal["heading", "text", "button", "image", "offer", "quote", "list", "divider", "spacer"]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class BlockIn(In):
    """One block: heading has `text`; text `html`; button `label`, `url`; image `picture`, `alt`; list `items`."""

    kind: Kind
    text: str | None = Field(None, max_length=20_000, pattern=r"^[^\x00]*$")
    level: Literal[1, 2] | None = None
    html: str | None = Field(None, max_length=20_000, pattern=r"^[^\x00]*$", description="A small set of tags is kept.")
    label: Words | None = None
    url: str | None = Field(None, max_length=2000, pattern=r"^[^\x00]*$")
    picture: Annotated[int, Field(ge=0, le=BIGGEST)] | None = Field(None, description="The id of one of its pictures.")
    alt: Words | None = None
    offer: Annotated[int, Field(ge=0, le=BIGGEST)] | None = None
    by: Words | None = None
    items: list[Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]] | None = Field(None, max_length=40)
    ordered: bool | None = None
    size: Literal["s", "m", "l"] | None = None


class LetterIn(In):
    """The letter in one language. `{name|friend}` and `{field:city|your town}` are filled in for each reader."""

    subject: Words = ""
    subjects: list[Words] = Field(default_factory=list, max_length=4, description="Further ones, for a test.")
    preheader: Words = ""
    blocks: list[BlockIn] = Field(default_factory=list, max_length=60)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject": "A gift for Eid",
                "preheader": "Until Friday",
                "blocks": [
                    {"kind": "heading", "text": "Eid Mubarak, {name|friend}"},
                    {"kind": "text", "html": "<p>Every template is half price this week.</p>"},
                    {"kind": "button", "label": "Have a look", "url": "https://dhara.example/@nadia"},
                ],
            }
        }
    )


class ContentIn(In):
    """The letter in one language or in both: each reader gets theirs."""

    bn: LetterIn | None = None
    en: LetterIn | None = None


def content_of(given: ContentIn) -> dict[str, Any]:
    """As `messages.actions` takes it."""
    return given.model_dump(exclude_none=True)

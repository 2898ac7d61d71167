"""Contacts of a studio's audience, their tags and fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.api.v1.schemas.market import Paged
from dhara.audience.models import Contact, Tag
from dhara.audience.models import Field as AudienceField

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=LINE)]
Key = Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)]
Value = Annotated[str, Field(max_length=1000, pattern=LINE)] | bool | int | None
State = Literal["known", "pending", "subscribed", "unsubscribed", "bounced", "complained"]
_EXAMPLE: JsonDict = {
    "id": 31,
    "email": "mina@example.com",
    "name": "Mina",
    "language": "bn",
    "state": "subscribed",
    "tags": ["buyer"],
    "fields": {"city": "Dhaka"},
    "created_at": "2026-11-21T14:00:00Z",
    "subscribed_at": "2026-11-21T14:00:00Z",
    "active_at": None,
}


class ContactsAsked(Paged):
    q: str = Field("", max_length=120, pattern=LINE, description="The beginning of a name or an address.")
    state: State | Literal[""] = Field("", description="Only those in this state.")
    tag: str = Field("", max_length=60, pattern=LINE, description="Only those with the tag of this name.")


class ContactIn(In):
    email: str = Field(min_length=3, max_length=254, pattern=LINE)
    name: str | None = Field(None, max_length=120, pattern=LINE, description="null leaves it as it is.")
    language: Literal["bn", "en"] | None = None
    fields: dict[Key, Value] = Field(default_factory=dict, description="Values by the key of the field; null empties.")
    tags: list[Name] = Field(default_factory=list, max_length=20, description="Put on; missing ones are made.")
    agreed: bool = Field(False, description="They agreed to letters, as `words` say.")
    words: str = Field("", max_length=1000, pattern=LINE, description="When and how they agreed; it is kept.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "mina@example.com", "name": "Mina", "tags": ["buyer"]}}
    )


class TagsIn(In):
    add: list[Name] = Field(default_factory=list, max_length=20)
    remove: list[Name] = Field(default_factory=list, max_length=20)

    model_config = ConfigDict(json_schema_extra={"example": {"add": ["buyer"], "remove": []}})


class LeaveIn(In):
    reason: str = Field("", max_length=300, pattern=LINE, description="Kept with the consent.")

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Asked by phone"}})


class EraseIn(In):
    email: str = Field(max_length=254, pattern=LINE, description="The contact's own address: proof that it is meant.")

    model_config = ConfigDict(json_schema_extra={"example": {"email": "mina@example.com"}})


class TagIn(In):
    name: Name

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Book fair"}})


class ContactOut(Out):
    id: int
    email: str
    name: str
    language: str
    state: State = Field(description="Only subscribed ones get letters.")
    tags: list[str]
    fields: dict[str, str | bool | int | float]
    created_at: datetime
    subscribed_at: datetime | None
    active_at: datetime | None = Field(description="When they last did something.")

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _EXAMPLE})


class ContactPage(Out):
    items: list[ContactOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class ErasedOut(Out):
    erased: bool


class TagOut(Out):
    id: int
    name: str


class TagsOut(Out):
    items: list[TagOut]


class FieldOut(Out):
    key: str
    label: str
    kind: Literal["text", "number", "date", "choice", "yes_no"]
    choices: list[str]


class FieldsOut(Out):
    items: list[FieldOut]


def contact_out(contact: Contact, tags: Iterable[Tag]) -> ContactOut:
    return ContactOut.model_validate(
        {
            "id": contact.pk,
            "email": contact.email,
            "name": contact.name,
            "language": contact.language,
            "state": contact.status,
            "tags": [tag.name for tag in tags],
            "fields": contact.fields,
            "created_at": contact.created_at,
            "subscribed_at": contact.subscribed_at,
            "active_at": contact.active_at,
        }
    )


def tag_out(tag: Tag) -> TagOut:
    return TagOut(id=tag.pk, name=tag.name)


def field_out(field: AudienceField) -> FieldOut:
    return FieldOut.model_validate(
        {"key": field.key, "label": field.label, "kind": field.kind, "choices": field.choices}
    )

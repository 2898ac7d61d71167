"""Conversations: between a studio and who asks, bought or works with it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, LINE, In, Out, StudioRef, studio_ref
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.uploads import UPLOADED, Uploads
from dhara.people.conversations import rules
from dhara.people.conversations.queries import Row
from dhara.people.conversations.rules import contacts
from dhara.people.models import Message, Party

LONGEST = 5_000


class ConversationsAsked(Paged):
    studio: str = Field("", max_length=30, pattern=r"^[A-Za-z0-9_]*$", description="Those of a studio of yours.")
    q: str = Field("", max_length=120, pattern=LINE, description="Words of a title, a name or a message.")
    show: Literal["", "unread", "archived"] = ""
    kind: Literal["", "offer", "order", "studio", "proposal"] = Field("", description="What they are about.")


class MessageIn(In):
    text: str = Field(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")
    uploads: Uploads = Field(default_factory=list, description=UPLOADED)

    model_config = ConfigDict(json_schema_extra={"example": {"text": "It will be ready on Thursday."}})


class ReadIn(In):
    message: int | None = Field(None, ge=1, le=BIGGEST, description="Up to this one; without it, all.")

    model_config = ConfigDict(json_schema_extra={"example": {"message": None}})


class FileBesideOut(Out):
    name: str
    size: int = Field(description="In bytes.")
    type: str


class MessageOut(Out):
    id: int
    mine: bool = Field(description="Written by your side.")
    author: str
    text: str = Field(description="Contact details of the other side are hidden until both have agreed on an order.")
    files: list[FileBesideOut]
    at: datetime
    held: bool = Field(description="Only you see it: an operator looks at it first.")
    removed: bool = Field(description="An operator took it away; its text is empty.")


class TalkRow(Out):
    id: int
    kind: Literal["offer", "order", "studio", "proposal"]
    about: int = Field(description="The id of the offer, order, studio or proposal.")
    title: str
    studio: StudioRef
    side: Literal["studio", "customer"] = Field(description="Which of the two you are.")
    other: str = Field(description="The name of the other side.")
    unread: int
    agreed: bool = Field(description="An order was made: contact details are no longer hidden.")
    archived: bool
    last_at: datetime


class TalkPage(Out):
    items: list[TalkRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class TalkOut(TalkRow):
    items: list[MessageOut] = Field(description="The latest first.")
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class UnreadOut(Out):
    unread: int = Field(description="How many of this conversation are left unread.")


def row_out(row: Row) -> TalkRow:
    return TalkRow.model_validate(_told(row.mine, row.other))


def talk_out(mine: Party, other: Party, messages: list[Message], following: str | None) -> TalkOut:
    items = [message_out(each, mine) for each in messages]
    return TalkOut.model_validate({**_told(mine, other), "items": items, "next": following})


def message_out(message: Message, mine: Party) -> MessageOut:
    """`mine` is loaded with its conversation, `message` with its files."""
    own, gone = message.party_id == mine.pk, message.removed_at is not None
    open_ = own or mine.conversation.agreed_at is not None
    files = [] if gone else list(message.files.all())
    return MessageOut(
        id=message.pk,
        mine=own,
        author=message.author_name,
        text="" if gone else message.body if open_ else contacts.masked(message.body),
        files=[
            FileBesideOut(
                name=each.file.name if open_ else contacts.masked(each.file.name),
                size=each.file.size,
                type=each.file.mime,
            )
            for each in files
        ],
        at=message.at,
        held=message.waits,
        removed=gone,
    )


def _told(mine: Party, other: Party) -> dict[str, object]:
    talk = mine.conversation
    kind, _colon, about = talk.subject.partition(":")
    return {
        "id": talk.pk,
        "kind": kind,
        "about": int(about),
        "title": talk.title,
        "studio": studio_ref(talk.studio.handle, talk.studio.name),
        "side": "studio" if mine.role == rules.STUDIO else "customer",
        "other": other.name,
        "unread": mine.unread,
        "agreed": talk.agreed_at is not None,
        "archived": mine.archived_at is not None,
        "last_at": talk.last_at,
    }

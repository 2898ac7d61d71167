"""What was said, as one side sees it: own words whole, the other's contacts hidden until both have agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from dhara.kit.files.links import sign
from dhara.people.conversations import rules
from dhara.people.conversations.rules import contacts
from dhara.people.models import Message, Party
from dhara.web.messages.offers import Card, cards
from dhara.web.messages.seats import Seat
from dhara.web.ui.downloads import icon_of

PURPOSE: Final = "message-file"
_LINK_SECONDS: Final = 6 * 3600


@dataclass(frozen=True)
class Attached:
    name: str
    size: int
    icon: str
    url: str
    small: str
    width: int
    height: int


@dataclass(frozen=True)
class Said:
    """`pieces` are (text, what is hidden instead of it); `hides` tells the writer that the other side sees less."""

    message: Message
    mine: bool
    name: str
    day: date | None
    pieces: list[tuple[str, Any]]
    hides: bool
    held: list[Any]
    seen: datetime | None
    files: list[Attached]


@dataclass(frozen=True)
class Offered:
    """A card between the messages."""

    card: Card
    day: date | None


def said(
    messages: Iterable[Message], seat: Seat, other: Party, at: datetime, *, whole: bool = True
) -> list[Said | Offered]:
    """In order, with offers of work among them, where it is not `whole` those since the first message.

    The first of each day carries it; under the last own message that the other side saw stands when.
    """
    messages = list(messages)
    offers = cards(seat, since=messages[0].at if messages and not whole else None)
    zone, agreed = ZoneInfo(settings.TIME_ZONE), seat.party.conversation.agreed_at is not None
    own = [each for each in messages if each.party_id == seat.party.pk and each.shown_at and not each.removed_at]
    read = [each.pk for each in own if other.read_to and each.shown_at and each.shown_at <= other.read_to]
    told: list[Said | Offered] = []
    last: date | None = None
    things: tuple[Iterable[Message | Card], ...] = (messages, offers)
    for each in merge(*things, key=_moment):
        day = each.at.astimezone(zone).date()
        new = day if day != last else None
        last = day
        if isinstance(each, Card):
            told.append(Offered(each, new))
        else:
            seen = other.looked_at if each.pk in read[-1:] else None
            told.append(_said(each, seat, agreed, new, seen, at))
    return told


def _moment(thing: Message | Card) -> datetime:
    return thing.at


def _said(message: Message, seat: Seat, agreed: bool, day: date | None, seen: datetime | None, at: datetime) -> Said:
    mine = message.party_id == seat.party.pk
    hides = not agreed and contacts.has_contact(message.body)
    return Said(
        message=message,
        mine=mine,
        name=message.author_name,
        day=day,
        pieces=_pieces(message.body, hidden=hides and not mine),
        hides=hides and mine,
        held=rules.reasons_of(message.held_for) if message.waits else [],
        seen=seen,
        files=[]
        if message.removed_at
        else [_attached(each, seat, hides=not (agreed or mine), at=at) for each in message.files.all()],
    )


def _pieces(text: str, *, hidden: bool) -> list[tuple[str, Any]]:
    if not hidden:
        return [(text, "")]
    return [
        ("" if each.kind else each.text, contacts.PLACEHOLDERS.get(each.kind, "")) for each in contacts.pieces(text)
    ]


def _attached(each: Any, seat: Seat, *, hides: bool, at: datetime) -> Attached:
    name = contacts.masked(each.file.name) if hides else each.file.name
    token = sign({"file": each.pk}, _LINK_SECONDS, at, purpose=PURPOSE)
    url = f"{seat.base}files/{token}/"
    picture = each.picture
    rendition = picture.at_least(320) if picture else None
    return Attached(
        name=name,
        size=each.file.size,
        icon=icon_of(each.file.name),
        url=url,
        small=f"{url}small/" if rendition else "",
        width=rendition.width if rendition else 0,
        height=rendition.height if rendition else 0,
    )

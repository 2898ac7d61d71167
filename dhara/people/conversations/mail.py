"""Letters of conversations: what is unread, with an address to which one can reply; why a reply was not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from dhara.kit.locale.languages import in_language
from dhara.kit.mail.letters import post
from dhara.kit.signed import sign
from dhara.people.conversations.models import Message, Party
from dhara.people.conversations.rules import contacts

PURPOSE: Final = "conversation.reply"
GUEST: Final = "conversation.guest"
# Said in all our letters, so that one that comes back to us is known.
OURS: Final = {"X-Dhara-Letter": "conversation"}


@dataclass(frozen=True)
class Reader:
    email: str
    name: str
    language: str
    account_id: int | None = None


def reply_address(party_id: int, account_id: int | None) -> str:
    """`reply+<token>@…`: what arrives there is written as this side, by this account. "" where no mail comes in."""
    local, at, domain = settings.REPLY_ADDRESS.partition("@")
    return f"{local}+{sign(PURPOSE, f'{party_id}-{account_id or 0}-')}@{domain}" if at else ""


def new_messages(party: Party, reader: Reader, other: Party, unread: Sequence[Message], *, at: datetime) -> None:
    """One letter about all of them; contact details are hidden in it as on the page."""
    conversation = party.conversation
    reply = reply_address(party.pk, reader.account_id)
    with in_language(reader.language):
        told = [_told(each, agreed=conversation.agreed_at is not None) for each in unread]
    context = {
        "reader": reader,
        "sender": other.name,
        "title": conversation.title,
        "agreed": conversation.agreed_at is not None,
        "messages": told,
        "count": len(told),
        "url": f"{settings.PUBLIC_URL}{address_of(party)}",
        "reply": bool(reply),
    }
    headers = {**OURS, **({"Reply-To": reply} if reply else {})}
    key = f"messages:{party.pk}:{reader.account_id or 0}:{unread[-1].pk}"
    _post("new_messages", key, reader, context, party, headers, at)


def _told(message: Message, *, agreed: bool) -> dict[str, Any]:
    return {
        "name": message.author_name,
        "text": message.body if agreed else contacts.masked(message.body),
        "at": message.shown_at,
        "files": [each.file.name for each in message.files.select_related("file")],
    }


def address_of(party: Party) -> str:
    """The path of the page on which this side reads."""
    if party.studio_id is not None:
        return f"/studio/{party.conversation.studio.handle}/messages/{party.conversation_id}/"
    if party.account_id is not None:
        return f"/messages/{party.conversation_id}/"
    return f"/messages/g/{sign(GUEST, f'{party.pk}-')}/"


def not_taken(party: Party, reader: Reader, *, reason: str, key: str, at: datetime) -> None:
    """To somebody whose reply was not taken: why, and where to write instead."""
    context = {
        "reader": reader,
        "title": party.conversation.title,
        "reason": reason,
        # A guest's page opens to whoever has its address: a stranger must not get it.
        "url": f"{settings.PUBLIC_URL}{address_of(party)}" if reader.account_id or reader.email == party.email else "",
    }
    _post("reply_not_taken", key, reader, context, party, OURS, at)


def _post(
    name: str, key: str, reader: Reader, context: dict[str, Any], party: Party, headers: dict[str, str], at: datetime
) -> None:
    post(
        key=key,
        name=name,
        to=reader.email,
        to_name=reader.name,
        language=reader.language,
        template=f"people/mail/{name}",
        context=context,
        headers=headers,
        account_ref=reader.account_id,
        studio_ref=party.conversation.studio_id,
        at=at,
    )

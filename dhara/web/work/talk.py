"""The conversation about what was bought, beside the work: its latest messages, and where to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from dhara.kit.locale.text import shorten
from dhara.people.conversations import queries, rules
from dhara.people.conversations.mail import address_of
from dhara.people.conversations.rules import contacts
from dhara.people.models import Party
from dhara.web.work.seats import Seat
from dhara.work.proposals.queries import conversation_of

MOST: Final = 3
_LENGTH: Final = 160


@dataclass(frozen=True)
class Line:
    name: str
    text: str
    mine: bool
    at: datetime


@dataclass(frozen=True)
class Talk:
    """`url` is where one writes; `unread` how many messages of the other side nobody has read."""

    url: str
    lines: list[Line]
    unread: int = 0


def talk(seat: Seat) -> Talk | None:
    """None where nobody could begin one, and for members who may not read messages.

    About an order, or about the proposal that a project came from; an offer came from a conversation itself.
    """
    order = seat.order
    if (order is None and not seat.parted) or not seat.may("see_messages"):
        return None
    role = rules.CUSTOMER if seat.desk is None else rules.STUDIO
    subject, studio = f"order:{order.pk}" if order else seat.engagement.subject, seat.studio
    account_id = None if order else seat.engagement.buyer_id
    offered = None if order else conversation_of(seat.engagement.pk)
    there = Q(conversation=offered) if offered else Q(conversation__key=queries.key_of(subject, studio.pk, account_id))
    parties = Party.objects.filter(there, role=role)
    party = parties.select_related("conversation__studio").first()
    latest = list(queries.seen_by(party).filter(removed_at__isnull=True).reverse()[:MOST]) if party else []
    if party is not None and latest:
        hidden = party.conversation.agreed_at is None
        lines = [
            Line(
                each.author_name,
                shorten(contacts.masked(each.body) if hidden and each.party_id != party.pk else each.body, _LENGTH),
                each.party_id == party.pk,
                each.at,
            )
            for each in reversed(latest)
        ]
        return Talk(address_of(party), lines, party.unread)
    if order is None:
        return Talk(f"/messages/about/studio/{studio.handle}/", []) if seat.desk is None else None
    if seat.desk is not None:
        url = f"/studio/{studio.handle}/orders/{order.number}/message/"
    else:
        url = f"/messages/about/order/{order.token}/{studio.handle}/"
    return Talk(url, [])

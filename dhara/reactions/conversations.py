"""Messages: whoever they are for, and the operator, are told; orders and proven addresses change who may see what."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dhara.checkout.orders import queries as orders
from dhara.checkout.orders.facts import OrderPaid
from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.accounts.queries import operators
from dhara.people.conversations import actions
from dhara.people.conversations.actions.reading import notices_of
from dhara.people.conversations.facts import (
    ConversationReported,
    MessageAnswered,
    MessageHeld,
    MessageReceived,
    MessageReleased,
    MessageRemoved,
)
from dhara.people.conversations.mail import address_of
from dhara.people.conversations.models import Conversation, Message, Report
from dhara.people.conversations.queries import other_side
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.proposals import let_offers_go_on


def tell_of_message(fact: MessageReceived | MessageAnswered, *, by: Actor, at: datetime) -> None:
    """One notice about a conversation until they have looked at it again."""
    message = Message.objects.select_related("party", "conversation__studio").get(pk=fact.message_id)
    reader = other_side(message.party)
    reader.conversation = message.conversation
    since = reader.looked_at.isoformat() if reader.looked_at else ""
    for account_id in _accounts(reader.account_id, reader.studio_id):
        tell(
            account_id=account_id,
            topic="message",
            kind="message_received",
            data={"person": message.author_name, "subject": message.conversation.title},
            key=f"{notices_of(message.conversation_id, reader.pk)}{account_id}:{since}",
            url=address_of(reader),
            studio_id=reader.studio_id,
            at=at,
        )


def _accounts(account_id: int | None, studio_id: int | None) -> list[int]:
    if studio_id is None:
        return [account_id] if account_id else []
    members = Member.objects.filter(studio=studio_id, account__is_active=True).order_by("id")
    return [each.account_id for each in members if role_may(each.role, "answer_messages")]


def tell_operators_of_held(fact: MessageHeld, *, by: Actor, at: datetime) -> None:
    title = Conversation.objects.values_list("title", flat=True).get(pk=fact.conversation_id)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="message",
            kind="message_held",
            data={"subject": title},
            key=f"message_held:{fact.message_id}:{person.pk}",
            url=f"/operator/people/conversation/{fact.conversation_id}/change/",
            at=at,
        )


def tell_writer(fact: MessageReleased | MessageRemoved, *, by: Actor, at: datetime) -> None:
    """How the operator judged their message. A guest has no notices and reads it on the conversation's page."""
    message = Message.objects.select_related("party", "conversation__studio").get(pk=fact.message_id)
    if message.author_id is None:
        return
    message.party.conversation = message.conversation
    kind = "message_removed" if isinstance(fact, MessageRemoved) else "message_released"
    tell(
        account_id=message.author_id,
        topic="message",
        kind=kind,
        data={"subject": message.conversation.title, "reason": message.removed_for},
        key=f"{kind}:{message.pk}:{message.author_id}",
        url=address_of(message.party),
        studio_id=message.party.studio_id,
        at=at,
    )


def tell_operators_of_report(fact: ConversationReported, *, by: Actor, at: datetime) -> None:
    report = Report.objects.select_related("conversation").get(pk=fact.report_id)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="message",
            kind="conversation_reported",
            data={"subject": report.conversation.title, "reason": str(report.get_reason_display())},
            key=f"conversation_reported:{report.pk}:{person.pk}",
            url=f"/operator/people/conversation/{fact.conversation_id}/change/",
            at=at,
        )


def agree_conversations(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    """A paid order is a deal between the buyer and each studio in it; something for nothing is none."""
    lines = orders.bought(fact.order_id)
    order = lines[0].order
    if order.total:
        studios = {line.studio_id for line in lines}
        actions.agree(studios, account_id=order.account_id, email=order.email, at=at)


def claim_conversations(fact: AccountConfirmed, *, by: Actor, at: datetime) -> None:
    actions.claim(fact.account_id)


# One line of the table for all of them.
CONVERSATIONS: Final[dict[type[Fact], list[Effect]]] = {
    MessageReceived: [tell_of_message],
    MessageAnswered: [tell_of_message],
    MessageHeld: [tell_operators_of_held],
    MessageReleased: [tell_writer, let_offers_go_on],
    MessageRemoved: [tell_writer, let_offers_go_on],
    ConversationReported: [tell_operators_of_report],
}

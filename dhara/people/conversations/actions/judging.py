"""Reports, and what the operator decides about them and about held messages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.conversations import rules
from dhara.people.conversations.actions.sides import lock
from dhara.people.conversations.actions.writing import show
from dhara.people.conversations.facts import ConversationReported, MessageReleased, MessageRemoved
from dhara.people.conversations.models import Conversation, Message, Party, Report


@transaction.atomic
def report(party_id: int, *, reason: str, text: str = "", by: Actor, at: datetime) -> Report:
    """Ask the operator to look; once until they have. Raises Invalid for an unknown reason, Conflict when asked."""
    conversation, mine, _other = lock(party_id, by=by)
    if reason not in rules.REASONS:
        raise Invalid("report_reason", _("Please choose what is wrong."), "reason")
    if Report.objects.filter(conversation=conversation, party=mine, handled_at__isnull=True).exists():
        raise Conflict("reported_already", _("You have reported this already. The operator will look at it."))
    made = Report.objects.create(
        conversation=conversation,
        party=mine,
        account_id=by.id,
        reason=reason,
        text=clean_text(text, lines=True)[:2000],
        at=at,
    )
    record(ConversationReported(conversation.pk, made.pk), by=by, at=at, studio_id=conversation.studio_id)
    return made


@transaction.atomic
def release(message_id: int, *, by: Actor, at: datetime) -> Message:
    """Let a held message through: now it appears. Raises NotAllowed, NotFoundHere, Conflict (message_settled)."""
    message, conversation = _held(message_id, by=by)
    Message.objects.filter(pk=message.pk).update(released_at=at)
    sides = {each.pk: each for each in Party.objects.filter(conversation=conversation)}
    writer = sides.pop(message.party_id)
    show(message, writer, next(iter(sides.values())), conversation, by=by, at=at)
    record(MessageReleased(conversation.pk, message.pk), by=by, at=at, studio_id=conversation.studio_id)
    message.refresh_from_db()
    return message


@transaction.atomic
def remove(message_id: int, *, reason: str, by: Actor, at: datetime) -> Message:
    """Take a message out of sight, held or shown; its writer reads why. Raises Invalid without a reason."""
    reason = clean_text(reason)[:300]
    if not reason:
        raise Invalid("reason_missing", _("Please say why: the writer reads it."), "reason")
    message, conversation = _judged(message_id, by=by)
    if message.removed_at is not None:
        raise Conflict("message_settled", _("This was decided already."))
    reader = Party.objects.filter(conversation=conversation).exclude(pk=message.party_id)
    if message.shown_at is not None:
        unread = Q(read_to=None) | Q(read_to__lt=message.shown_at)
        reader.filter(unread, unread__gt=0).update(unread=F("unread") - 1)
    Message.objects.filter(pk=message.pk).update(removed_at=at, removed_for=reason)
    record(MessageRemoved(conversation.pk, message.pk), by=by, at=at, studio_id=conversation.studio_id)
    message.refresh_from_db()
    return message


@transaction.atomic
def handle(report_id: int, *, outcome: str, by: Actor, at: datetime) -> Report:
    """The operator is done with a report; `outcome` is kept for whoever looks next."""
    _operator(by)
    found = Report.objects.select_for_update().filter(pk=report_id).first()
    if found is None:
        raise NotFoundHere
    if found.handled_at is not None:
        raise Conflict("report_settled", _("This was decided already."))
    found.handled_at, found.handled_by_id, found.outcome = at, by.id, clean_text(outcome)[:300]
    found.save(update_fields=["handled_at", "handled_by", "outcome"])
    return found


def _judged(message_id: int, *, by: Actor) -> tuple[Message, Conversation]:
    _operator(by)
    known = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    if known is None:
        raise NotFoundHere
    conversation = Conversation.objects.select_for_update().get(pk=known)
    return Message.objects.get(pk=message_id), conversation


def _held(message_id: int, *, by: Actor) -> tuple[Message, Conversation]:
    message, conversation = _judged(message_id, by=by)
    if not message.waits:
        raise Conflict("message_settled", _("This was decided already."))
    return message, conversation


def _operator(by: Actor) -> None:
    if by.kind != "operator":
        raise NotAllowed

"""Write a message: shown at once and told of, or held for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.accounts.models import Account
from dhara.people.conversations import rules
from dhara.people.conversations.actions.sides import lock
from dhara.people.conversations.facts import MessageAnswered, MessageHeld, MessageReceived
from dhara.people.conversations.models import Conversation, Message, MessageFile, Party
from dhara.people.conversations.rules import limits, scams

_TICK: Final = timedelta(microseconds=1)


@transaction.atomic
def write(
    *,
    party_id: int,
    body: str,
    files: Sequence[int] = (),
    by: Actor,
    at: datetime,
    via: str = rules.PAGE,
    key: str = "",
) -> Message:
    """Write as one side. `files` are ids of `upload`ed files that were not sent yet; `key` makes a retry harmless.

    Raises NotFoundHere, NotAllowed, Invalid (on body or files), Conflict (blocked…), TooMany.
    """
    conversation, mine, other = lock(party_id, by=by)
    if key and (known := Message.objects.filter(key=key).first()):
        if known.party_id != mine.pk:
            raise NotFoundHere
        return known
    waiting = _waiting(mine, files)
    limits.check_files([each.file.name for each in waiting])
    text = limits.clean_body(body, files=len(waiting))
    limits.unblocked(mine.blocked_at, other.blocked_at)
    author = Account.objects.filter(pk=by.id).first() if by.id else None
    recent = Message.objects.filter(party=mine, author=author, at__gt=at - limits.WRITTEN_WITHIN)
    limits.may_write(recent.count())
    reasons = _reasons(conversation, mine, author, text, at)
    message = Message.objects.create(
        conversation=conversation,
        party=mine,
        author=author,
        author_name=(author.get_full_name() if author else mine.name)[:120],
        body=text,
        via=via,
        key=key or None,
        at=at,
        shown_at=None if reasons else _moment(conversation, at),
        held_at=at if reasons else None,
        held_for=",".join(reasons),
    )
    MessageFile.objects.filter(pk__in=[each.pk for each in waiting]).update(message=message)
    Party.objects.filter(pk=mine.pk).update(archived_at=None, looked_at=at)
    if reasons:
        record(MessageHeld(conversation.pk, message.pk, message.held_for), by=by, at=at)
    else:
        show(message, mine, other, conversation, by=by, at=at)
    return message


def enter(conversation: Conversation, mine: Party, other: Party, *, at: datetime) -> None:
    """One side puts something else than a message into it, such as an offer of work: it counts as new to the other one.

    Whoever puts it there tells of it. Called with the conversation locked. Raises Conflict (blocked, blocked_by_you).
    """
    limits.unblocked(mine.blocked_at, other.blocked_at)
    Conversation.objects.filter(pk=conversation.pk).update(last_at=_moment(conversation, at))
    Party.objects.filter(pk=other.pk).update(unread=F("unread") + 1, archived_at=None)


def _moment(conversation: Conversation, at: datetime) -> datetime:
    """Later than all that was shown before, so that nobody who has read up to there misses it."""
    return max(at, conversation.last_at + _TICK)


def show(
    message: Message, writer: Party, reader: Party, conversation: Conversation, *, by: Actor, at: datetime
) -> None:
    """Let the other side have a message (which has its moment), tell of it, and think of a mail notice for later."""
    moment = message.shown_at or _moment(conversation, at)
    if message.shown_at is None:
        Message.objects.filter(pk=message.pk).update(shown_at=moment)
    Conversation.objects.filter(pk=conversation.pk).update(last_at=moment)
    Party.objects.filter(pk=reader.pk).update(unread=F("unread") + 1, archived_at=None)
    fact = MessageReceived if writer.role == rules.CUSTOMER else MessageAnswered
    record(fact(conversation.pk, message.pk, conversation.subject), by=by, at=at, studio_id=conversation.studio_id)
    if not reader.muted:
        name = "people.conversations.tasks.remind"
        defer_named(name, queue="mail", when=at + limits.PATIENCE, party_id=reader.pk, message_id=message.pk)


def _reasons(conversation: Conversation, mine: Party, author: Account | None, text: str, at: datetime) -> list[str]:
    reasons = scams.held_for(text, agreed=conversation.agreed_at is not None)
    if author is not None and mine.role == rules.CUSTOMER and conversation.agreed_at is None:
        same = Message.objects.filter(author=author, body=text, at__gt=at - limits.DAY)
        elsewhere = same.exclude(conversation__studio=conversation.studio_id).values("conversation__studio").distinct()
        if limits.is_alike(text, elsewhere.count()):
            reasons.append(rules.SAME_TEXT)
    return reasons


def _waiting(party: Party, files: Sequence[int]) -> list[MessageFile]:
    """Those that this side has uploaded and not sent. Raises Conflict for others."""
    found = MessageFile.objects.select_related("file").filter(pk__in=files, party=party, message=None)
    if found.count() != len(set(files)):
        raise Conflict("file_gone", _("A file is not there any more. Please add it again."), "files")
    return list(found)

"""What one side does for itself: read, put away, mute, block."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.people.conversations.actions.opening import pair
from dhara.people.conversations.actions.sides import lock
from dhara.people.conversations.models import Party
from dhara.people.conversations.queries import unread_of
from dhara.people.notices.actions import mark_seen


@transaction.atomic
def mark_read(party_id: int, *, upto: datetime | None = None, by: Actor, at: datetime) -> int:
    """All that was shown until `upto` (else all) has been seen by this side; returns how many are left unread."""
    conversation, mine, _other = lock(party_id, by=by)
    moment = min(upto or conversation.last_at, conversation.last_at)
    mine.read_to = max(mine.read_to or moment, moment)
    mine.unread = unread_of(mine).count()
    mine.looked_at = at
    mine.save(update_fields=["read_to", "unread", "looked_at"])
    mark_seen(notices_of(conversation.pk, mine.pk), at=at)
    return mine.unread


def notices_of(conversation_id: int, party_id: int) -> str:
    """How the keys of the notices about new messages to one side begin."""
    return f"message:{conversation_id}:{party_id}:"


@transaction.atomic
def archive(party_id: int, *, put_away: bool, by: Actor, at: datetime) -> None:
    """Out of the list until something new comes, or back into it."""
    lock(party_id, by=by)
    Party.objects.filter(pk=party_id).update(archived_at=at if put_away else None)


@transaction.atomic
def mute(party_id: int, *, muted: bool, by: Actor) -> None:
    """Write no mail about this conversation to this side, or do again."""
    lock(party_id, by=by)
    Party.objects.filter(pk=party_id).update(muted=muted)


@transaction.atomic
def block(party_id: int, *, by: Actor, at: datetime) -> None:
    """Nothing more from the other side, in all conversations of these two."""
    _block(party_id, at, by=by)


@transaction.atomic
def unblock(party_id: int, *, by: Actor) -> None:
    _block(party_id, None, by=by)


def _block(party_id: int, blocked_at: datetime | None, *, by: Actor) -> None:
    conversation, mine, other = lock(party_id, by=by)
    customer = other if mine.studio_id else mine
    both = pair(conversation.studio_id, customer.account_id, customer.email)
    both.filter(role=mine.role).update(blocked_at=blocked_at)

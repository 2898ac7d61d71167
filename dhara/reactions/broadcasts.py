"""A broadcast could not begin, was stopped by a breaker, or is done: the studio is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.broadcasts import actions as broadcasts
from dhara.audience.broadcasts.facts import BroadcastDone, BroadcastNotBegun, BroadcastStopped
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.sending.facts import SendingFinished, SendingStopped
from dhara.kit.actor import Actor
from dhara.people.notices.actions import tell
from dhara.people.studios.queries import members_of
from dhara.people.studios.rules import role_may


def pause_broadcast(fact: SendingStopped, *, by: Actor, at: datetime) -> None:
    """A breaker has stopped the letters; the broadcast says so and waits for a member."""
    if number := _number(fact.source):
        broadcasts.protect(number, fact.reason, at=at)


def settle_broadcast(fact: SendingFinished, *, by: Actor, at: datetime) -> None:
    if number := _number(fact.source):
        broadcasts.settle_one(number, at=at)


def _number(source: str) -> int:
    """The broadcast that deliveries name; 0 for those of sequences."""
    kind, _colon, number = source.partition(":")
    return int(number) if kind == "broadcast" else 0


def tell_broadcast_not_begun(fact: BroadcastNotBegun, *, by: Actor, at: datetime) -> None:
    _tell(fact.broadcast_id, "broadcast_not_begun", {"reason": fact.reason}, by=by, at=at)


def tell_broadcast_stopped(fact: BroadcastStopped, *, by: Actor, at: datetime) -> None:
    _tell(fact.broadcast_id, f"broadcast_stopped_{fact.reason}", {}, by=by, at=at)


def tell_broadcast_done(fact: BroadcastDone, *, by: Actor, at: datetime) -> None:
    _tell(fact.broadcast_id, "broadcast_done", {"sent": fact.sent}, by=by, at=at)


def _tell(broadcast_id: int, kind: str, data: dict[str, Any], *, by: Actor, at: datetime) -> None:
    broadcast = Broadcast.objects.select_related("studio").get(pk=broadcast_id)
    for member in members_of(broadcast.studio_id):
        if role_may(member.role, "send_letters"):
            tell(
                account_id=member.account_id,
                topic="studio",
                kind=kind,
                data={"broadcast": broadcast.name, **data},
                key=f"{kind}:{by.cause}:{member.account_id}",
                url=f"/studio/{broadcast.studio.handle}/audience/broadcasts/{broadcast_id}/",
                studio_id=broadcast.studio_id,
                at=at,
            )

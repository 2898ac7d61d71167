"""Messages are written when something happens, again at a person's word, and forgotten after a while."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.api.webhooks import events, queries, rules
from dhara.api.webhooks.actions.endpoints import kept, wake
from dhara.api.webhooks.models import Endpoint, Message
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.queue import defer_one_by_one
from dhara.kit.refusal import Conflict, NotFoundHere

STEP = 1_000


def write(name: str, fact: Fact, *, fact_id: int, at: datetime) -> int:
    """One message for each endpoint that listens to the event and may know of it; returns how many are new.

    Belongs into the reaction's transaction; writing twice is writing once.
    """
    listening = queries.listening(events.studios(name, fact, fact_id), events.buyer(name, fact))
    endpoints = [each for each in listening if name in each.events]
    if not endpoints:
        return 0
    told = events.told(name, fact, fact_id) if any(each.studio_id for each in endpoints) else {}
    bought = events.told_buyer(name, fact, fact_id) if any(each.account_id for each in endpoints) else None
    known = [(each.pk, bought if each.studio_id is None else told.get(each.studio_id)) for each in endpoints]
    new = [_message(key, name, data, fact_id, at) for key, data in known if data is not None]
    written = rows.insert_new(new)
    for each in endpoints:
        wake(each.pk)
    return len(written)


@transaction.atomic
def send_test(endpoint_id: int, *, by: Actor, at: datetime) -> Message:
    """A message that says that it is only a test; sent at once, whatever waits."""
    endpoint = _own(endpoint_id, by)
    data = {"endpoint": endpoint.pk, "text": "This is a test."}
    message = _message(endpoint.pk, rules.TEST, data, None, at)
    message.state, message.next_at = rules.FAILED, None
    message.save()
    _once(message)
    return message


@transaction.atomic
def replay(message_id: int, *, by: Actor, at: datetime) -> Message:
    """Send a message of the log once more, under its old id, whatever waits. One that waits has its turn anyway.

    Raises Conflict, NotAllowed, NotFoundHere.
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFoundHere()
    _own(message.endpoint_id, by)
    if message.state == rules.WAITING:
        Message.objects.filter(pk=message.pk).update(next_at=at)
        wake(message.endpoint_id)
    else:
        _once(message)
    return message


def forget_old(*, at: datetime) -> int:
    """Delete messages and tries that are older than they are kept, in steps. Returns how many messages."""
    done = 0
    while ids := list(queries.old_messages(at).values_list("pk", flat=True)[:STEP]):
        Message.objects.filter(pk__in=ids).delete()
        done += len(ids)
    return done


def _own(endpoint_id: int, by: Actor) -> Endpoint:
    endpoint = kept(endpoint_id, by)
    if not endpoint.active:
        raise Conflict("endpoint_off", _("This webhook is switched off. Switch it on first."))
    return endpoint


def _once(message: Message) -> None:
    name, lane = "api.webhooks.tasks.send_once", rules.lane_of(message.endpoint_id)
    defer_one_by_one(lane, name, queue="webhooks", message_id=message.pk)


def _message(endpoint_id: int, name: str, data: dict[str, Any], fact_id: int | None, at: datetime) -> Message:
    moment = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = json.dumps({"type": name, "timestamp": moment, "data": data}, ensure_ascii=False, separators=(",", ":"))
    return Message(
        endpoint_id=endpoint_id,
        msg_id=rules.new_id(),
        event=name,
        fact_ref=fact_id,
        body=body,
        state=rules.WAITING,
        next_at=at,
        created_at=at,
    )

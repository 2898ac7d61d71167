"""Send messages: lease the endpoint, POST without any transaction, write down what came of it.

A worker that dies in the midst leaves the message waiting and the lease behind; when that is over, the message is sent
again under the same id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from standardwebhooks import Webhook

from dhara.api.webhooks import queries, rules, wire
from dhara.api.webhooks.actions.endpoints import wake
from dhara.api.webhooks.facts import EndpointDisabled
from dhara.api.webhooks.mail import tell_disabled
from dhara.api.webhooks.models import Attempt, Endpoint, Message
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record
from dhara.kit.seal import Unsealable, unseal

Post = Callable[..., wire.Answer]
SEALED = "secret_sealed"


@dataclass(frozen=True)
class Leased:
    """What to send, and where, as it stood when the lease began."""

    endpoint: Endpoint
    message: Message
    until: datetime


def deliver_next(endpoint_id: int, *, at: datetime, post: Post = wire.send) -> bool:
    """Send the message whose turn it is, if it is due and nobody else sends; whether there may be another one now.

    Not to be called inside a transaction.
    """
    leased = _lease(endpoint_id, at)
    if leased is None:
        return False
    return _settle(leased, _sent(leased, at, post), at=at)


def send_once(message_id: int, *, at: datetime, post: Post = wire.send) -> bool:
    """One try out of turn: a test, or a message of the log once more. False while another one is being sent."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        return True
    leased = _lease(message.endpoint_id, at, message)
    if leased is None:
        return not Endpoint.objects.filter(queries.IN_FORCE, pk=message.endpoint_id, active=True).exists()
    answer = _sent(leased, at, post)
    with transaction.atomic():
        _note(leased.message, answer, at)
        state = rules.DELIVERED if rules.succeeded(answer.status) else rules.FAILED
        again = Message.objects.filter(pk=message_id).exclude(state=rules.WAITING)
        if state == rules.DELIVERED or message.event == rules.TEST:
            again.update(state=state, ended_at=at)
        _release(leased)
    wake(message.endpoint_id)
    return True


@transaction.atomic
def _lease(endpoint_id: int, at: datetime, message: Message | None = None) -> Leased | None:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    rows = Endpoint.objects.select_for_update(of=("self",)).filter(queries.IN_FORCE, free, removed_at__isnull=True)
    endpoint = rows.filter(pk=endpoint_id, active=True).first()
    if endpoint is None:
        return None
    chosen = message or queries.first_waiting(endpoint_id)
    if chosen is None or (message is None and chosen.next_at is not None and chosen.next_at > at):
        return None
    until = at + rules.LEASE
    Endpoint.objects.filter(pk=endpoint_id).update(leased_until=until)
    return Leased(endpoint, chosen, until)


def _sent(leased: Leased, at: datetime, post: Post) -> wire.Answer:
    endpoint, message = leased.endpoint, leased.message
    try:
        headers = signed(endpoint, message.msg_id, message.body, at)
    except Unsealable:
        return wire.Answer(None, SEALED, "", 0)
    return post(endpoint.url, message.body.encode(), headers, sandbox=settings.SANDBOX)


def signed(endpoint: Endpoint, msg_id: str, body: str, at: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; for a while after a change of secrets with a signature of each."""
    sealed = [endpoint.secret]
    if endpoint.older_secret and endpoint.older_until is not None and at < endpoint.older_until:
        sealed.append(endpoint.older_secret)
    signatures = [Webhook(str(unseal(each))).sign(msg_id, at, body) for each in sealed]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Dhara-Webhooks/1",
        "webhook-id": msg_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


@transaction.atomic
def _settle(leased: Leased, answer: wire.Answer, *, at: datetime) -> bool:
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("studio", "account")
    endpoint = rows.get(pk=leased.endpoint.pk)
    message = Message.objects.select_for_update().get(pk=leased.message.pk)
    _note(message, answer, at)
    if message.state == rules.WAITING:
        message.tries += 1
        if rules.succeeded(answer.status):
            _arrived(endpoint, message, at)
        else:
            _failed(endpoint, message, answer, at)
        message.save(update_fields=["tries", "state", "next_at", "ended_at"])
    _release(leased)
    return endpoint.active and (message.state != rules.WAITING)


def _arrived(endpoint: Endpoint, message: Message, at: datetime) -> None:
    message.state, message.next_at, message.ended_at = rules.DELIVERED, None, at
    if endpoint.given_up or endpoint.failing_since:
        Endpoint.objects.filter(pk=endpoint.pk).update(given_up=0, failing_since=None)


def _failed(endpoint: Endpoint, message: Message, answer: wire.Answer, at: datetime) -> None:
    pause = rules.pause_after(message.tries)
    endpoint.failing_since = endpoint.failing_since or at
    if pause is None:
        message.state, message.next_at, message.ended_at = rules.FAILED, None, at
        endpoint.given_up += 1
    else:
        message.next_at = at + pause
    changes: dict[str, Any] = {"failing_since": endpoint.failing_since, "given_up": endpoint.given_up}
    Endpoint.objects.filter(pk=endpoint.pk).update(**changes)
    if answer.status == rules.GONE or rules.must_stop(endpoint.given_up, endpoint.failing_since, at):
        _disable(endpoint, "gone" if answer.status == rules.GONE else "failing", at)
    elif pause is not None:
        wake(endpoint.pk, message.next_at)


def _disable(endpoint: Endpoint, reason: str, at: datetime) -> None:
    endpoint.active = False
    Endpoint.objects.filter(pk=endpoint.pk).update(active=False, off_reason=reason, off_at=at)
    fact = EndpointDisabled(endpoint.pk, reason)
    cause = record(fact, by=SYSTEM, at=at, studio_id=endpoint.studio_id)
    tell_disabled(endpoint, reason, by=SYSTEM.because(cause), at=at)


def _note(message: Message, answer: wire.Answer, at: datetime) -> None:
    Attempt.objects.create(
        message=message, at=at, status=answer.status, error=answer.error, body=answer.body, millis=answer.millis
    )


def _release(leased: Leased) -> None:
    """Only one's own lease: one that was too slow may have lost it to another."""
    Endpoint.objects.filter(pk=leased.endpoint.pk, leased_until=leased.until).update(leased_until=None)

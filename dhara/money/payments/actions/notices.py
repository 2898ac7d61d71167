"""Notices of gateways: stored once, then looked into. What they say is never believed, only that something happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.queue import defer_named
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import NO_KEYS
from dhara.money.payments import rules
from dhara.money.payments.actions.outcome import ask
from dhara.money.payments.models import GatewayEvent, Payment

# A notice may come before our own commit; this is how long we wait for the payment it speaks of.
PATIENCE = timedelta(hours=1)
PAUSE = timedelta(seconds=5)


@transaction.atomic
def receive_event(*, source: str, headers: Mapping[str, str], body: bytes, at: datetime) -> bool:
    """Take in a notice as it came over HTTP. True when it is new; a notice that comes again is stored once.

    Raises NotFoundHere for an unknown gateway, Forged (400) for a notice that it did not sign.
    """
    event = gateways.gateway(source).verify_event(headers, body, keys=NO_KEYS, at=at)
    came = GatewayEvent(
        source=source, event_id=event.id, gateway_ref=event.gateway_ref, body=dict(event.body), received_at=at
    )
    new = rows.insert_new([came])
    for event_id in new:
        defer_named("money.payments.tasks.handle_event", queue="gateways", event_id=event_id)
    return bool(new)


def handle_event(event_id: int, *, by: Actor, at: datetime) -> None:
    """Ask the gateway about the payment that a notice speaks of, and act on the answer. Harmless when repeated."""
    event = rows.first(GatewayEvent, "t.id = %s", [event_id])
    if event is None or event.handled_at is not None:
        return
    payment = rows.first(Payment, "t.gateway = %s AND t.gateway_ref = %s", [event.source, event.gateway_ref])
    if payment is not None:
        # What is paid already can not become anything else by a notice: refunds are asked about on their own.
        if payment.status not in rules.PAID:
            ask(payment.pk, by=by, at=at)
    elif at < event.received_at + PATIENCE:
        defer_named("money.payments.tasks.handle_event", queue="gateways", when=at + PAUSE, event_id=event_id)
        return
    problem = "" if payment else "no payment has this reference"
    rows.update(event, handled_at=at, problem=problem)

"""Notices of gateways: stored once, then looked into. What they say is never believed, only that something happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.queue import app, defer_named, job_sql
from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import Unsealable
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import BY_HAND, NO_KEYS, Event, Forged, Heeds
from dhara.money.payments import rules
from dhara.money.payments.actions.outcome import ask
from dhara.money.payments.actions.refund import drive_refund
from dhara.money.payments.models import GatewayEvent, Payment, PaymentRefund

# A notice may come before our own commit; this is how long we wait for the payment it speaks of.
PATIENCE = timedelta(hours=1)
PAUSE = timedelta(seconds=5)
# Who deals with notices that are about no payment: jobs of concepts that stand beside or above this one.
ELSEWHERE: Final = {
    "dispute": "money.disputes.tasks.handle_event",
    "payout": "money.payouts.tasks.handle_event",
}

# Stored, and its job written, by one statement: nothing is lost between the two, and one round trip is enough.
# What is paid already can not become anything else by a notice about the payment, so such a one is handled at once.
_STORE = """
WITH came AS (
  INSERT INTO money_gatewayevent (source, account_id, event_id, gateway_ref, about, ref, body, received_at, problem,
                                  handled_at)
  SELECT source, account_id, event_id, gateway_ref, about, ref, body, at, '', CASE WHEN about = 'payment' AND EXISTS (
      SELECT FROM money_payment p WHERE p.gateway = source AND p.gateway_ref = given.gateway_ref
         AND p.account_id IS NOT DISTINCT FROM given.account_id AND p.status = ANY(%s)) THEN at END
    FROM (VALUES (%s, %s::bigint, %s, %s, %s, %s, %s::jsonb, %s::timestamptz))
      AS given(source, account_id, event_id, gateway_ref, about, ref, body, at)
  ON CONFLICT DO NOTHING RETURNING id, handled_at
)
SELECT id, CASE WHEN handled_at IS NULL THEN {job} END FROM came
""".replace("{job}", job_sql("gateways", "money.payments.tasks.handle_event", "jsonb_build_object('event_id', id)"))


def receive_event(
    *, source: str, headers: Mapping[str, str], body: bytes, at: datetime, notice_token: str = ""
) -> bool:
    """Take in a notice as it came over HTTP. True when it is new; a notice that comes again is stored once.

    `notice_token` is the account's in whose address it came; without it the notice is for the instance's own account.
    Raises NotFoundHere for an unknown gateway or address, Forged (400) for a notice that the gateway did not sign.
    """
    event, account_id = _verified(source, notice_token, headers, body, at)
    words = json.dumps(dict(event.body)).replace("\\u0000", "")
    given = [
        list(rules.PAID),
        source,
        account_id,
        event.id[:120],
        event.gateway_ref[:120],
        event.about,
        event.ref[:120],
        words,
        at,
    ]
    with rows.cursor() as cursor:
        cursor.execute(_STORE, given)
        return cursor.fetchone() is not None


def _verified(
    source: str, notice_token: str, headers: Mapping[str, str], body: bytes, at: datetime
) -> tuple[Event, int | None]:
    """The notice, and the account with whose keys it was signed."""
    sender = gateways.gateway(source)
    if not sender.fields and not notice_token:
        return sender.verify_event(headers, body, keys=NO_KEYS, at=at), None
    accounts = gateways.to_verify(source, notice_token)
    if not accounts:
        raise NotFoundHere()
    forged: Forged | None = None
    for account in accounts:
        try:
            return sender.verify_event(headers, body, keys=gateways.opened(account), at=at), account.pk
        except Forged as unsigned:
            forged = unsigned
        except Unsealable:
            continue
    raise forged or Forged()


def handle_event(event_id: int, *, by: Actor, at: datetime) -> None:
    """Ask the gateway about what a notice speaks of, and act on the answer. Harmless when repeated."""
    event = rows.first(GatewayEvent, "t.id = %s", [event_id])
    if event is None or event.handled_at is not None:
        return
    if event.about == "payment":
        problem = _about_payment(event, by=by, at=at)
    elif event.about == "refund":
        problem = _about_refund(event, by=by, at=at)
    elif event.about in ELSEWHERE:
        problem = _about_else(event)
    else:
        problem = _about_other(event, at=at)
    if problem is not None:
        rows.update(event, handled_at=at, problem=problem)


def _about_payment(event: GatewayEvent, *, by: Actor, at: datetime) -> str | None:
    payment = _payment_of(event)
    if payment is None:
        return _wait(event, at, "no payment has this reference")
    # What is paid already can not become anything else by a notice: refunds are asked about on their own.
    if payment.status not in rules.PAID:
        ask(payment.pk, by=by, at=at)
    return ""


_BY_HAND: Final = "no refund of ours: was it given back at the gateway by hand?"


def _about_refund(event: GatewayEvent, *, by: Actor, at: datetime) -> str | None:
    """The refund that it names, else all of the payment's that the gateway has not named yet."""
    if event.body.get(BY_HAND):
        return _BY_HAND
    mine = PaymentRefund.objects.filter(payment__gateway=event.source, payment__account_id=event.account_id)
    found = list(mine.filter(gateway_ref=event.ref).values_list("pk", flat=True)) if event.ref else []
    if not found and (payment := _payment_of(event)):
        found = list(mine.filter(payment=payment, status=rules.PENDING).values_list("pk", flat=True))
        if not found:
            # Given back by hand at the gateway: the books do not know of it, so somebody must look.
            return _wait(event, at, _BY_HAND)
    if not found:
        return _wait(event, at, "no refund has this reference")
    for refund_id in found:
        drive_refund(refund_id, by=by, at=at, again=True)
    return ""


def _about_else(event: GatewayEvent) -> str:
    job = ELSEWHERE[event.about]
    if job not in app.tasks:
        return f"nobody deals with notices about a {event.about}"
    defer_named(job, queue="gateways", event_id=event.pk)
    return ""


def _about_other(event: GatewayEvent, *, at: datetime) -> str:
    sender = gateways.known(event.source)
    if isinstance(sender, Heeds):
        told = Event(event.event_id, event.gateway_ref, event.body, "other", event.ref)
        sender.heed(told, keys=gateways.keys_of(event.account_id), at=at)
    return ""


# A merchant's account may have been retired for another meanwhile: whose it is counts, the studio's or the instance's.
_MINE = """
t.gateway = %s AND (t.gateway_ref = %s OR t.token = %s) AND (t.account_id IS NOT DISTINCT FROM %s::bigint
 OR t.account_id IN (SELECT o.id FROM money_gatewayaccount o
       JOIN money_gatewayaccount a ON o.studio_id IS NOT DISTINCT FROM a.studio_id WHERE a.id = %s::bigint))
"""


def _payment_of(event: GatewayEvent) -> Payment | None:
    """The charge by the gateway's name for it, or by ours: the gateway may speak before our own commit."""
    if not event.gateway_ref:
        return None
    told, account = event.gateway_ref, event.account_id
    return rows.first(Payment, _MINE, [event.source, told, told, account, account])


def _wait(event: GatewayEvent, at: datetime, problem: str) -> str | None:
    """Look again in a moment; after PATIENCE it is a problem."""
    if at >= event.received_at + PATIENCE:
        return problem
    defer_named("money.payments.tasks.handle_event", queue="gateways", when=at + PAUSE, event_id=event.pk)
    return None

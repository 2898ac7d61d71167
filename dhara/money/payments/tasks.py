"""Jobs of payments."""

from __future__ import annotations

from datetime import timedelta

from dhara.kit import clock
from dhara.kit.actor import SYSTEM, gateway
from dhara.kit.queue import defer, periodic, task
from dhara.money.gateways.queries import refunded_by_hand
from dhara.money.payments import actions, queries, rules


@task(queue="gateways")
def handle_event(event_id: int) -> None:
    actions.handle_event(event_id, by=gateway(), at=clock.now())


@task(queue="gateways")
def ask(payment_id: int) -> None:
    actions.ask(payment_id, by=SYSTEM, at=clock.now())


@task(queue="gateways")
def drive_refund(refund_id: int, tries: int = 0) -> None:
    """Ask the gateway; when it stays silent, soon again, then ever later, until `drive_refunds` does it alone."""
    made = actions.drive_refund(refund_id, by=SYSTEM, at=clock.now())
    if (
        made.status == rules.PENDING
        and made.payment.gateway not in refunded_by_hand()
        and tries < len(rules.REFUND_PAUSES)
    ):
        when = clock.now() + timedelta(seconds=rules.REFUND_PAUSES[tries])
        actions.drive_later(refund_id, tries=tries + 1, when=when)


@task(queue="gateways")
def ask_by_token(token: str) -> None:
    """For a gateway of our own house (a bank transfer) that knows the payment by its token."""
    payment = queries.by_token(token)
    if payment is not None:
        actions.ask(payment.pk, by=gateway(), at=clock.now())


@task(queue="gateways")
def drive_refund_by_key(key: str) -> None:
    refund_id = queries.refund_by_key(key)
    if refund_id is not None:
        actions.drive_refund(refund_id, by=gateway(), at=clock.now())


@periodic("* * * * *")
def ask_gateways() -> None:
    """Ask about every payment that is not final and whose time has come, each in a job of its own."""
    for payment_id in queries.to_ask(clock.now()):
        defer(ask, payment_id=payment_id)


@periodic("*/5 * * * *")
def drive_refunds() -> None:
    """Ask again for every refund that the gateway has not answered."""
    for refund_id in queries.open_refunds():
        actions.drive_later(refund_id, tries=len(rules.REFUND_PAUSES))

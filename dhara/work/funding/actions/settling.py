"""A payment for work came to an end: set the money aside and let the work begin, or send it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import NotFoundHere
from dhara.money.escrow import actions as escrow
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as payment_rules
from dhara.money.payments.queries import still_awaited
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import POOL, pool_key
from dhara.work.funding import rules
from dhara.work.funding.facts import FundingExpired, FundingFact, FundingFailed, FundingNotNeeded, FundingPaid
from dhara.work.funding.models import Funding, FundingPart
from dhara.work.funding.queries import funding_step, is_due

# What a payment's end means for the funding that waits for it.
_ENDS = {
    payment_rules.FAILED: rules.FAILED,
    payment_rules.CANCELLED: rules.FAILED,
    payment_rules.EXPIRED: rules.EXPIRED,
    payment_rules.REFUSED: rules.FAILED,
}


def locked(funding_id: int) -> Funding:
    """The funding, locked until the end of the transaction. Lock its payment before, and its units after it."""
    found = Funding.objects.select_for_update(of=("self",)).select_related("engagement", "payment", "account")
    funding = found.filter(pk=funding_id).first()
    if funding is None:
        raise NotFoundHere()
    return funding


@transaction.atomic
def settle(funding_id: int, payment_id: int, *, by: Actor, at: datetime) -> Funding:
    """Deal with a captured payment of the funding; as often as one likes, it is done once."""
    return settle_locked(funding_id, Payment.objects.locked(payment_id), by=by, at=at)


def settle_locked(
    funding_id: int, payment: Payment, *, capture: Sequence[ledger.Posting] = (), by: Actor, at: datetime
) -> Funding:
    """As `settle`, inside a transaction that has locked the payment. `capture` is booked, whatever becomes of it.

    A funding that waits, failed or expired is paid, where everything that it is for can still be funded. Otherwise
    (paid already, dropped, another amount, other terms agreed meanwhile) all of the money goes back.
    """
    funding = locked(funding_id)
    ledger.post_many(capture, by=by)
    if payment.status != payment_rules.CAPTURED or payment.subject != rules.subject(funding.pk):
        return funding
    if funding.status == rules.PAID:
        if funding.payment_id != payment.pk:
            _send_back(funding, payment, by=by, at=at)
        return funding
    parts = locked_parts(funding)
    whole = payment.money == Money(funding.amount, funding.currency)
    if not whole or not all(is_due(part) for part in parts) or _over(funding):
        _send_back(funding, payment, by=by, at=at)
        if funding.status == rules.PENDING:
            fact = FundingFailed(funding.pk, funding.engagement_id, "gone")
            funding.become(rules.FAILED, fact=fact, by=_machine(by), at=at, reason="gone")
        return funding
    _set_aside(funding, [part.unit for part in parts], at)
    fact_paid = FundingPaid(funding.pk, funding.engagement_id)
    return funding.become(rules.PAID, fact=fact_paid, by=by, at=at, payment=payment, paid_at=at)


def locked_parts(funding: Funding) -> list[FundingPart]:
    """Its parts with their units, which are locked in the order of their ids."""
    parts = list(funding.parts.all())
    ids = [part.unit_id for part in parts]
    units = {each.pk: each for each in Unit.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    for part in parts:
        part.unit = units[part.unit_id]
    return sorted(parts, key=lambda part: part.unit_id)


def _over(funding: Funding) -> bool:
    return funding.engagement.till == POOL and funding.engagement.ended_at is not None


def _set_aside(funding: Funding, units: Sequence[Unit], at: datetime) -> None:
    """A hold for each unit, which begins by it; or one for the whole campaign."""
    source, subject = ledger.account_id(accounts.UNAPPLIED, funding.currency), rules.subject(funding.pk)
    if funding.engagement.till == POOL:
        escrow.place(
            key=f"{pool_key(funding.engagement_id)}{funding.pk}",
            subject=subject,
            amount=Money(funding.amount, funding.currency),
            source=source,
            by=SYSTEM,
            at=at,
        )
    for unit in units:
        work.act(unit.pk, funding_step(unit) or "", by=SYSTEM, at=at, source=source, paid_by=subject)


def _send_back(funding: Funding, payment: Payment, *, by: Actor, at: datetime) -> None:
    """All of a payment goes back by itself, once."""
    key = f"{rules.subject(funding.pk)}:return:{payment.pk}"
    if PaymentRefund.objects.filter(key=key).exists():
        return
    payments.refund(payment.pk, payment.money, key=key, reason="not needed", by=_machine(by), at=at)
    fact = FundingNotNeeded(funding.pk, funding.engagement_id, payment.pk, payment.amount, payment.currency)
    record(fact, by=by, at=at)


@transaction.atomic
def payment_failed(funding_id: int, payment: Payment, *, by: Actor, at: datetime) -> Funding:
    """The funding's payment was declined, cancelled or left. The end of an older try changes nothing."""
    funding = locked(funding_id)
    target = _ENDS.get(payment.status)
    if target is None or funding.status != rules.PENDING or funding.payment_id != payment.pk:
        return funding
    fact: FundingFact = FundingFailed(funding.pk, funding.engagement_id, payment.status)
    if target == rules.EXPIRED:
        fact = FundingExpired(funding.pk, funding.engagement_id)
    return funding.become(target, fact=fact, by=_machine(by) if target == rules.EXPIRED else by, at=at)


@transaction.atomic
def expire(funding_id: int, *, by: Actor, at: datetime) -> Funding:
    """Nobody paid in time. Money that still comes later is dealt with by `settle`."""
    funding = locked(funding_id)
    if funding.status != rules.PENDING or (funding.payment is not None and still_awaited(funding.payment, at)):
        return funding
    fact = FundingExpired(funding.pk, funding.engagement_id)
    return funding.become(rules.EXPIRED, fact=fact, by=by, at=at)


def _machine(by: Actor) -> Actor:
    """Dhara itself, in the same chain: nobody asked for this."""
    return replace(by, kind="system", id=None)

"""Learn from the gateway's server what became of a payment, and act on it once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import MOVED_ALREADY
from dhara.kit.locale.languages import current, in_language
from dhara.kit.refusal import Conflict, NotAllowed
from dhara.kit.seal import Unsealable
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble, OneClick, Outcome
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import Posting, account_id, post_many
from dhara.money.payments import queries, rules
from dhara.money.payments.actions.refund import REFUSED_BY_US, refund
from dhara.money.payments.facts import PaymentCaptured, PaymentFailed, PaymentHeld, PaymentRefused
from dhara.money.payments.models import Payment, PaymentRefund

# Why a payment is held: the gateway warns of it (details["held"]); else the amount is another one.
WARNED = "warned"
_UNHAPPY = {"failed": rules.FAILED, "cancelled": rules.CANCELLED, "expired": rules.EXPIRED}


def learn(known: Payment | int, *, at: datetime, returned: Mapping[str, str] | None = None) -> Outcome:
    """Ask the gateway. A network call: never inside a transaction. Silence is `pending`: ask again later.

    `known` is the payment as it was just read, or its id; `returned` is what the payer's browser brought back.
    A payment by a stored method is charged by this, until there is an answer: the gateway does it once.
    Why it was declined is kept for the payer to read, so it is said in their language, whoever asks.
    """
    payment = queries.read(known)
    try:
        charge, keys = queries.spoken(payment, returned)
        gateway = gateways.known(payment.gateway)
        with in_language(payment.language or current()):
            outcome = gateway.query(charge, keys=keys, at=at)
            asked = bool(payment.method) and payment.status == rules.CREATED and outcome.state == "pending"
            if asked and isinstance(gateway, OneClick):
                return gateway.charge_again(charge, payment.method, keys=keys, at=at)
            return outcome
    except (GatewayTrouble, Unsealable) as trouble:
        return Outcome("pending", reason=str(trouble))


def apply(
    known: Payment | int,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
    already: Collection[str] = (),
    unbooked: list[Posting] | None = None,
) -> Payment:
    """Act on what the gateway's server said, once: repeated and outdated answers change nothing.

    Captured money is booked; another amount or currency than was asked for, or money of which the gateway warns, goes
    to review unbooked. Money is taken even after the payment was given up. Belongs into the caller's transaction, who
    locks nothing before it.
    `known` is the payment as it was read before, or its id. One that waited then is not read again before it is
    changed: it is as it was but for somebody who asks at the same moment, whose answer stands.
    `already` names effects of the fact that the caller itself carries out in this transaction. With a list as
    `unbooked` the caller books what came, too: its entry is put there, to be booked together with the caller's own.
    """
    if isinstance(known, Payment):
        if known.status in rules.OPEN and outcome.state == "captured":
            try:
                _take(known, outcome, by=by, at=at, already=already, unbooked=unbooked)
            except Conflict as conflict:
                if conflict.code != MOVED_ALREADY:
                    raise
            else:
                return known
        known = known.pk
    payment = Payment.objects.locked(known)
    warned = payment.status == rules.REVIEW and payment.details.get("held") == WARNED
    if outcome.state in ("captured", "review"):
        if payment.status not in (*rules.PAID, rules.REVIEW) or (warned and outcome.state == "captured"):
            _take(payment, outcome, by=by, at=at, already=already, unbooked=unbooked)
    elif outcome.state in _UNHAPPY and (payment.status in rules.OPEN or warned):
        status = rules.FAILED if warned else _UNHAPPY[outcome.state]
        _end(payment, status, outcome, by=by, at=at, already=already)
    return payment


def _take(
    payment: Payment,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
    already: Collection[str],
    unbooked: list[Posting] | None,
) -> None:
    amount = outcome.amount
    if amount is None:
        raise ValueError("a captured outcome says how much")
    fee = outcome.fee or Money.zero(amount.currency)
    known: dict[str, Any] = {
        "gateway_ref": outcome.gateway_ref or payment.gateway_ref,
        "details": {**outcome.details},
        "ask_at": None,
    }
    fits = amount == payment.money and fee.currency == amount.currency and 0 <= fee.minor <= amount.minor
    if outcome.state == "review" or not fits:
        _hold(payment, outcome, amount, fee, known, fits=fits, by=by, at=at)
        return
    if outcome.method:
        known["method"] = outcome.method
    fact = _captured(payment)
    payment.become(rules.CAPTURED, by=by, at=at, fact=fact, already=already, fee=fee.minor, **known)
    if unbooked is None:
        _book(payment, amount, fee, by=by, at=at)
    else:
        unbooked.append(_capture(payment, amount, fee, at))


def _hold(
    payment: Payment,
    outcome: Outcome,
    amount: Money,
    fee: Money,
    known: dict[str, Any],
    *,
    fits: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Nothing is booked or sold before an operator has looked, who sees the reason; the payer sees that we look."""
    if payment.status == rules.REVIEW:
        return
    came = {"came": amount.minor, "currency": amount.currency, "fee": fee.minor, "held": WARNED if fits else "amount"}
    known["details"] = {**outcome.details, **came}
    warning = outcome.reason or "the gateway warns of it"
    reason = warning if fits else f"{payment.money} was asked for, {amount} came"
    fact = PaymentHeld(payment.pk, payment.subject)
    payment.become(rules.REVIEW, fact=fact, by=by, at=at, reason=reason[:500], **known)


def _captured(payment: Payment) -> PaymentCaptured:
    return PaymentCaptured(payment.pk, payment.subject)


def _book(payment: Payment, amount: Money, fee: Money, *, by: Actor, at: datetime) -> None:
    post_many([_capture(payment, amount, fee, at)], by=by)


def _capture(payment: Payment, amount: Money, fee: Money, at: datetime) -> Posting:
    """The gateway owes us what it will settle; its fee is a cost until sellers bear it (see ledger/__init__)."""
    legs = [
        (account_id(ledger.GATEWAY, amount.currency, detail=queries.holder(payment)), fee.minor - amount.minor),
        (account_id(ledger.GATEWAY_FEES, amount.currency), -fee.minor),
        (account_id(ledger.UNAPPLIED, amount.currency), amount.minor),
    ]
    return Posting(
        key=f"payment:{payment.pk}:capture",
        memo="capture",
        legs=[leg for leg in legs if leg[1]],
        currency=amount.currency,
        at=at,
        data={"gateway": payment.gateway},
        subject=payment.subject,
    )


def _end(
    payment: Payment, status: str, outcome: Outcome, *, by: Actor, at: datetime, already: Collection[str] = ()
) -> None:
    payment.become(
        status,
        already=already,
        fact=PaymentFailed(payment.pk, payment.subject, status),
        by=by,
        at=at,
        reason=outcome.reason[:500],
        details={**outcome.details, "reason": outcome.reason[:200]},
        gateway_ref=outcome.gateway_ref or payment.gateway_ref,
        asked=0,
        ask_at=rules.ask_next(status, 0, at),
    )


@transaction.atomic
def accept(payment_id: int, *, by: Actor, at: datetime) -> Payment:
    """An operator takes a payment under review as what really came: its amount and currency become those."""
    payment, amount, fee = _in_review(payment_id, by)
    changes: dict[str, Any] = {"amount": amount.minor, "currency": amount.currency, "fee": fee.minor}
    payment.become(rules.CAPTURED, by=by, at=at, fact=_captured(payment), **changes)
    _book(payment, amount, fee, by=by, at=at)
    return payment


@transaction.atomic
def refuse(payment_id: int, *, reason: str, by: Actor, at: datetime) -> PaymentRefund:
    """An operator does not want a payment under review: all that came is booked, and goes back to the payer."""
    payment, amount, fee = _in_review(payment_id, by)
    changes: dict[str, Any] = {"amount": amount.minor, "currency": amount.currency, "fee": fee.minor}
    changes["details"] = {**payment.details, REFUSED_BY_US: reason[:200]}
    fact = PaymentRefused(payment.pk, payment.subject, amount.minor, amount.currency)
    payment.become(rules.REFUSED, by=by, at=at, fact=fact, reason=reason[:500], **changes)
    _book(payment, amount, fee, by=by, at=at)
    return refund(payment.pk, amount, key=f"payment:{payment.pk}:refused", reason=reason, by=by, at=at)


def _in_review(payment_id: int, by: Actor) -> tuple[Payment, Money, Money]:
    """The locked payment, what really came, and the gateway's fee of it."""
    payment = Payment.objects.locked(payment_id)
    if by.kind not in ("operator", "system"):
        raise NotAllowed()
    if payment.status != rules.REVIEW:
        raise Conflict("not_in_review", _("This payment is not under review."))
    amount = Money(int(payment.details["came"]), payment.details["currency"])
    return payment, amount, Money(max(0, min(int(payment.details["fee"]), amount.minor)), amount.currency)


def ask(payment_id: int, *, by: Actor, at: datetime) -> Payment:
    """Learn and apply, and plan when to ask again. What a job does for every payment that is not final."""
    outcome = learn(payment_id, at=at)
    with transaction.atomic():
        payment = apply(payment_id, outcome, by=by, at=at)
        if outcome.state == "pending":
            expire_or_wait(payment, by=by, at=at)
        elif payment.ask_at is not None and payment.ask_at <= at:
            _plan(payment, at)
        return payment


def expire_or_wait(payment: Payment, *, by: Actor, at: datetime) -> None:
    """Give up a payment that waited longer than the policy, else plan the next question. The row is locked."""
    if payment.status in rules.OPEN and at >= payment.created_at + queries.patience(payment):
        _end(payment, rules.EXPIRED, Outcome("expired", reason=str(_("Nobody paid in time."))), by=by, at=at)
    else:
        _plan(payment, at)


def _plan(payment: Payment, at: datetime) -> None:
    payment.asked, payment.ask_at = payment.asked + 1, rules.ask_next(payment.status, payment.asked + 1, at)
    Payment.objects.filter(pk=payment.pk).update(asked=payment.asked, ask_at=payment.ask_at)

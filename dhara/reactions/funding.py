"""Money for work came, did not come, or goes back."""

from __future__ import annotations

from datetime import datetime

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.money.models import Payment
from dhara.money.payments.facts import PaymentCaptured, PaymentFailed, PaymentRefundFailed, PaymentRefused
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell
from dhara.work.funding import actions, mail, queries, rules
from dhara.work.funding.facts import FundingFailed, FundingNotNeeded, FundingPaid, FundingReturned
from dhara.work.models import Funding


def settle_funding(fact: PaymentCaptured, *, by: Actor, at: datetime) -> None:
    """Nothing is left to do where the door that learnt of the payment has settled it itself."""
    funding_id = queries.number_of(fact.paid_for)
    if funding_id is not None and not queries.is_settled(funding_id, fact.payment_id):
        actions.settle(funding_id, fact.payment_id, by=by, at=at)


def funding_payment_failed(fact: PaymentFailed | PaymentRefused, *, by: Actor, at: datetime) -> None:
    funding_id = queries.number_of(fact.paid_for)
    if funding_id is not None:
        actions.payment_failed(funding_id, Payment.objects.locked(fact.payment_id), by=by, at=at)


def send_funding_paid(fact: FundingPaid, *, by: Actor, at: datetime) -> None:
    mail.paid(_funding(fact.funding_id), by=by, at=at)


def send_funding_declined(fact: FundingFailed, *, by: Actor, at: datetime) -> None:
    """Not where something else was wrong than the payment, nor once it is paid."""
    funding = _funding(fact.funding_id)
    if fact.reason == "failed" and funding.status == rules.FAILED:
        mail.declined(funding, by=by, at=at)


def send_funding_not_needed(fact: FundingNotNeeded, *, by: Actor, at: datetime) -> None:
    funding = _funding(fact.funding_id)
    twice = funding.status == rules.PAID and funding.payment_id != fact.payment_id
    amount = Money(fact.amount, fact.currency)
    mail.not_needed(funding, payment_id=fact.payment_id, amount=amount, twice=twice, by=by, at=at)


def send_funding_returned(fact: FundingReturned, *, by: Actor, at: datetime) -> None:
    amount = Money(fact.amount, fact.currency)
    mail.returned(_funding(fact.funding_id), amount=amount, key=str(by.cause), by=by, at=at)


def tell_of_failed_return(fact: PaymentRefundFailed, *, by: Actor, at: datetime) -> None:
    """The buyer and the operators: the money is here, and somebody has to find another way."""
    funding_id = queries.number_of(fact.paid_for)
    if funding_id is None:
        return
    funding, amount = _funding(funding_id), Money(fact.amount, fact.currency)
    mail.return_failed(funding, amount=amount, key=f"{fact.refund_id}:{by.cause}", by=by, at=at)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="balance",
            kind="funding_return_failed",
            data={"amount": {"minor": fact.amount, "currency": fact.currency}, "title": funding.engagement.title},
            key=f"funding_return_failed:{fact.refund_id}:{by.cause}:{person.pk}",
            url=f"/operator/money/payment/{fact.payment_id}/change/",
            at=at,
        )


def _funding(funding_id: int) -> Funding:
    return Funding.objects.select_related("engagement", "account").get(pk=funding_id)

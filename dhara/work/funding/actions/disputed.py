"""A payer's bank took the money of a payment for work back: nobody gets it twice, and the books know who bears it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.money.disputes.rules import HELD, LOST
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.models import Dispute, Payment
from dhara.money.payments import actions as payments
from dhara.work.funding.facts import FundingReturned
from dhara.work.funding.models import Funding
from dhara.work.funding.queries import number_of
from dhara.work.funding.rules import PAID
from dhara.work.funding.shares import by_banks, left_of, share_of, waits_of


@transaction.atomic
def lose(dispute_id: int, *, by: Actor, at: datetime) -> bool:
    """The bank decided for the payer: the platform bears what it took. Twice is once; False for what is no funding's.

    Whoever does the work relies on what was set aside, so it stays so; `share_of_payer` brings back what of it is not
    needed after all. What waited for the decision pays for the loss first.
    """
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    if number_of(dispute.payment.subject) is None or dispute.status != LOST or not dispute.taken:
        return False
    payment = Payment.objects.locked(dispute.payment_id)
    waits = waits_of(payment)
    if waits < 0:
        _book(f"dispute:{dispute.pk}:funding", min(-waits, dispute.amount), payment, by=by, at=at)
    elif waits > 0:
        give_what_waited(dispute_id, by=by, at=at)
    return True


@transaction.atomic
def give_what_waited(dispute_id: int, *, by: Actor, at: datetime) -> None:
    """A bank asks no more: what waited for it alone, having come back out of the escrow, goes to the payer.

    Twice is once.
    """
    number = Dispute.objects.values_list("payment", flat=True).get(pk=dispute_id)
    payment = Payment.objects.locked(number)
    funding = Funding.objects.filter(payment=payment, status=PAID).first()
    if funding is None:
        return
    theirs = min(waits_of(payment), left_of(payment) - by_banks(payment, *HELD))
    if theirs > 0:
        give(funding, theirs, f"dispute:{dispute_id}:waited", by=by, at=at)


def share_of_payer(funding: Funding, amount: int, key: str, *, by: Actor, at: datetime) -> int:
    """How much of `amount` (minor units that came back out of the escrow) is still the payer's.

    What their bank gave them before is the platform's again, which bore it. What a bank holds waits for its decision
    (`lose`, `give_what_waited`). Called once for each `key`.
    """
    assert funding.payment_id is not None
    payment = Payment.objects.locked(funding.payment_id)
    # What waits already is asked for by the same bank, and is in `unapplied` beside what came back just now.
    share = share_of(payment, amount, max(0, waits_of(payment) - amount))
    if share.banks:
        _book(f"{key}:disputed", -share.banks, payment, by=by, at=at)
    return share.sent


def give(funding: Funding, amount: int, key: str, *, by: Actor, at: datetime) -> None:
    """Ask the gateway to give minor units back to who paid; told of as money that comes back."""
    assert funding.payment_id is not None
    money, machine = Money(amount, funding.currency), replace(by, kind="system", id=None)
    payments.refund(funding.payment_id, money, key=key, reason="work not done", by=machine, at=at)
    fact = FundingReturned(funding.pk, funding.engagement_id, funding.payment_id, amount, funding.currency)
    record(fact, by=machine, at=at)


def _book(key: str, loss: int, payment: Payment, *, by: Actor, at: datetime) -> None:
    """`loss` of the platform, minor units; below zero what it gets again. Costs of gateways are its own."""
    legs = accounts.summed([(accounts.UNAPPLIED, None, loss), (accounts.GATEWAY_FEES, None, -loss)])
    ledger.post(
        key=key,
        memo="dispute_lost",
        legs=ledger.resolve(legs, payment.currency),
        currency=payment.currency,
        at=at,
        by=by,
        subject=payment.subject,
    )

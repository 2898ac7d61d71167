"""A payer's bank took the money of a payment for work back: nobody gets it twice, and the books know who bears it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from dhara.kit.actor import Actor
from dhara.money.disputes.rules import LOST
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.models import Dispute, Payment
from dhara.work.funding.models import Funding
from dhara.work.funding.queries import number_of


@transaction.atomic
def lose(dispute_id: int, *, by: Actor, at: datetime) -> bool:
    """The bank decided for the payer: the platform bears what it took. Twice is once; False for what is no funding's.

    Whoever does the work relies on what was set aside, so it stays so; `share_of_payer` brings back what of it is not
    needed after all.
    """
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    if number_of(dispute.payment.subject) is None or dispute.status != LOST or not dispute.taken:
        return False
    _book(f"dispute:{dispute.pk}:funding", dispute.amount, dispute.payment, by=by, at=at)
    return True


def share_of_payer(funding: Funding, amount: int, key: str, *, by: Actor, at: datetime) -> int:
    """How much of `amount` (minor units that came back out of the escrow) is still the payer's.

    What their bank gave them before is the platform's again, which bore it. Called once for each `key`.
    """
    assert funding.payment_id is not None
    lost = Dispute.objects.filter(payment=funding.payment_id, status=LOST, taken__gt=0)
    by_bank: int = lost.aggregate(sum=Sum("amount"))["sum"] or 0
    if not by_bank:
        return amount
    payment = Payment.objects.locked(funding.payment_id)
    theirs = min(amount, max(0, payment.amount - payment.refunded - by_bank))
    if amount > theirs:
        _book(f"{key}:disputed", theirs - amount, payment, by=by, at=at)
    return theirs


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

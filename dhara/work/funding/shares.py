"""Reads: what of a payment for work is whose, while a bank of who paid asks about it or has decided."""

from __future__ import annotations

from django.db.models import Sum

from dhara.money.disputes.rules import HELD, LOST
from dhara.money.ledger import queries as books
from dhara.money.models import Dispute, Payment
from dhara.money.payments import rules as payment_rules
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.returned import Returned
from dhara.work.funding.models import Funding
from dhara.work.funding.queries import pools
from dhara.work.funding.rules import PAID


def share_of(payment: Payment, amount: int, waits: int) -> Returned:
    """Where `amount` (minor units that come back out of the escrow) goes; `waits` of the payment waits already."""
    left = left_of(payment)
    theirs = min(amount, max(0, left - waits))
    sent = min(theirs, max(0, left - by_banks(payment, *HELD)))
    return Returned(sent, waits=theirs - sent, banks=amount - theirs)


def if_unit_ended(unit: Unit, amount: int) -> Returned:
    """What would become of `amount` (minor units) if it came back of a unit now: said before somebody decides."""
    funding = Funding.objects.filter(parts__unit=unit, status=PAID).select_related("payment").first()
    if funding is None or funding.payment is None:
        return Returned(amount)
    return share_of(funding.payment, amount, max(0, waits_of(funding.payment)))


def if_pool_returned(engagement: Engagement, amount: int) -> Returned:
    """The same of a campaign's pool, the latest payment first."""
    found = Returned()
    for hold in pools(engagement).order_by("-id"):
        part = min(amount, hold.left)
        amount -= part
        funding = Funding.objects.select_related("payment").get(pk=hold.subject.partition(":")[2])
        if not part or funding.payment is None:
            continue
        share = share_of(funding.payment, part, max(0, waits_of(funding.payment)))
        found = Returned(found.sent + share.sent, found.waits + share.waits, found.banks + share.banks)
    return found


def left_of(payment: Payment) -> int:
    """What of it neither the gateway nor a bank gave back, minor units."""
    return payment.amount - payment.refunded - by_banks(payment, LOST)


def waits_of(payment: Payment) -> int:
    """What of it is in `unapplied`, minor units; below zero what banks took of it while it is set aside.

    A funding may have been paid more than once: what is not set aside goes back whole by itself, which takes a while
    or fails, and lies there under the same subject meanwhile. None of it is another payment's.
    """
    if not Funding.objects.filter(payment=payment, status=PAID).exists():
        return left_of(payment)
    alike = Payment.objects.filter(subject=payment.subject, currency=payment.currency, status__in=payment_rules.PAID)
    others = sum(max(0, left_of(each)) for each in alike.exclude(pk=payment.pk))
    return books.unused(payment.subject, payment.currency).minor - others


def by_banks(payment: Payment, *states: str) -> int:
    """What banks took back of it, minor units."""
    found = Dispute.objects.filter(payment=payment, status__in=states, taken__gt=0)
    return found.aggregate(sum=Sum("amount"))["sum"] or 0

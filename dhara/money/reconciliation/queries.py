"""Reads: what the books say of one day of one account, and which reports are to be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from dhara.money.disputes import rules as disputes
from dhara.money.disputes.models import Dispute
from dhara.money.gateways.models import GatewayAccount
from dhara.money.payments import rules as payments
from dhara.money.payments.models import Payment, PaymentRefund
from dhara.money.reconciliation.models import DayReport


@dataclass(frozen=True)
class Movement:
    """Money in is positive; minor units. `ref` is the gateway's name for the charge, the refund or the dispute."""

    ref: str
    currency: str
    amount: int
    fee: int = 0
    payment_id: int | None = None


_CAPTURED = """
SELECT p.id, coalesce(p.gateway_ref, ''), p.currency, p.amount, p.fee
  FROM money_payment p JOIN money_entry e ON e.key = 'payment:' || p.id || ':capture'
 WHERE p.account_id = %s AND e.at >= %s AND e.at < %s ORDER BY p.id
"""

# What banks took for disputes, with the gateway's fee as it was then, and what they gave back at the end: the amount of
# a dispute that was not lost, and what the fee had become.
_DISPUTED = """
SELECT d.ref, d.currency, CASE e.memo WHEN 'dispute_opened' THEN -d.amount WHEN 'dispute_won' THEN d.amount ELSE 0 END,
       CASE e.memo WHEN 'dispute_opened' THEN d.taken - d.amount ELSE d.fee - (d.taken - d.amount) END
  FROM money_dispute d JOIN money_payment p ON p.id = d.payment_id
  JOIN money_entry e ON e.key IN (
    'dispute:' || d.id || ':dispute_opened', 'dispute:' || d.id || ':dispute_won', 'dispute:' || d.id || ':dispute_lost'
  )
 WHERE p.account_id = %s AND e.at >= %s AND e.at < %s ORDER BY d.id, e.id
"""


def booked(account: GatewayAccount, day: date) -> list[Movement]:
    """What was captured, given back, and taken or returned by banks on that day (UTC), as the books have it."""
    start = datetime.combine(day, time(), UTC)
    end = start + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_CAPTURED, [account.pk, start, end])
        found = [Movement(ref, code, amount, fee, pk) for pk, ref, code, amount, fee in cursor.fetchall()]
        cursor.execute(_DISPUTED, [account.pk, start, end])
        # A lost dispute whose fee stayed as it was moves nothing.
        found += [Movement(*each) for each in cursor.fetchall() if any(each[2:])]
    given = PaymentRefund.objects.filter(
        payment__account=account, status=payments.SUCCEEDED, status_at__gte=start, status_at__lt=end
    ).select_related("payment")
    return [*found, *(Movement(each.gateway_ref, each.payment.currency, -each.amount) for each in given)]


def known(account: GatewayAccount, ref: str, amount: int) -> bool:
    """Whether the books have this movement on another day: both sides see midnight a little differently."""
    cases = Dispute.objects.filter(payment__account=account, ref=ref, amount=abs(amount), taken__gt=0)
    if amount < 0:
        mine = PaymentRefund.objects.filter(payment__account=account, gateway_ref=ref, status=payments.SUCCEEDED)
        return mine.filter(amount=-amount).exists() or cases.exists()
    taken = Payment.objects.filter(account=account, gateway_ref=ref, amount=amount, status__in=payments.PAID)
    return taken.exists() or cases.filter(status__in=(disputes.WON, disputes.PREVENTED)).exists()


def to_report() -> list[int]:
    """Every account that has ever taken money, in use or not."""
    taken = Payment.objects.filter(status__in=payments.PAID, account__isnull=False).values("account_id")
    return list(GatewayAccount.objects.filter(pk__in=taken).order_by("id").values_list("pk", flat=True))


def unanswered(since: date) -> list[DayReport]:
    return list(DayReport.objects.filter(state=DayReport.UNANSWERED, day__gte=since).order_by("day", "id"))

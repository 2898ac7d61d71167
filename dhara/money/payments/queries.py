"""Reads: payments, and the money that belongs to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import NO_KEYS, Charge, Keys
from dhara.money.payments import rules
from dhara.money.payments.models import GatewayEvent, Payment, PaymentRefund
from dhara.money.policies import queries as policies
from dhara.money.policies import rules as policy_rules


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments are an operator's to see; a payer sees their order, and holds the token of its payment."""
    return Payment.objects.all() if actor.kind in ("operator", "system") else Payment.objects.none()


def by_token(token: str) -> Payment | None:
    return rows.first(Payment, "t.token = %s", [token])


def read(known: Payment | int) -> Payment:
    """The payment of an id; one that was just read is not read again. Raises NotFoundHere."""
    if isinstance(known, Payment):
        return known
    payment = rows.first(Payment, "t.id = %s", [known])
    if payment is None:
        raise NotFoundHere()
    return payment


def of_subject(subject: str) -> QuerySet[Payment]:
    """All tries to pay for a subject, the latest first."""
    return Payment.objects.filter(subject=subject).order_by("-id")


def charge_of(
    payment: Payment, returned: Mapping[str, str] | None = None, *, account: GatewayAccount | None = None
) -> Charge:
    """The payment in the words of the gateways' protocol; `returned` is what the payer's browser brought back.

    `account` is the payment's, where the caller has it at hand.
    """
    account = account or gateways.account(payment.account_id)
    path = gateways.notice_path(account) if account else f"/hooks/{payment.gateway}/"
    return Charge(
        payment.token,
        payment.money,
        payment.return_url,
        payment.payer_email,
        gateway_ref=payment.gateway_ref or "",
        notice_url=settings.PUBLIC_URL + path,
        payer_name=payment.payer_name,
        payer_phone=payment.payer_phone,
        description=payment.description,
        language=payment.language or "en",
        save_method=payment.save_method,
        returned=returned or {},
        details=payment.details,
        began_at=payment.created_at,
    )


def spoken(payment: Payment, returned: Mapping[str, str] | None = None) -> tuple[Charge, Keys]:
    """What a gateway's adapter is called with. One query for a payment with an account, none without."""
    account = gateways.account(payment.account_id)
    return charge_of(payment, returned, account=account), gateways.opened(account) if account else NO_KEYS


def direct_studio(payment: Payment) -> int | None:
    """The studio whose own account at the gateway the money went to; None where the instance collected it."""
    account = gateways.account(payment.account_id)
    return account.studio_id if account else None


def holder(payment: Payment) -> str:
    """The detail of the ledger's GATEWAY account: who holds the money, such as `bkash` or `bkash:12` (a studio's)."""
    studio_id = direct_studio(payment)
    return f"{payment.gateway}:{studio_id}" if studio_id else payment.gateway


def patience(payment: Payment) -> timedelta:
    """How long the payer may take: as an order waits, or longer where the gateway is a slow one (a bank)."""
    own = f"gateway.{payment.gateway}.patience_days"
    if own in policy_rules.DEFAULTS:
        return timedelta(days=policies.value(own, at=payment.created_at))
    return timedelta(minutes=policies.value("order.expires_minutes", at=payment.created_at))


def still_awaited(payment: Payment, at: datetime) -> bool:
    """Whether something may come of it by itself, later than of payments in general."""
    if payment.status == rules.REVIEW:
        return True
    slow = f"gateway.{payment.gateway}.patience_days" in policy_rules.DEFAULTS
    return slow and payment.status in rules.OPEN and at < payment.created_at + patience(payment)


def to_ask(at: datetime, limit: int = 200) -> list[int]:
    """Payments whose gateway is to be asked now."""
    return list(Payment.objects.filter(ask_at__lte=at).order_by("ask_at").values_list("pk", flat=True)[:limit])


def open_refunds(limit: int = 200) -> list[int]:
    """Refunds that the gateway still works on; those that a person has to send are not asked about."""
    waiting = PaymentRefund.objects.filter(status=rules.PENDING)
    asked = waiting.exclude(payment__gateway__in=gateways.refunded_by_hand())
    return list(asked.order_by("id").values_list("pk", flat=True)[:limit])


def refunds_to_send() -> QuerySet[PaymentRefund]:
    """Refunds that wait for a person to send the money."""
    return PaymentRefund.objects.filter(status=rules.PENDING, payment__gateway__in=gateways.refunded_by_hand())


def refund_by_key(key: str) -> int | None:
    return PaymentRefund.objects.filter(key=key).values_list("pk", flat=True).first()


def unhandled_events() -> QuerySet[GatewayEvent]:
    return GatewayEvent.objects.filter(handled_at__isnull=True).order_by("id")


def refundable(payment: Payment) -> Money:
    """What of it has neither gone back nor is on its way."""
    return Money(payment.amount - payment.refunded if payment.status in rules.PAID else 0, payment.currency)

"""Reads: payments, and the money that belongs to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.money.gateways.rules import Charge
from dhara.money.payments import rules
from dhara.money.payments.models import GatewayEvent, Payment, PaymentRefund


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments are an operator's to see; a payer sees their order, and holds the token of its payment."""
    return Payment.objects.all() if actor.kind in ("operator", "system") else Payment.objects.none()


def by_token(token: str) -> Payment | None:
    return rows.first(Payment, "t.token = %s", [token])


def of_subject(subject: str) -> QuerySet[Payment]:
    """All tries to pay for a subject, the latest first."""
    return Payment.objects.filter(subject=subject).order_by("-id")


def charge_of(payment: Payment, returned: Mapping[str, str] | None = None) -> Charge:
    """The payment in the words of the gateways' protocol; `returned` is what the payer's browser brought back."""
    return Charge(
        payment.token,
        payment.money,
        payment.return_url,
        payment.payer_email,
        gateway_ref=payment.gateway_ref or "",
        payer_name=payment.payer_name,
        payer_phone=payment.payer_phone,
        description=payment.description,
        language=payment.language or "en",
        save_method=payment.save_method,
        returned=returned or {},
        details=payment.details,
    )


def to_ask(at: datetime, limit: int = 200) -> list[int]:
    """Payments whose gateway is to be asked now."""
    return list(Payment.objects.filter(ask_at__lte=at).order_by("ask_at").values_list("pk", flat=True)[:limit])


def open_refunds(limit: int = 200) -> list[int]:
    return list(PaymentRefund.objects.filter(status=rules.PENDING).order_by("id").values_list("pk", flat=True)[:limit])


def unhandled_events() -> QuerySet[GatewayEvent]:
    return GatewayEvent.objects.filter(handled_at__isnull=True).order_by("id")


def refundable(payment: Payment) -> Money:
    """What of it has neither gone back nor is on its way."""
    return Money(payment.amount - payment.refunded if payment.status in rules.PAID else 0, payment.currency)

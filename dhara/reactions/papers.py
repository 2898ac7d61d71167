"""Invoices, credit notes and debit notes follow what happens to an order."""

from __future__ import annotations

from datetime import datetime

from dhara.checkout.models import Refund
from dhara.checkout.orders.facts import OrderPaid
from dhara.checkout.papers import actions
from dhara.checkout.refunds.facts import OrderRefunded, OrderRefundFailed, OrderTaxReturned
from dhara.kit.actor import Actor
from dhara.money.disputes.facts import DisputeLost
from dhara.money.payments.facts import PaymentRefunded


def issue_invoices(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    actions.issue_invoices(fact.order_id, by=by, at=at)


def issue_credit_notes(fact: OrderRefunded | OrderTaxReturned, *, by: Actor, at: datetime) -> None:
    """For what went back at once; what a gateway is asked for gets its notes when it has answered."""
    actions.issue_credit_notes(fact.refund_id, by=by, at=at)


def issue_notes_of_return(fact: PaymentRefunded, *, by: Actor, at: datetime) -> None:
    made = Refund.objects.filter(payment_refund_id=fact.refund_id).first()
    if made is not None:
        actions.issue_credit_notes(made.pk, by=by, at=at)


def issue_notes_of_loss(fact: DisputeLost, *, by: Actor, at: datetime) -> None:
    """The bank took it back: for the buyer and the tax office that is as good as a refund."""
    keys = [f"dispute:{fact.dispute_id}", f"dispute:{fact.dispute_id}:more"]
    for made in Refund.objects.filter(key__in=keys).order_by("id"):
        actions.issue_credit_notes(made.pk, by=by, at=at)


def issue_debit_notes(fact: OrderRefundFailed, *, by: Actor, at: datetime) -> None:
    """Only where a credit note was given, that is where the gateway had first said yes."""
    actions.issue_debit_notes(fact.refund_id, by=by, at=at)

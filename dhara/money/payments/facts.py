"""What can happen to a payment. `paid_for` is what is paid for, such as `order:12`, and whose chain it joins."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PaymentFact(Fact):
    payment_id: int
    paid_for: str

    def about(self) -> str:
        return self.paid_for


@dataclass(frozen=True)
class PaymentBegun(PaymentFact):
    """The payer is about to be sent to the gateway."""

    gateway: str

    words = _("The buyer went on to pay through %(gateway)s.")


@dataclass(frozen=True)
class PaymentCaptured(PaymentFact):
    """The money is with the gateway, and booked as not yet used."""

    words = _("The payment came in.")


@dataclass(frozen=True)
class PaymentFailed(PaymentFact):
    """`reason` is the status it ended in: failed, cancelled or expired."""

    reason: str

    words = _("The payment did not come about.")


@dataclass(frozen=True)
class PaymentHeld(PaymentFact):
    """Another amount or currency came than was asked for, or the gateway warns of it: an operator must look."""

    words = _("The payment is under review.")


@dataclass(frozen=True)
class PaymentRefused(PaymentFact):
    """An operator refused what came: `amount` minor units of `currency` go back to the payer."""

    amount: int
    currency: str

    words = _("The payment was refused after a look at it; the money goes back.")


@dataclass(frozen=True)
class PaymentRefunded(PaymentFact):
    """`amount` minor units of `currency` went back to the payer."""

    refund_id: int
    amount: int
    currency: str

    words = _("Money went back to the payer.")


@dataclass(frozen=True)
class PaymentRefundFailed(PaymentFact):
    """The gateway refused to give back: the money waits, unapplied, for whoever asked for the refund."""

    refund_id: int
    amount: int
    currency: str

    words = _("The gateway refused to give the money back.")

"""What can have happened to a refund or to a request for one. Amounts are minor units of `currency`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _RefundFact(Fact):
    subject: ClassVar[str] = "order_id"

    order_id: int
    refund_id: int
    amount: int
    currency: str
    number: str = ""


@dataclass(frozen=True)
class OrderRefunded(_RefundFact):
    """Books, lines and order say so; the gateway is asked to give the money back."""

    words = _("Money for order %(number)s was given back.")


@dataclass(frozen=True)
class OrderTaxReturned(_RefundFact):
    """A business added its tax id after paying: the tax goes back, and nothing else."""

    words = _("The buyer added the tax id %(tax_id)s, so the tax of order %(number)s was given back (reverse charge).")
    tax_id: str = ""


@dataclass(frozen=True)
class OrderRefundFailed(_RefundFact):
    """The gateway did not give it back, so the sale stands again."""

    words = _("The refund for order %(number)s did not come about. The sale stands again.")


@dataclass(frozen=True)
class _RequestFact(Fact):
    subject: ClassVar[str] = "order_id"

    order_id: int
    request_id: int
    number: str = ""


@dataclass(frozen=True)
class RefundRequested(_RequestFact):
    words = _("The buyer asked for money back.")


@dataclass(frozen=True)
class RefundRequestAccepted(_RequestFact):
    words = _("The request for a refund was accepted.")


@dataclass(frozen=True)
class RefundRequestDeclined(_RequestFact):
    words = _("The request for a refund was declined, with a reason.")


@dataclass(frozen=True)
class RefundRequestLapsed(_RequestFact):
    words = _("Nobody answered the request for a refund, which the studio had not promised.")


@dataclass(frozen=True)
class RefundRequestWithdrawn(_RequestFact):
    words = _("The buyer took the request for a refund back.")


@dataclass(frozen=True)
class RefundTermsSet(Fact):
    """The studio promises refunds within `days` from now on (0: nothing)."""

    studio_id: int
    days: int

    subject = "studio_id"
    words = _("The studio's terms for refunds were set.")

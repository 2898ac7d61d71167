"""What can have happened to an order. Amounts are minor units of `currency`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class OrderPlaced(Fact):
    subject = "order_id"
    words = _("Order %(number)s was placed.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderPaid(Fact):
    """The sale is booked, in the same transaction."""

    subject = "order_id"
    words = _("Order %(number)s was paid, and the sale was booked.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderDeclined(Fact):
    subject = "order_id"
    words = _("The payment for order %(number)s was declined. What was set aside is free again.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderRefused(Fact):
    """The payment was looked at and refused: all that came goes back."""

    subject = "order_id"
    words = _("The payment for order %(number)s was refused after a look at it, and goes back in full.")
    order_id: int
    payment_id: int
    amount: int
    currency: str
    number: str = ""


@dataclass(frozen=True)
class OrderCancelled(Fact):
    subject = "order_id"
    words = _("Order %(number)s was cancelled. What was set aside is free again.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderExpired(Fact):
    subject = "order_id"
    words = _("Nobody paid for order %(number)s in time. What was set aside is free again.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderRetried(Fact):
    subject = "order_id"
    words = _("The buyer tries to pay for order %(number)s again.")
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class OrderMoneyReturned(Fact):
    """Money that came too late (sold out meanwhile) or twice, and that all goes back by itself."""

    subject = "order_id"
    words = _("Money for order %(number)s came too late or twice and was sent back in full.")
    order_id: int
    payment_id: int
    amount: int
    currency: str
    number: str = ""


@dataclass(frozen=True)
class OrderClaimed(Fact):
    subject = "order_id"
    words = _("Order %(number)s joined the account that proved its e-mail address.")
    order_id: int
    account_id: int
    number: str = ""

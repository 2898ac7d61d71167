"""What can have happened to a cart whose owner asked to be reminded. No address is in a fact."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class CartAbandoned(Fact):
    """The letter is written. `amount` is what lay in the cart, in minor units of `currency`."""

    subject = "reminder_id"
    words = _("A cart was left unpaid, and its owner was reminded as asked.")
    reminder_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class CartRecovered(Fact):
    subject = "order_id"
    words = _("Order %(number)s came of a cart that had been left unpaid.")
    order_id: int
    reminder_id: int
    number: str = ""

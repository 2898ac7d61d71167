"""What follows from what. Effects of one fact run in this order; each is done once and retried alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers.facts import CategoryEdited, OfferHidden, OfferLifted, OfferNotPublished
from dhara.checkout.orders.facts import OrderDeclined, OrderMoneyReturned, OrderPaid, OrderRefused
from dhara.delivery.downloads.facts import VersionReleased
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.money.clearing.facts import MoneyCleared
from dhara.money.payments.facts import PaymentCaptured, PaymentFailed, PaymentHeld, PaymentRefused
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.studios.facts import HandleChanged, StudioEdited
from dhara.reactions.accounts import claim_purchases
from dhara.reactions.money import (
    order_payment_failed,
    send_declined,
    send_in_review,
    send_money_returned,
    send_refused,
    settle_order,
    tell_balance,
    tell_operators_of_review,
)
from dhara.reactions.sale import deliver_order, forget_cart, send_receipt, tell_sellers
from dhara.reactions.studios import refresh_search, tell_hidden, tell_lifted, tell_not_published
from dhara.reactions.versions import announce_version

TABLE: dict[type[Fact], list[Effect]] = {
    PaymentCaptured: [settle_order],
    PaymentFailed: [order_payment_failed],
    PaymentHeld: [send_in_review, tell_operators_of_review],
    PaymentRefused: [order_payment_failed],
    OrderPaid: [deliver_order, send_receipt, tell_sellers, forget_cart],
    OrderDeclined: [send_declined],
    OrderMoneyReturned: [send_money_returned],
    OrderRefused: [send_refused],
    AccountConfirmed: [claim_purchases],
    VersionReleased: [announce_version],
    MoneyCleared: [tell_balance],
    OfferHidden: [tell_hidden],
    OfferLifted: [tell_lifted],
    OfferNotPublished: [tell_not_published],
    StudioEdited: [refresh_search],
    HandleChanged: [refresh_search],
    CategoryEdited: [refresh_search],
}

# How an effect reads where a person sees the chain of an order.
WORDS: dict[str, Any] = {
    "settle_order": _("The order was settled."),
    "order_payment_failed": _("The order was given up until the buyer tries again."),
    "deliver_order": _("What was bought was put into the buyer's library."),
    "send_receipt": _("The receipt was written to the buyer."),
    "tell_sellers": _("The sellers were told."),
    "forget_cart": _("The buyer's cart was emptied."),
    "send_declined": _("The buyer was written how to try again."),
    "send_money_returned": _("The buyer was written that the money goes back."),
    "send_refused": _("The buyer was written that the payment was refused and goes back."),
    "send_in_review": _("The buyer was written that the payment is being looked at."),
    "tell_operators_of_review": _("The operators were told that a payment waits for them."),
    "claim_purchases": _("Earlier purchases joined the account."),
    "announce_version": _("Buyers were told of the new version."),
    "tell_balance": _("The studio was told that money is available."),
    "tell_hidden": _("The studio was told that the offer is hidden."),
    "tell_lifted": _("The studio was told that the offer can be seen again."),
    "tell_not_published": _("The studio was told why the offer could not be published."),
    "refresh_search": _("Offers can be found under the new name."),
}

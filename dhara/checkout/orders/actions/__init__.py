"""The verbs of an order."""

from dhara.checkout.orders.actions.attach import attach
from dhara.checkout.orders.actions.give import give
from dhara.checkout.orders.actions.give_up import cancel, expire, payment_failed
from dhara.checkout.orders.actions.pay import Means, confirm, pay, pay_in_one_click
from dhara.checkout.orders.actions.place import check_buyer, place
from dhara.checkout.orders.actions.remind import send_lost_links, send_receipt_again
from dhara.checkout.orders.actions.sale import settle

__all__ = [
    "Means",
    "attach",
    "cancel",
    "check_buyer",
    "confirm",
    "expire",
    "give",
    "pay",
    "pay_in_one_click",
    "payment_failed",
    "place",
    "send_lost_links",
    "send_receipt_again",
    "settle",
]

"""Re-exports the tables of this domain."""

from dhara.checkout.abandoned.models import CartReminder, LeftLine, ReminderStop
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.coupons.models import Coupon, CouponUse
from dhara.checkout.gifts.models import Gift
from dhara.checkout.orders.models import LineShare, Order, OrderLine
from dhara.checkout.papers.models import Paper, PaperProfile, PaperSeries
from dhara.checkout.refunds.models import Refund, RefundLine, RefundRequest, RefundTerms
from dhara.checkout.together.models import Together
from dhara.checkout.upsells.models import Upsell
from dhara.checkout.wishes.models import Wish, WishLetter, WishList

__all__ = [
    "Cart",
    "CartLine",
    "CartReminder",
    "Coupon",
    "CouponUse",
    "Gift",
    "LeftLine",
    "LineShare",
    "Order",
    "OrderLine",
    "Paper",
    "PaperProfile",
    "PaperSeries",
    "Refund",
    "RefundLine",
    "RefundRequest",
    "RefundTerms",
    "ReminderStop",
    "Together",
    "Upsell",
    "Wish",
    "WishLetter",
    "WishList",
]

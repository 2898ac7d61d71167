"""Re-exports the tables of this domain."""

from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.orders.models import Order, OrderLine

__all__ = ["Cart", "CartLine", "Order", "OrderLine"]

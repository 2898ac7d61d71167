"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.checkout.abandoned import tasks as abandoned
from dhara.checkout.gifts import tasks as gifts
from dhara.checkout.orders import tasks as orders
from dhara.checkout.together import tasks as together
from dhara.checkout.wishes import tasks as wishes

__all__ = ["abandoned", "gifts", "orders", "together", "wishes"]

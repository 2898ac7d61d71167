"""The verbs of a cart. All of them lock the cart, so that two tabs do not undo each other's work."""

from dhara.checkout.cart.actions.fill import add, add_bump, add_pair, change, remove
from dhara.checkout.cart.actions.join import forget, merge
from dhara.checkout.cart.actions.settle import confirm_prices, drop_code, enter_code, set_place, switch_currency

__all__ = [
    "add",
    "add_bump",
    "add_pair",
    "change",
    "confirm_prices",
    "drop_code",
    "enter_code",
    "forget",
    "merge",
    "remove",
    "set_place",
    "switch_currency",
]

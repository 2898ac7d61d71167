"""The verbs of carts that were left."""

from dhara.checkout.abandoned.actions.ask import ask, stop, switch, take_back
from dhara.checkout.abandoned.actions.recover import recover
from dhara.checkout.abandoned.actions.remind import remind
from dhara.checkout.abandoned.actions.restore import Restored, restore
from dhara.checkout.abandoned.actions.tend import tend

__all__ = ["Restored", "ask", "recover", "remind", "restore", "stop", "switch", "take_back", "tend"]

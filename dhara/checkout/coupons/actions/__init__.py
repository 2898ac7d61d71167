"""The verbs of coupons: those of the studio, and those of an order."""

from dhara.checkout.coupons.actions.studio import edit, end, make, pause, resume
from dhara.checkout.coupons.actions.uses import Wanted, finish, give_back, lock, take, take_again

__all__ = [
    "Wanted",
    "edit",
    "end",
    "finish",
    "give_back",
    "lock",
    "make",
    "pause",
    "resume",
    "take",
    "take_again",
]

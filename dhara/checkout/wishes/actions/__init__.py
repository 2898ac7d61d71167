"""The verbs of wish lists."""

from dhara.checkout.wishes.actions.lists import merge, put, remove
from dhara.checkout.wishes.actions.sharing import share, unshare
from dhara.checkout.wishes.actions.telling import (
    ask_for_letters,
    look,
    look_around,
    look_later,
    stop,
    stop_letters,
    tidy,
)

__all__ = [
    "ask_for_letters",
    "look",
    "look_around",
    "look_later",
    "merge",
    "put",
    "remove",
    "share",
    "stop",
    "stop_letters",
    "tidy",
    "unshare",
]

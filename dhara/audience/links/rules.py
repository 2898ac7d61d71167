"""What the addresses in letters say. Pure.

A letter's token names contact and message. A touch's names the delivery (or only message and language, where tracking
is anonymous); the number of the link stands before it, unsigned: one signature serves all links of a letter, and what
a number leads to is in our own table, so that there is nothing to forge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from dhara.kit.signed import read, sign

# The number of a link that no eye sees (hidden, `tabindex=-1`): only scanners follow it.
HONEYPOT: Final = 0
_LETTER, _TOUCH, _DATA = "audience.letter", "audience.touch", "audience.data"
# How long the link to one's own data works, which was sent to the address itself.
DATA_OPEN: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Letter:
    """Who was written, and in which message (0: none, as in a letter about the subscription itself)."""

    contact_id: int
    message_id: int = 0


@dataclass(frozen=True)
class Touched:
    """`link` is the link's number, None for an open. Either the delivery, or message and language."""

    link: int | None
    delivery_id: int = 0
    message_id: int = 0
    language: str = ""


def letter_token(contact_id: int, message_id: int = 0) -> str:
    return sign(_LETTER, f"{contact_id}-{message_id}-")


def read_letter_token(token: str) -> Letter | None:
    said = _NUMBERS.fullmatch(read(_LETTER, token) or "")
    return Letter(int(said[1]), int(said[2])) if said else None


def preferences_url(token: str) -> str:
    return f"{settings.PUBLIC_URL}/letters/{token}/"


def unsubscribe_url(token: str) -> str:
    """For the foot of a letter and for `List-Unsubscribe`: a GET shows a button, a POST unsubscribes (RFC 8058)."""
    return f"{settings.PUBLIC_URL}/letters/{token}/unsubscribe/"


def headers(token: str) -> dict[str, str]:
    """What every letter to a list has, so that the mail program's own button works. Both must be signed by DKIM."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(token)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def data_token(contact_id: int, at: datetime) -> str:
    """For one's own data: sent to the address itself, as a letter may have been passed on to others."""
    return sign(_DATA, f"{contact_id}-{int(at.timestamp())}-")


def read_data_token(token: str, *, at: datetime) -> int | None:
    """The contact; None for a token that is not ours, or too old."""
    said = _NUMBERS.fullmatch(read(_DATA, token) or "")
    return int(said[1]) if said and 0 <= at.timestamp() - int(said[2]) <= DATA_OPEN.total_seconds() else None


def touch_token(delivery_id: int) -> str:
    """One for each letter; goes into all its tracked addresses."""
    return sign(_TOUCH, f"d{delivery_id}-")


def anonymous_token(message_id: int, language: str) -> str:
    """The same for all readers, where only how many is counted."""
    return sign(_TOUCH, f"m{message_id}-{language}-")


def link_prefix(number: int) -> str:
    """The tracked address of a link up to its token: `link_prefix(3) + token + "/"`. The same for everybody."""
    return f"{settings.PUBLIC_URL}/l/{number}-"


def link_url(number: int, token: str) -> str:
    return f"{link_prefix(number)}{token}/"


def open_url(token: str) -> str:
    return f"{settings.PUBLIC_URL}/o/{token}.gif"


def read_link(text: str) -> Touched | None:
    """What stands between `/l/` and the last slash."""
    number, _dash, token = text.partition("-")
    link = int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else None
    return _touched(token, link) if link is not None else None


def read_open(token: str) -> Touched | None:
    return _touched(token, None)


def _touched(token: str, link: int | None) -> Touched | None:
    said = read(_TOUCH, token) or ""
    if one := _DELIVERY.fullmatch(said):
        return Touched(link, delivery_id=int(one[1]))
    if many := _MESSAGE.fullmatch(said):
        return Touched(link, message_id=int(many[1]), language=many[2])
    return None


_NUMBERS: Final = re.compile(r"(\d{1,18})-(\d{1,18})-")
_DELIVERY: Final = re.compile(r"d(\d{1,18})-")
_MESSAGE: Final = re.compile(r"m(\d{1,18})-([a-z]{2,3}(?:-[a-z]{2,4})?)-")

"""How often the API may be used. Each answer says how much is left (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from dhara.api.v1.access import Caller
from dhara.kit import limits
from dhara.kit.limits import Use
from dhara.kit.refusal import TooMany


@dataclass(frozen=True)
class Limit:
    """At most `most` requests in `seconds`, counted under `name`."""

    name: str
    most: int
    seconds: int


ADDRESS: Final = Limit("address", 120, 60)
CALLER: Final = Limit("caller", 600, 60)
ORDERS: Final = Limit("orders", 30, 600)
# Wrong keys and secrets of orders: nobody who means well sends many of them.
GUESSES: Final = Limit("guesses", 30, 600)


def count(request: HttpRequest, caller: Caller, at: datetime, *, often: bool = False) -> Use:
    """Count the request: those that change something by themselves, unless they may come `often`.

    It is for the door to refuse what is not allowed.
    """
    limit = ORDERS if request.method == "POST" and not often else CALLER if caller.name else ADDRESS
    who = caller.name or f"address:{limits.address_of(request)}"
    return limits.use(f"api:{limit.name}", who, limit.most, limit.seconds, at=at)


def guessed(request: HttpRequest, at: datetime) -> Use:
    """Count a wrong key."""
    address = limits.address_of(request)
    return limits.use(f"api:{GUESSES.name}", address, GUESSES.most, GUESSES.seconds, at=at)


def too_many(use: Use) -> TooMany:
    return TooMany(retry_after=use.reset)


def refuse_beyond(use: Use) -> None:
    """Raises TooMany."""
    if not use.allowed:
        raise too_many(use)


def tell(response: HttpResponseBase, use: Use) -> None:
    """Write what is left into the headers."""
    response.headers["RateLimit-Policy"] = f'"default";q={use.most};w={use.seconds}'
    response.headers["RateLimit"] = f'"default";r={use.left};t={use.reset}'

"""How often a door may be used: `@limited("search", 30, 60)` lets 30 requests of one address pass in any minute."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from dhara.kit import clock, limits
from dhara.kit.limits import address_of
from dhara.kit.refusal import TooMany
from dhara.web.ui import errors

__all__ = ["address_of", "count", "limited"]
View = Callable[..., HttpResponseBase]


def count(scope: str, who: str, most: int, seconds: int) -> None:
    """Count one use of `scope` by `who` (an address, an account). Raises TooMany beyond `most` in `seconds`."""
    used = limits.use(scope, who, most, seconds, at=clock.now())
    if not used.allowed:
        raise TooMany(retry_after=used.reset)


def limited(scope: str, most: int, seconds: int, *, method: str = "") -> Callable[[View], View]:
    """At most `most` requests (of `method`, if given) by one address in `seconds`; beyond that a friendly 429."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
            if not method or request.method == method:
                try:
                    count(scope, address_of(request), most, seconds)
                except TooMany as refusal:
                    return errors.too_many(request, retry_after=refusal.retry_after)
            return view(request, *args, **rest)

        return door

    return guard

"""How often a door may be used: `@limited("search", 30, 60)` lets 30 requests of one address pass in any minute.

Counted in the cache in two windows, of which the older one counts in proportion to what is left of it: as exact as a
list of moments, for two small numbers.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from dhara.kit import clock
from dhara.kit.refusal import TooMany
from dhara.web.ui import errors

View = Callable[..., HttpResponseBase]


def address_of(request: HttpRequest) -> str:
    """The visitor's IP address: what our own proxies say of it, else who is connected."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
        if len(told) >= proxies:
            return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def count(scope: str, who: str, most: int, seconds: int) -> None:
    """Count one use of `scope` by `who` (an address, an account). Raises TooMany beyond `most` in `seconds`."""
    now = clock.now().timestamp()
    window, into = divmod(now, seconds)
    known = hashlib.sha256(who.encode()).hexdigest()[:20]
    key, before = (f"limit:{scope}:{known}:{int(window) - back}" for back in (0, 1))
    cache.add(key, 0, seconds * 2)
    try:
        used = cache.incr(key)
    except ValueError:  # it was thrown out of the cache in between
        used = 1
    if used + cache.get(before, 0) * (1 - into / seconds) > most:
        raise TooMany(retry_after=max(1, round(seconds - into)))


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

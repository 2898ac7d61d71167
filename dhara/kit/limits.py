"""How often something may be done: uses are counted in the cache, by whoever uses it.

Counted in two windows, of which the older one counts in proportion to what is left of it: as exact as a list of
moments, for two small numbers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Use:
    """One use, counted: `left` more are possible now, `reset` is in how many seconds a new window begins."""

    most: int
    seconds: int
    left: int
    reset: int
    allowed: bool


def use(scope: str, who: str, most: int, seconds: int, *, at: datetime) -> Use:
    """Count one use of `scope` by `who` (an address, an account, a key), of which `most` are allowed in `seconds`."""
    window, into = divmod(at.timestamp(), seconds)
    known = hashlib.sha256(who.encode()).hexdigest()[:20]
    key, before = (f"limit:{scope}:{known}:{int(window) - back}" for back in (0, 1))
    cache.add(key, 0, seconds * 2)
    try:
        used = cache.incr(key)
    except ValueError:  # it was thrown out of the cache in between
        used = 1
    counted = used + cache.get(before, 0) * (1 - into / seconds)
    return Use(most, seconds, max(0, int(most - counted)), max(1, round(seconds - into)), counted <= most)


def address_of(request: HttpRequest) -> str:
    """The visitor's IP address: what our own proxies say of it, else who is connected."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
        if len(told) >= proxies:
            return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))

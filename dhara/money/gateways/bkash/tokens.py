"""The token with which bKash is spoken to: kept for an account as long as it lasts, fetched by one at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache

from dhara.kit.seal import Unsealable, seal, unseal
from dhara.money.gateways import wire
from dhara.money.gateways.bkash import rules
from dhara.money.gateways.rules import GatewayTrouble, Keys

# A token is given up this long before bKash does: it must outlast the call that is made with it.
MARGIN: Final = timedelta(minutes=5)
# bKash counts refreshes and blocks whoever asks too often, so a token that ran out is remembered for its successor.
KEPT: Final = 24 * 3600
# How long others wait for the one who fetches it; longer than a call to bKash may take.
PATIENCE: Final = int(wire.TOTAL) + 5
_PAUSE: Final = 0.05
_guard = threading.Lock()
_inside: dict[str, threading.Lock] = {}


class KeysUnknown(GatewayTrouble):
    """bKash does not take the keys. `code` is its own, or the HTTP status."""

    def __init__(self, code: str) -> None:
        super().__init__(f"bKash refused the keys: {code}")
        self.code = code


@dataclass(frozen=True)
class _Held:
    token: str
    refresh: str
    until: datetime


def base(keys: Keys, product: rules.Product) -> str:
    """Where a product of bKash's is spoken to, up to its version."""
    return f"{host(keys, product)}/v1.2.0-beta/{'tokenized/' if product == rules.TOKENIZED else ''}checkout"


def host(keys: Keys, product: rules.Product) -> str:
    return (keys.base or f"https://{product}.{'pay' if keys.live else 'sandbox'}.bka.sh").rstrip("/")


def merchant(keys: Keys, product: rules.Product) -> dict[str, str]:
    """app_key, app_secret, username and password; for payouts others, where bKash gave others."""
    names = ("app_key", "app_secret", "username", "password")
    plain = {name: keys.values.get(name, "") for name in names}
    if product == rules.TOKENIZED or not keys.values.get("payout_app_key"):
        return plain
    return {name: keys.values.get(f"payout_{name}", "") for name in names}


def token(keys: Keys, product: rules.Product, *, at: datetime, refused: str = "") -> str:
    """A token that still lasts, and is not the one that bKash has `refused`. Raises GatewayTrouble."""
    name = _name(keys, product)
    if found := _usable(_read(name), at, refused):
        return found
    with _alone(name, at, refused):
        held = _read(name)
        if found := _usable(held, at, refused):
            return found
        fresh = _fetch(keys, product, None if refused else held, at)
        cache.set(name, seal([fresh.token, fresh.refresh, fresh.until.isoformat()]), KEPT)
        return fresh.token


def grant(keys: Keys, product: rules.Product, *, at: datetime) -> None:
    """Try the keys themselves, whatever token is held. Raises KeysUnknown or another GatewayTrouble."""
    _fetch(keys, product, None, at)


def _name(keys: Keys, product: rules.Product) -> str:
    told = "\n".join([host(keys, product), product, *merchant(keys, product).values()])
    return f"bkash:token:{sha256(told.encode()).hexdigest()}"


def _read(name: str) -> _Held | None:
    kept = cache.get(name)
    if kept is None:
        return None
    try:
        found, refresh, until = unseal(kept)
    except Unsealable:
        return None
    return _Held(found, refresh, datetime.fromisoformat(until))


def _usable(held: _Held | None, at: datetime, refused: str) -> str:
    return held.token if held is not None and held.token != refused and at < held.until else ""


@contextmanager
def _alone(name: str, at: datetime, refused: str) -> Iterator[None]:
    """One thread of this process, and one process of those that share the cache; the others wait for what it brings."""
    with _guard:
        inside = _inside.setdefault(name, threading.Lock())
    end = time.monotonic() + PATIENCE
    if not inside.acquire(timeout=PATIENCE):
        raise GatewayTrouble("bKash: waited in vain for a token")
    try:
        lock = f"{name}:lock"
        mine = cache.add(lock, 1, PATIENCE)
        while not mine and not _usable(_read(name), at, refused):
            if time.monotonic() > end:
                raise GatewayTrouble("bKash: waited in vain for a token")
            time.sleep(_PAUSE)
            mine = cache.add(lock, 1, PATIENCE)
        try:
            yield
        finally:
            if mine:
                cache.delete(lock)
    finally:
        inside.release()


def _fetch(keys: Keys, product: rules.Product, before: _Held | None, at: datetime) -> _Held:
    """By the refresh token of the one before, where that works; else by the keys themselves."""
    who = merchant(keys, product)
    headers = {"username": who["username"], "password": who["password"], "Accept": "application/json"}
    words = {"app_key": who["app_key"], "app_secret": who["app_secret"]}
    address = f"{base(keys, product)}/token"
    if before is not None and before.refresh:
        again = {**words, "refresh_token": before.refresh}
        answer = wire.call("POST", f"{address}/refresh", json=again, headers=headers)
        if answer.status < 400 and (found := _held(answer.body, at)):
            return found
    answer = wire.call("POST", f"{address}/grant", json=words, headers=headers)
    if answer.status in (401, 403):
        raise KeysUnknown(str(answer.status))
    told = answer.fields()
    found = _held(told, at) if answer.status < 400 else None
    if found is None:
        code = rules.code_of(told, answer.status)
        if code in (rules.WELL, rules.MAINTENANCE, *rules.PASSING):
            raise GatewayTrouble(f"bKash: no token ({code})")
        raise KeysUnknown(code)
    return found


def _held(told: Any, at: datetime) -> _Held | None:
    if not isinstance(told, Mapping) or not told.get("id_token"):
        return None
    try:
        lasts = timedelta(seconds=int(told.get("expires_in") or 3600))
    except (ValueError, TypeError, OverflowError):
        lasts = timedelta(hours=1)
    return _Held(str(told["id_token"]), str(told.get("refresh_token") or ""), at + max(lasts - MARGIN, MARGIN))

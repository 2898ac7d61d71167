"""HTTP to gateways: one client with time limits; every failure is GatewayTrouble, and no secret gets into a message."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from dhara.money.gateways.rules import GatewayTrouble

# Seconds until a connection stands, and until the whole answer is there.
CONNECT, TOTAL = 10.0, 30.0
MOST_BYTES = 2 * 1024 * 1024
_own = threading.local()


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    body: Any  # JSON, or None where the text is none

    def fields(self) -> Mapping[str, Any]:
        """The JSON object. Raises GatewayTrouble when the answer is something else."""
        if not isinstance(self.body, dict):
            raise GatewayTrouble(f"HTTP {self.status} without a JSON object")
        return self.body


def call(
    method: str,
    url: str,
    *,
    json: Any = None,
    form: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = TOTAL,
) -> Answer:
    """One request; redirects are not followed. Raises GatewayTrouble for silence, and for HTTP 5xx and 429.

    Other statuses are the adapter's to judge: many gateways tell errors under HTTP 200, or with 4xx and a body.
    """
    limits = httpx.Timeout(seconds, connect=min(CONNECT, seconds))
    try:
        got = _client().request(
            method, url, json=json, data=form, params=query, headers=dict(headers or {}), timeout=limits
        )
    except httpx.HTTPError as error:
        raise GatewayTrouble(f"{method} {_place(url)}: {type(error).__name__}") from error
    _own.date = got.headers.get("Date", "")
    if got.status_code >= 500 or got.status_code == 429:
        raise GatewayTrouble(f"{method} {_place(url)}: HTTP {got.status_code}")
    if len(got.content) > MOST_BYTES:
        raise GatewayTrouble(f"{method} {_place(url)}: an answer of {len(got.content)} bytes")
    try:
        body = got.json()
    except ValueError:
        body = None
    return Answer(got.status_code, got.text, body)


def told_time() -> datetime | None:
    """What the clock of the server said that this thread asked last: to find out that ours is wrong."""
    try:
        return parsedate_to_datetime(getattr(_own, "date", ""))
    except (TypeError, ValueError):
        return None
    finally:
        _own.date = ""


def _client() -> httpx.Client:
    client: httpx.Client | None = getattr(_own, "client", None)
    if client is None:
        _own.client = client = httpx.Client(follow_redirects=False, trust_env=True)
    return client


def hang_up() -> None:
    """Close the connections of this thread; the next call opens new ones."""
    client: httpx.Client | None = getattr(_own, "client", None)
    if client is not None:
        _own.client = None
        client.close()


def _place(url: str) -> str:
    """Host and path: a query may hold a store's password."""
    parsed = httpx.URL(url)
    return f"{parsed.host}{parsed.path}"

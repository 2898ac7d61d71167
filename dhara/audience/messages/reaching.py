"""Whether the addresses in a letter answer: asked in a bounded time, never into a private network.

Never called within a transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urljoin

import httpcore
from django.utils.translation import gettext_lazy as _

from dhara.kit.outward import CONNECT, AddressRefused, Careful, Resolve, host_header, resolve, trust

MOST: Final = 30
SECONDS: Final = 8.0
HOPS: Final = 5
GONE, LOOP, REFUSED, SILENT = "gone", "loop", "refused", "silent"
PROBLEMS: Final = {
    GONE: _("%(url)s says that there is no such page."),
    LOOP: _("%(url)s leads from one address to the next without end."),
    REFUSED: _("%(url)s leads into a private network."),
    SILENT: _("%(url)s does not answer."),
}
Ask = Callable[[str, float], tuple[int, str]]


def unreachable(urls: Iterable[str], *, look_up: Resolve = resolve) -> dict[str, str]:
    """What is wrong with those addresses (a key of PROBLEMS); nothing for those that answer, in whatever way.

    At most MOST different ones are asked.
    """
    wanted = [url for url in dict.fromkeys(urls) if url.startswith(("http://", "https://"))][:MOST]
    deadline = time.monotonic() + SECONDS

    def ask(url: str, until: float) -> tuple[int, str]:
        return _ask(url, until, look_up)

    if not wanted:
        return {}
    with ThreadPoolExecutor(max_workers=6) as pool:
        found = pool.map(lambda url: follow(url, deadline, ask), wanted)
        return {url: problem for url, problem in zip(wanted, found, strict=True) if problem}


def follow(url: str, deadline: float, ask: Ask) -> str:
    """From an address to where it ends; "" when that is a page."""
    seen: set[str] = set()
    for _hop in range(HOPS + 1):
        if url in seen:
            return LOOP
        seen.add(url)
        try:
            status, onwards = ask(url, deadline)
        except AddressRefused:
            return REFUSED
        except (OSError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, ValueError):
            return SILENT
        except httpcore.UnsupportedProtocol:
            return REFUSED
        if not (300 <= status < 400 and onwards):
            return GONE if status in (404, 410) else ""
        url = urljoin(url, onwards)
    return LOOP


def _ask(url: str, deadline: float, look_up: Resolve) -> tuple[int, str]:
    """Status and where it leads on. Some servers know no HEAD: they are asked for the page, which is not read."""
    status, onwards = _once("HEAD", url, deadline, look_up)
    return _once("GET", url, deadline, look_up) if status in (405, 501) else (status, onwards)


def _once(method: str, url: str, deadline: float, look_up: Resolve) -> tuple[int, str]:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError(url)
    backend = Careful(look_up, deadline=deadline, here=False)
    headers = [("Host", host_header(url)), ("User-Agent", "Dhara"), ("Accept", "*/*"), ("Connection", "close")]
    limits = {"connect": CONNECT, "read": left, "write": left, "pool": left}
    with (
        httpcore.ConnectionPool(ssl_context=trust(), network_backend=backend, retries=0, proxy=None) as pool,
        pool.stream(method, url, headers=headers, extensions={"timeout": limits}) as answer,
    ):
        told = {name.lower(): value for name, value in answer.headers}
        return int(answer.status), told.get(b"location", b"").decode("latin-1")

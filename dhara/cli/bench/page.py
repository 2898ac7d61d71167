"""Pages of the storefront under load, on a small and a large market, beside the cheapest page of the same server.

Two databases of its own (dropped afterwards) with 1,000 and 100,000 offers, a server for each: one process on one
core, without any cache of pages. The load comes from another process. Every round measures a page right after its
reference; what counts is the median of the rounds' ratios.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.db import connection

from dhara.cli import surroundings
from dhara.cli.bench import many_offers, served
from dhara.cli.commands import static
from dhara.cli.complaint import Complaint
from dhara.kit import clock

SIZES: Final = (1_000, 100_000)
BAR, ALIKE = 0.40, 0.15
# A machine that is busy with other things takes it below the bar; what was reached must not be lost.
FLOOR, FLOOR_ALIKE = 0.28, 0.7
CONNECTIONS: Final = 8
PAGES: Final = ("offer", "listing")
LISTING: Final = "/market/"
REFERENCE: Final = "/bench/reference?like="


@dataclass
class Market:
    """One server and what was measured of it: requests/s by page, round after round."""

    size: int
    port: int
    paths: dict[str, list[str]]
    rates: dict[str, list[float]] = field(default_factory=dict)

    def ratio(self, page: str) -> float:
        pairs = zip(self.rates[page], self.rates[f"{page} reference"], strict=True)
        return median(value / reference for value, reference in pairs)


def run(*, sizes: tuple[int, int] = SIZES, seconds: float = 0.25, rounds: int = 40) -> list[dict[str, Any]]:
    """A result for each page and size, and one for each page that says how alike the sizes are."""
    static.run(Namespace(force=False))  # a page names the collected assets
    with ExitStack() as stack:
        markets = [stack.enter_context(_market(*each)) for each in stack.enter_context(_databases(sizes))]
        _measure(markets, seconds, rounds)
    return [line for page in PAGES for line in _results(page, markets)]


def _measure(markets: list[Market], seconds: float, rounds: int) -> None:
    """Fill the rates of the markets. Raises Complaint when an answer was not a page."""
    slices = [(market, name) for page in PAGES for market in markets for name in (f"{page} reference", page)]
    plan = {
        "slices": [(market.port, market.paths[name]) for market, name in slices],
        "seconds": seconds,
        "rounds": rounds,
        "connections": CONNECTIONS,
    }
    words, text = [sys.executable, "-m", "dhara.cli.bench.load"], json.dumps(plan)
    done = subprocess.run(words, input=text, capture_output=True, text=True, env=_environment(), check=False)
    if done.returncode:
        raise Complaint(f"The load failed: {done.stderr.strip()[-500:]}")
    for (market, name), rates in zip(slices, json.loads(done.stdout), strict=True):
        market.rates[name] = rates


def _results(page: str, markets: list[Market]) -> Iterator[dict[str, Any]]:
    for market in markets:
        ratio = market.ratio(page)
        yield {
            "bench": f"page.{page}.{market.size}",
            "value": round(median(market.rates[page]), 1),
            "unit": "requests/s",
            "reference": round(median(market.rates[f"{page} reference"]), 1),
            "ratio": round(ratio, 3),
            "bar": BAR,
            "floor": FLOOR,
            "ok": ratio >= BAR,
        }
    small, large = (market.ratio(page) for market in markets)
    yield {
        "bench": f"page.{page}.alike",
        "value": round(large, 3),
        "unit": "ratio",
        "reference": round(small, 3),
        "ratio": round(large / small, 3),
        "bar": 1 - ALIKE,
        "floor": FLOOR_ALIKE,
        "ok": large / small >= 1 - ALIKE,
    }


@contextmanager
def _databases(sizes: tuple[int, int]) -> Iterator[list[tuple[int, str, list[str]]]]:
    """(offers, name of the database, addresses of some offers) for each size; dropped afterwards."""
    usual = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    bare, at = connection.settings_dict["NAME"], clock.now()
    made: list[tuple[int, str, list[str]]] = []
    try:
        for size in sizes:
            name = f"{bare}_{size}"
            connection.settings_dict["NAME"] = bare
            connection.creation.clone_test_db(suffix=str(size), verbosity=0, autoclobber=True)
            connection.close()
            connection.settings_dict["NAME"] = name
            made.append((size, name, many_offers.fill(size, at=at)))
            connection.close()
        yield made
    finally:
        connection.close()
        for _size, name, _paths in made:
            connection.settings_dict["NAME"] = name
            connection.creation.destroy_test_db(bare, verbosity=0)
        connection.settings_dict["NAME"] = bare
        connection.creation.destroy_test_db(usual, verbosity=0)


@contextmanager
def _market(size: int, database: str, offers: list[str]) -> Iterator[Market]:
    """A server on the last core of the machine, with pages for its references."""
    with tempfile.TemporaryDirectory(prefix="dhara-bench-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
        words = [sys.executable, "-m", "dhara.cli.bench.served", str(port), str(core)]
        environment = _environment(DATABASE_URL=_url(database), DHARA_DEBUG="0", **{served.PAGES: folder})
        server = subprocess.Popen(words, env=environment)
        try:
            yield Market(size, port, _paths(port, offers, Path(folder), server))
        finally:
            server.terminate()
            server.wait(20)


def _url(database: str) -> str:
    """The address of a database beside ours."""
    given = connection.get_connection_params()
    where = urlencode({name: given[name] for name in ("host", "port") if given.get(name)}, safe="/")
    password = f":{quote(given['password'], safe='')}" if given.get("password") else ""
    return f"postgres://{quote(given.get('user', ''), safe='')}{password}@/{database}?{where}"


def _paths(port: int, offers: list[str], folder: Path, server: subprocess.Popen[bytes]) -> dict[str, list[str]]:
    """What to ask for, by name; the references are filled up to the sizes of their pages."""
    deadline = time.monotonic() + 30
    while _get(port, "/healthz") is None:
        if server.poll() is not None or time.monotonic() > deadline:
            raise Complaint("The server of the benchmark did not start.")
        time.sleep(0.5)
    pages = {"offer": [f"/@{quote(each)}" for each in offers], "listing": _listing()}
    (folder / "nothing.html").touch()
    bare = len(_get(port, f"{REFERENCE}nothing") or b"")
    for name, paths in pages.items():
        content = _get(port, paths[0]) or b""
        (folder / f"{name}.html").write_bytes(content[bare:])
        if abs(len(_get(port, REFERENCE + name) or b"") - len(content)) > len(content) / 50:
            raise Complaint(f"The reference of {name} has another size than its {len(content)} bytes.")
    return pages | {f"{name} reference": [REFERENCE + name] for name in pages}


def _listing() -> list[str]:
    """The first pages of the market and of some shelves, in both orders."""
    shelves = ["", "design/", "ebooks/", "presets/", "ssc/", "logos-branding/"]
    return [f"{LISTING}{shelf}?order={order}" for shelf in shelves for order in ("newest", "popular")]


def _get(port: int, path: str) -> bytes | None:
    """The page as it is before compression; None when there is none."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "bn"})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - our own server
            content: bytes = answer.read()
            return content
    except OSError:
        return None


def _environment(**more: str) -> dict[str, str]:
    return {**surroundings.for_children(), "DHARA_HOSTS": "localhost,127.0.0.1", **more}

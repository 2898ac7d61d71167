"""Addresses are asked politely: loops end, private networks stay closed, servers without HEAD are no dead ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dhara.audience.messages import reaching
from dhara.audience.messages.reaching import GONE, LOOP, REFUSED, SILENT, follow, unreachable

PLACES: dict[str, tuple[int, str]] = {
    "https://a.org/": (200, ""),
    "https://a.org/moved": (301, "/"),
    "https://a.org/gone": (404, ""),
    "https://a.org/shy": (403, ""),
    "https://a.org/round": (302, "https://b.org/round"),
    "https://b.org/round": (302, "https://a.org/round"),
    "https://a.org/self": (302, "/self"),
}


def ask(url: str, _until: float) -> tuple[int, str]:
    if "far" in url:
        return 302, f"{url}x"
    if url not in PLACES:
        raise OSError(url)
    return PLACES[url]


ENDS = [("", ""), ("moved", ""), ("shy", ""), ("gone", GONE), ("round", LOOP), ("self", LOOP), ("far", LOOP)]


@pytest.mark.parametrize(("path", "problem"), [*ENDS, ("x", SILENT)])
def test_where_an_address_ends(path: str, problem: str) -> None:
    assert follow(f"https://a.org/{path}", time.monotonic() + 5, ask) == problem


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            asked.append(self.path)
            self.send_response(405)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nothing in the middle of the tests."""

    there = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=there.serve_forever, daemon=True).start()
    try:
        yield f"http://shop.example.org:{there.server_port}/", asked
    finally:
        there.shutdown()
        there.server_close()


def test_a_private_network_is_never_asked() -> None:
    with server() as (url, asked):
        assert unreachable([url], look_up=lambda _host, _port: ["127.0.0.1"]) == {url: REFUSED}
        assert unreachable([url], look_up=lambda _host, _port: ["93.184.216.34", "10.0.0.1"]) == {url: REFUSED}
        assert asked == []


def test_a_page_that_leads_inwards_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = reaching._once

    def once(method: str, url: str, deadline: float, look_up: reaching.Resolve) -> tuple[int, str]:
        return (302, "http://192.168.0.1/") if "outside" in url else real(method, url, deadline, look_up)

    monkeypatch.setattr(reaching, "_once", once)
    assert unreachable(["https://outside.org/"], look_up=lambda host, _port: [host]) == {
        "https://outside.org/": REFUSED
    }


def test_other_kinds_of_addresses_are_left_alone() -> None:
    assert unreachable(["mailto:a@b.example", "", "{link:confirm}"]) == {}
    assert unreachable(["ftp://a.example/"]) == {}

"""The load of the pages' benchmark, and how its figures become results."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dhara.cli.bench import load, page


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "70000")
        self.end_headers()
        self.wfile.write(b"x" * 70000)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    Answers.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def plan(port: int, *slices: list[str]) -> dict[str, object]:
    return {"slices": [(port, paths) for paths in slices], "seconds": 0.02, "rounds": 3, "connections": 2}


def test_every_slice_is_asked_in_every_round(port: int) -> None:
    first, second = load.run(plan(port, ["/a", "/b"], ["/c"]))
    assert len(first) == len(second) == 3
    assert min(first + second) > 0
    assert set(Answers.seen) == {"/a", "/b", "/c"}


def test_what_is_no_page_is_no_result(port: int) -> None:
    with pytest.raises(ValueError, match="404"):
        load.run(plan(port, ["/gone"]))


def market(size: int, values: list[float], references: list[float]) -> page.Market:
    return page.Market(size, 1, {}, {"offer": values, "offer reference": references})


def test_the_median_of_the_rounds_decides() -> None:
    small = market(1000, [50, 45, 1], [100, 100, 100])
    large = market(100_000, [40, 42, 41], [100, 100, 100])
    first, second, alike = page._results("offer", [small, large])
    assert (first["ratio"], first["ok"]) == (0.45, True)
    assert (second["ratio"], second["ok"]) == (0.41, True)
    assert (alike["ratio"], alike["ok"]) == (0.911, True)


def test_a_large_market_may_not_be_slower() -> None:
    *_both, alike = page._results("offer", [market(1, [60], [100]), market(2, [45], [100])])
    assert not alike["ok"]

"""A visitor of a story is somebody of their own, and says where they are stuck."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator

import pytest

from dhara.cli.stories.page import read
from dhara.cli.stories.visitor import Broken, Visitor


class Site(http.server.BaseHTTPRequestHandler):
    """Tells everybody from which address they come."""

    def do_GET(self) -> None:
        body = f"<title>Here</title><p>you are {self.client_address[0]}</p>".encode()
        self.send_response(200 if self.path == "/" else 429)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def seen(site: str) -> str:
    visitor = Visitor(site)
    try:
        return f"{visitor.open('/').words} and {visitor.open('/').words}"
    finally:
        visitor.close()


def test_each_comes_from_an_address_of_their_own(site: str) -> None:
    first, second = seen(site), seen(site)
    assert first.split(" and ")[0] == first.split(" and ")[1]
    if sys.platform == "linux":
        assert first != second


def test_an_answer_that_was_not_expected_is_the_end(site: str) -> None:
    visitor = Visitor(site)
    with pytest.raises(Broken, match="429: you are"):
        visitor.open("/elsewhere/")
    visitor.close()


LISTS = """<form><select name="place"><option value="1">one</option><option value="2">two</option></select>
<select name="none" multiple><option value="a">A</option></select>
<select name="both" multiple><option value="a" selected>A</option><option value="b" selected>B</option></select></form>
"""


def test_a_list_of_many_sends_what_is_chosen_and_no_more() -> None:
    form = read(200, "http://localhost/", LISTS).form("place")
    assert form.values == {"place": ["1"], "both": ["a", "b"]}

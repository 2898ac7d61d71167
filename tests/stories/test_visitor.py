"""A visitor of a story is somebody of their own, and says where they are stuck."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator

import pytest

from dhara.cli.stories.page import read
from dhara.cli.stories.visitor import Broken, Visitor

FORM = """<form method="post" action="/yes/"><input name="word" value="green"><button>Yes</button>
<button formaction="/no/">No</button></form><form method="post" action="/"><input name="word" value="red"></form>"""


class Site(http.server.BaseHTTPRequestHandler):
    """Tells everybody from which address they come, and what they sent where."""

    def do_GET(self) -> None:
        self._say(200 if self.path == "/" else 429, f"you are {self.client_address[0]}{FORM}")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(200, f"{sent} to {self.path}")

    def _say(self, status: int, words: str) -> None:
        body = f"<title>Here</title><p>{words}</p>".encode()
        self.send_response(status)
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


def test_a_button_may_send_a_form_elsewhere(site: str) -> None:
    visitor = Visitor(site)
    visitor.open("/")
    assert visitor.fill("word").words == "word=green to /yes/"
    visitor.open("/")
    assert visitor.fill("word", press="/no/", word="blue").words == "word=blue to /no/"
    visitor.open("/")
    assert visitor.fill("/").words == "word=red to /"
    visitor.open("/")
    with pytest.raises(Broken, match="no button “/maybe/”"):
        visitor.fill("word", press="/maybe/")
    visitor.close()

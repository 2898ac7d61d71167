"""What fakes that speak HTTP have in common: a server on a free port, faults, plain pages, and posting forms out."""

from __future__ import annotations

import argparse
import inspect
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1a1f36}
h1{font-size:1.4rem}form{margin:.4rem 0}button,input{font:inherit;padding:.4rem .8rem;margin:.15rem 0}
button{cursor:pointer}td{padding:.2rem .6rem .2rem 0;vertical-align:top}.small{color:#697386;font-size:.9rem}
@media(prefers-color-scheme:dark){body{background:#14171f;color:#e6e9f0}}"""


@dataclass(frozen=True)
class Ask:
    """One request; `given` are the fields of the query and of the form, `body` the bytes that came."""

    method: str
    path: str
    given: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    status: int
    kind: str
    content: str
    location: str = ""


def told(words: Any, status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(words))


def page(title: str, content: str, status: int = 200) -> Reply:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    html = f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
    return Reply(status, "text/html; charset=utf-8", f"{html}{content}</body></html>")


def to(url: str) -> Reply:
    return Reply(303, "text/plain", "", url)


def button(action: str, words: str, **fields: Any) -> str:
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(str(v))}">' for name, v in fields.items())
    return f'<form method="post" action="{action}">{hidden}<button>{escape(words)}</button></form>'


def post_form(url: str, fields: Mapping[str, str]) -> int:
    """The HTTP status of the answer, 0 for none."""
    request = Request(url, data=urlencode(fields).encode(), method="POST")
    try:
        with urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        refusal.close()
        return refusal.code
    except (URLError, OSError):
        return 0


class Server:
    """Answers with `answer`. `faults` go wrong one after the other with what programs (not browsers) ask.

    A fault is "down" (503), "nonsense", "hang up" (nothing happened), "hang up after" (it did), or "slow".
    """

    def __init__(self, answer: Callable[[Ask], Reply], browsers: tuple[str, ...], port: int = 0) -> None:
        self.answer, self.browsers = answer, browsers
        self.down, self.slow = False, 0.0
        self.faults: list[str] = []
        self.asked: list[str] = []
        self._port = port
        self._server: ThreadingHTTPServer | None = None
        self.base = ""

    def start(self) -> str:
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self.base

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def reply(self, ask: Ask) -> Reply | None:
        """None: hang up without an answer."""
        if ask.path == "/" or ask.path.startswith(self.browsers):
            return self.answer(ask)
        self.asked.append(f"{ask.method} {ask.path}")
        fault = self.faults.pop(0) if self.faults else ""
        if self.down or fault == "down":
            return Reply(503, "text/html", "<html>We will be back soon</html>")
        if fault == "hang up":
            return None
        if fault == "slow" or self.slow:
            time.sleep(self.slow or 0.7)
        given = self.answer(ask)
        if fault == "hang up after":
            return None
        return Reply(200, "text/html", "<html>Under maintenance</html>") if fault == "nonsense" else given


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._do("GET")

    def do_POST(self) -> None:
        self._do("POST")

    def _do(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        form = "urlencoded" in self.headers.get("Content-Type", "")
        given = parse_qsl(parts.query, keep_blank_values=True)
        given += parse_qsl(body.decode(), keep_blank_values=True) if form else []
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.owner.reply(Ask(method, parts.path, dict(given), headers, body))
        if reply is None:
            self.close_connection = True
            return
        content = reply.content.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(content)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(content)


def run(name: str, make: Callable[..., Any]) -> None:
    """The `__main__` of a fake: `--port`, and `--notify` for those that must be told where notices go."""
    parser = argparse.ArgumentParser(prog=f"tests.fakes.{name}")
    parser.add_argument("--port", type=int, default=9101)
    parser.add_argument("--notify", default="", help="where notices go, unless the merchant tells it with each charge")
    options = parser.parse_args()
    # Ids differ from those of the run before: Dhara remembers them.
    told = {"notify": options.notify} if "notify" in inspect.signature(make).parameters else {}
    fake = make(port=options.port, mark=f"{int(time.time()):X}", **told)
    print(f"{name}: {fake.start()}/", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        fake.stop()

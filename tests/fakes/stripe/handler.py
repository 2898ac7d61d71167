"""HTTP: one request at a time through keys, faults and idempotency, to a door of the API or to a page."""

from __future__ import annotations

import json
import re
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.fakes.stripe import api, pages
from tests.fakes.stripe.books import API_VERSION, expanded, shown
from tests.fakes.stripe.faults import Fault, Remembered
from tests.fakes.stripe.params import Refusal, parse

if TYPE_CHECKING:
    from tests.fakes.stripe.fake import Fake


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: Fake

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        if not parts.path.startswith("/v1/"):
            given = parse(body.decode() if method == "POST" else parts.query)
            status, kind, content, more = pages.answer(self.fake, method, parts.path, given)
            self._send(status, content.encode(), kind, more)
            return
        fault = self.fake.faults.pop(0) if self.fake.faults else None
        if self.fake.down:
            self._break(Fault("status", False, 503))
            return
        if fault and not fault.after:
            self._break(fault)
            return
        status, content, more = self._called(method, parts.path, parts.query, body)
        if fault is None and self.fake.faults and self.fake.faults[0].now:
            fault = self.fake.faults.pop(0)
        if fault:
            self._break(fault)
            return
        self._send(status, content, "application/json", more)

    def _called(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        self.fake.calls.append(f"{method} {path}")
        self.fake.before(method, path)
        more = {
            "Request-Id": f"req_{len(self.fake.calls):012d}",
            "Stripe-Version": self.headers.get("Stripe-Version", API_VERSION),
        }
        key = self.headers.get("Idempotency-Key", "")
        try:
            self._signed_in()
            if path in self.fake.closed:
                raise Refusal(403, "The provided key does not have the required permissions for this endpoint.")
            if method != "POST" or not key:
                return 200, self._carried_out(method, path, query, body), more
            return self._once(key, method, path, query, body, more)
        except Refusal as refusal:
            return refusal.status, _error(refusal), more

    def _signed_in(self) -> None:
        scheme, _space, key = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key:
            raise Refusal(401, "You did not provide an API key.")
        if key != self.fake.secret_key:
            hidden = key[:8] + "*" * 8 + key[-4:]
            raise Refusal(401, f"Invalid API Key provided: {hidden}")

    def _once(self, key: str, method: str, path: str, query: str, body: bytes, more: dict[str, str]) -> Any:
        """The first request of a key is carried out, others get its answer; other words under it are refused."""
        print_ = sha256(f"{method} {path} {_stable(self.headers, body)}".encode()).hexdigest()
        with self.fake.books.lock:
            known = self.fake.remembered.get(key)
            if known is None:
                mine = self.fake.remembered[key] = Remembered(print_)
        if known is None:
            return self._first(mine, key, method, path, query, body, more)
        if known.print != print_:
            words = "Keys for idempotent requests can only be used with the same parameters they were first used with."
            raise Refusal(400, words, type="idempotency_error")
        if not known.done.is_set():
            raise Refusal(
                409,
                "There is currently another in-progress request using this idempotent key.",
                code="idempotency_key_in_use",
            )
        return known.status, known.body, {**more, "Idempotent-Replayed": "true"}

    def _first(
        self, mine: Remembered, key: str, method: str, path: str, query: str, body: bytes, more: dict[str, str]
    ) -> Any:
        try:
            mine.status, mine.body = 200, self._carried_out(method, path, query, body)
        except Refusal as refusal:
            mine.status, mine.body = refusal.status, _error(refusal)
            if refusal.error.get("code", "").startswith("parameter_"):
                # What was never begun is not remembered.
                self.fake.remembered.pop(key)
        mine.done.set()
        return mine.status, mine.body, more

    def _carried_out(self, method: str, path: str, query: str, body: bytes) -> bytes:
        given = self._given(method, query, body)
        paths = given.pop("expand", [])
        books = self.fake.books
        with books.lock:
            function, names = api.find(method, path)
            told = shown(function(books, given, self.fake.base, *names))
            return json.dumps(expanded(books, told, paths), indent=2).encode()

    def _given(self, method: str, query: str, body: bytes) -> dict[str, Any]:
        kind = self.headers.get("Content-Type", "")
        if method == "GET":
            return parse(query)
        return _multipart(kind, body) if kind.startswith("multipart/") else parse(body.decode())

    def _break(self, fault: Fault) -> None:
        if fault.kind == "silence":
            time.sleep(fault.seconds)
        if fault.kind in ("silence", "hang_up"):
            self.close_connection = True
            return
        if fault.kind == "nonsense":
            self._send(200, b"<html>We will be back soon</html>", "text/html", {})
            return
        error = {"error": {"type": "api_error", "message": "An unknown error occurred."}}
        self._send(fault.status, json.dumps(error).encode(), "application/json", {})

    def _send(self, status: int, content: bytes, kind: str, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _error(refusal: Refusal) -> bytes:
    return json.dumps({"error": refusal.error}).encode()


def _stable(headers: Any, body: bytes) -> str:
    """A multipart body has another boundary each time."""
    found = re.search(r"boundary=(\S+)", headers.get("Content-Type", ""))
    return body.replace(found[1].strip('"').encode(), b"").hex() if found else body.hex()


def _multipart(kind: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    given: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        file = part.get_filename()
        given[str(name)] = (file, content) if file else content.decode().strip()
    return given

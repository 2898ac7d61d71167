"""The server: HTTP, keys, idempotency; and the hands by which a test moves it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from http.server import ThreadingHTTPServer
from typing import Any

from tests.fakes.stripe import bank, sessions
from tests.fakes.stripe.books import Books
from tests.fakes.stripe.faults import Fault, Remembered
from tests.fakes.stripe.handler import Handler
from tests.fakes.stripe.keys import SECRET_KEY, WEBHOOK_SECRET
from tests.fakes.stripe.post import Post


class Fake:
    """`start()` answers the base URL. With `notify` signed notices are sent there; without, they are only kept."""

    def __init__(
        self,
        *,
        port: int = 0,
        notify: str = "",
        clock: Callable[[], float] = time.time,
        mark: str = "",
        host: str = "127.0.0.1",
    ) -> None:
        self.books = Books(clock=clock, mark=mark)
        self.post = Post(notify, WEBHOOK_SECRET, clock)
        self.books.tell = self.post.take
        self.secret_key = SECRET_KEY
        self.faults: list[Fault] = []
        self.down = False
        # Paths that the key (a restricted one) may not read.
        self.closed: set[str] = set()
        # Called with method and path before a request is carried out: for what happens in between.
        self.before: Callable[[str, str], object] = lambda method, path: None
        self.remembered: dict[str, Remembered] = {}
        self.calls: list[str] = []
        self._address = (host, port)
        self.base = ""
        self._server: ThreadingHTTPServer | None = None
        events = {"enabled_events": ["*"], "status": "enabled"}
        self.endpoint = self.books.new(
            "webhook_endpoint", "we", url=notify or "https://shop.example/hooks/stripe/", **events
        )
        self.books.new("account", "acct", charges_enabled=True, payouts_enabled=True)

    def start(self) -> str:
        handler = type("StripeHandler", (Handler,), {"fake": self})
        self._server = ThreadingHTTPServer(self._address, handler)
        self._server.daemon_threads = True
        self.base = f"http://{self._address[0]}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.post.start()
        return self.base

    def stop(self) -> None:
        self.post.stop()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    # What goes wrong with the coming requests.

    def fail_next(self, many: int = 1, *, status: int = 500, after: bool = False) -> None:
        self.faults += [Fault("status", after, status) for _ in range(many)]

    def hang_up_next(self, many: int = 1, *, after: bool = True) -> None:
        """The connection breaks; with `after` the request was carried out before."""
        self.faults += [Fault("hang_up", after) for _ in range(many)]

    def timeout_next(self, many: int = 1, *, seconds: float = 1.5, after: bool = True, now: bool = False) -> None:
        self.faults += [Fault("silence", after, seconds=seconds, now=now) for _ in range(many)]

    def talk_nonsense_next(self, many: int = 1) -> None:
        self.faults += [Fault("nonsense", True) for _ in range(many)]

    # What payers, banks and the merchant's people do.

    def session(self, ref: str) -> dict[str, Any]:
        return self.books.get("checkout.session", ref)

    def intent(self, ref: str) -> dict[str, Any]:
        return self.books.get("payment_intent", self.session(ref)["payment_intent"] if ref.startswith("cs_") else ref)

    def charge(self, ref: str) -> dict[str, Any]:
        return self.books.get("charge", self.intent(ref)["latest_charge"])

    def pay(self, ref: str, card: str = "4242424242424242", *, proved: bool | None = None) -> dict[str, Any] | None:
        """The payer types a card; what they are told when it is declined."""
        with self.books.lock:
            return sessions.submit(self.books, self.session(ref), card, proved=proved)

    def pay_other(self, ref: str, amount: int, currency: str) -> None:
        """Another amount or currency comes than was asked for."""
        with self.books.lock:
            told = self.session(ref)
            pi = sessions._intent(self.books, told)
            bank.charge(self.books, pi, bank.method(self.books, "4242424242424242"), amount=amount, currency=currency)
            sessions.complete(self.books, told, "paid")
            self.books.event("checkout.session.completed", told)

    def pay_by_debit(self, ref: str) -> None:
        with self.books.lock:
            sessions.submit_debit(self.books, self.session(ref))

    def settle_debit(self, ref: str, *, paid: bool = True) -> None:
        with self.books.lock:
            sessions.settle_debit(self.books, self.session(ref), paid=paid)

    def expire(self, ref: str) -> None:
        with self.books.lock:
            sessions.expire(self.books, self.session(ref))

    def refund(self, ref: str, amount: int | None = None) -> dict[str, Any]:
        """Somebody gives money back in Stripe's dashboard."""
        with self.books.lock:
            return bank.refund(self.books, self.intent(ref), amount, {})

    def settle_refund(self, refund: str, status: str = "succeeded", why: str = "") -> None:
        with self.books.lock:
            bank.settle_refund(self.books, self.books.get("refund", refund), status, why)

    def dispute(self, ref: str, why: str = "fraudulent") -> dict[str, Any]:
        with self.books.lock:
            return bank.dispute(self.books, self.charge(ref), why)

    def rule(self, dispute: str, status: str) -> None:
        with self.books.lock:
            bank.rule(self.books, self.books.get("dispute", dispute), status)

    def warn(self, ref: str) -> dict[str, Any]:
        with self.books.lock:
            return bank.warn(self.books, self.charge(ref))

    def approve(self, ref: str) -> None:
        with self.books.lock:
            bank.close_review(self.books, self.intent(ref))

    def reverse(self, transfer: str) -> None:
        with self.books.lock:
            told = self.books.get("transfer", transfer)
            told.update(reversed=True, amount_reversed=told["amount"])
            self.books.event("transfer.reversed", told)

    # Notices.

    def events(self, kind: str = "", about: str = "") -> list[dict[str, Any]]:
        """The latest first."""
        found = self.books.of("event")
        return [
            each
            for each in found
            if each["type"].startswith(kind)
            and (not about or about in (each["data"]["object"]["id"], each["data"]["object"].get("payment_intent")))
        ]

    def notice(
        self, kind: str, about: str = "", *, at: float | None = None, secret: str = ""
    ) -> tuple[Mapping[str, str], bytes]:
        """Headers and body of the latest such notice, signed now (or `at`, or with another secret)."""
        return self.post.signed(self.events(kind, about)[0], at=at, secret=secret)

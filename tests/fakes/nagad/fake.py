"""The server and its hands."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.fakes.nagad import api, pages
from tests.fakes.nagad.books import Books, Payment
from tests.fakes.serving import Ask, Reply, Server, page


class Fake:
    """`signs_as` is whose key signs the answers; `near` how far a request's time may be from ours (None: any)."""

    def __init__(self, *, port: int = 0, mark: str = "", near: timedelta | None = timedelta(minutes=30)) -> None:
        self.books = Books(mark)
        self.near, self.signs_as = near, "nagad"
        self.server = Server(self._answer, ("/check-out/", "/panel/", "/_test/"), port)
        self.base = ""

    def start(self) -> str:
        self.base = self.server.start()
        return self.base

    def stop(self) -> None:
        self.server.stop()

    def is_stale(self, stamp: str) -> bool:
        then = datetime.strptime(f"{stamp} +0600", "%Y%m%d%H%M%S %z")
        return self.near is not None and abs(self.books.now() - then) > self.near

    def _answer(self, ask: Ask) -> Reply:
        with self.books.lock:
            found = api.answer(self, ask) if ask.path.startswith("/api/dfs/") else pages.answer(self, ask)
        return found or page("Nothing here", "<p>There is no such page.</p>", 404)

    def fail_next(self, fault: str = "down", many: int = 1) -> None:
        self.server.faults += [fault] * many

    def timeout_next(self, many: int = 1, *, after: bool = True) -> None:
        self.fail_next("hang up after" if after else "hang up", many)

    def act(self, ref: str, status: str = "Success", message: str = "", **changed: str) -> Payment:
        """The payer of `ref` pays (or not); `changed` are words of the answer that are then different."""
        with self.books.lock:
            return self.books.act(ref, status, message, **changed)

    def returned(self, ref: str) -> dict[str, str]:
        """What the payer's browser brings to the merchant."""
        made = self.books.payments[ref]
        paid = made.status == "Success"
        return {
            "merchant": "683002007104225",
            "order_id": made.order_id,
            "payment_ref_id": ref,
            "status": made.status,
            "status_code": "00_0000_000" if paid else "10_1007_001",
            "message": made.message or ("Successful" if paid else made.status),
            "payment_dt": made.paid_at,
            "issuer_payment_ref": made.issuer_ref,
        }

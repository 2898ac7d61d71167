"""The server and its hands."""

from __future__ import annotations

import threading
from typing import Any

from tests.fakes.serving import Ask, Reply, Server, page, post_form
from tests.fakes.sslcommerz import api, pages
from tests.fakes.sslcommerz.books import Books, Session, Transaction
from tests.fakes.sslcommerz.signing import sign

API = {
    "/gwprocess/v4/api.php": api.open_session,
    "/validator/api/validationserverAPI.php": api.validate,
    "/validator/api/merchantTransIDvalidationAPI.php": api.merchant,
}


class Fake:
    """`posts`: whether IPNs are really sent; tests that bring them by hand leave it off. `sent` are their answers."""

    def __init__(self, *, port: int = 0, mark: str = "", posts: bool = True) -> None:
        self.books = Books(mark)
        self.posts = posts
        self.sent: list[tuple[str, int]] = []  # status told, HTTP status of the answer
        self.server = Server(self._answer, ("/gwprocess/v4/gw.php", "/panel/", "/_test/"), port)
        self.base = ""

    def start(self) -> str:
        self.base = self.server.start()
        return self.base

    def stop(self) -> None:
        self.server.stop()

    def _answer(self, ask: Ask) -> Reply:
        with self.books.lock:
            if ask.path in API:
                return API[ask.path](self, ask)
        found = pages.answer(self, ask)
        return found or page("Nothing here", "<p>There is no such page.</p>", 404)

    # What goes wrong with the coming requests of programs.

    def fail_next(self, fault: str = "down", many: int = 1) -> None:
        self.server.faults += [fault] * many

    def timeout_next(self, many: int = 1, *, after: bool = True) -> None:
        self.fail_next("hang up after" if after else "hang up", many)

    # What payers and banks do.

    def session(self, tran_id: str) -> Session:
        """The latest of a transaction."""
        return [each for each in self.books.sessions.values() if each.given["tran_id"] == tran_id][-1]

    def act(self, tran_id: str, status: str = "VALID", **changed: str) -> Transaction:
        with self.books.lock:
            return self.books.act(self.session(tran_id), status, **changed)

    def settle_refunds(self, *, well: bool = True) -> None:
        with self.books.lock:
            for each in self.books.refunds.values():
                if each.status == "processing":
                    bad = not well or each.transaction.refund_mode == "fail"
                    each.status, each.reason = ("cancelled", "The card is closed") if bad else ("refunded", "")

    def lose_refunds(self) -> None:
        with self.books.lock:
            for each in self.books.refunds.values():
                each.status, each.reason = "cancelled", "The bank sent it back"

    # Notices.

    def returned(self, transaction: Transaction) -> dict[str, str]:
        """What the payer's browser posts to the merchant."""
        error = {} if transaction.told["status"] == "VALID" else {"error": transaction.told.get("error", "")}
        return sign({**transaction.told, "store_id": transaction.given["store_id"], **error})

    def notice(self, transaction: Transaction, *, again: bool = False) -> dict[str, str]:
        status = "VALIDATED" if again and transaction.told["status"] == "VALID" else transaction.told["status"]
        return sign({**transaction.told, "status": status, "store_id": transaction.given["store_id"]})

    def send(self, transaction: Transaction, fields: dict[str, Any] | None = None, *, again: bool = False) -> int:
        """Post an IPN now; the HTTP status of the merchant's answer."""
        url = transaction.given.get("ipn_url", "")
        status = post_form(url, fields or self.notice(transaction, again=again)) if url and self.posts else 0
        self.sent.append((transaction.told["status"], status))
        return status

    def send_soon(self, transaction: Transaction, fields: dict[str, Any] | None = None, *, again: bool = False) -> None:
        timer = threading.Timer(0.2, self.send, [transaction, fields], {"again": again})
        timer.daemon = True
        timer.start()

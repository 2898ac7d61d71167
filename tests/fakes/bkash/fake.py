"""The server and its hands."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from tests.fakes.bkash import api, pages, sns
from tests.fakes.bkash.books import Books, Payment
from tests.fakes.bkash.keys import POOR, RICH, SHORT_CODE
from tests.fakes.serving import Ask, Reply, Server, page


class _Aimed(Server):
    """Faults may be meant for one address: `aimed` is (end of the path, fault)."""

    def __init__(self, answer: Callable[[Ask], Reply], browsers: tuple[str, ...], port: int) -> None:
        super().__init__(answer, browsers, port)
        self.aimed: list[tuple[str, str]] = []

    def reply(self, ask: Ask) -> Reply | None:
        for each in self.aimed:
            if ask.path.endswith(each[0]):
                self.aimed.remove(each)
                self.faults.insert(0, each[1])
                break
        return super().reply(ask)


class Fake:
    """`notify` is where SNS delivers; `sent` what was delivered there: (kind, HTTP status of the answer).

    `tells_ends`: whether the status of a payment shows that it was cancelled or failed (what the real one does is not
    published); `tells_sku`: whether the list of refunds does; `refuses_creation`: a code for the next payments.
    """

    def __init__(
        self, *, port: int = 0, mark: str = "", notify: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        self.books = Books(mark, clock)
        self.notify, self.confirmed = notify, not notify
        self.sent: list[tuple[str, int]] = []
        self.tells_ends = self.tells_sku = True
        self.refunds_wait = self.payouts_wait = self.maintenance = False
        self.refuses_creation = ""
        browsers = ("/pay/", "/panel/", "/_test/", "/sns/", "/SimpleNotificationService")
        self.server = _Aimed(self._answer, browsers, port)
        self.base = ""

    def start(self) -> str:
        self.base = self.server.start()
        return self.base

    def stop(self) -> None:
        self.server.stop()

    def _answer(self, ask: Ask) -> Reply:
        if shown := pages.certificate(ask):  # without the lock: who gets a notice asks for it before answering
            return shown
        with self.books.lock:
            found = api.answer(self, ask) or pages.answer(self, ask)
        return found or page("Nothing here", "<p>There is no such page.</p>", 404)

    # What goes wrong with the coming requests of programs.

    def fail_next(self, fault: str = "down", many: int = 1, *, at: str = "") -> None:
        """`at` is the end of the address that it is meant for."""
        if at:
            self.server.aimed += [(at, fault)] * many
        else:
            self.server.faults += [fault] * many

    def timeout_next(self, at: str = "/execute", *, after: bool = True) -> None:
        self.fail_next("hang up after" if after else "hang up", at=at)

    def forget_tokens(self) -> None:
        self.books.tokens.clear()

    # What payers do.

    def pay(self, ref: str, wallet: str = RICH) -> Payment:
        """Wallet, code and PIN are given. Without effect on a payment that is over."""
        made = self.books.payments[ref]
        if made.state == "initiated":
            made.wallet, made.state = wallet, "approved"
        return made

    def decline(self, ref: str) -> None:
        self.pay(ref, POOR)

    def lock_out(self, ref: str) -> None:
        """Three wrong PINs."""
        made = self.books.payments[ref]
        made.wallet, made.state, made.code = RICH, "failed", "2015"

    def cancel(self, ref: str) -> None:
        self.books.payments[ref].state = "cancelled"

    def callback(self, made: Payment, status: str) -> str:
        back = made.given["callbackURL"]
        return f"{back}{'&' if '?' in back else '?'}{urlencode(self.returned(made.id, status))}"

    def returned(self, ref: str, status: str = "success") -> dict[str, str]:
        return {"paymentID": ref, "status": status, "signature": f"sig{ref[-6:]}", "apiVersion": "1.2.0-beta"}

    # Money that goes out.

    def settle_refunds(self, *, well: bool = True) -> None:
        for payment in self.books.payments.values():
            for each in payment.refunds:
                if each.status == "Pending":
                    each.status = "Completed" if well else "Failed"

    def lose_refunds(self) -> None:
        for payment in self.books.payments.values():
            for each in payment.refunds:
                each.status = "Failed"

    def settle_payouts(self, status: str = "Completed") -> None:
        for each in self.books.payouts:
            each.status = status

    # Notices.

    def message(self, made: Payment, **changed: Any) -> str:
        moment = datetime.fromtimestamp(self.books.clock(), UTC)
        said = {
            "dateTime": moment.strftime("%Y%m%d%H%M%S"),
            "debitMSISDN": f"88{made.wallet or RICH}",
            "creditOrganizationName": "Dhara",
            "creditShortCode": SHORT_CODE,
            "trxID": made.trx or "B0NOTYET01",
            "transactionStatus": "Completed",
            "transactionType": "1003",
            "amount": f"{Decimal(made.given['amount'])}",
            "currency": "BDT",
            "transactionReference": made.given["payerReference"],
            "merchantInvoiceNumber": made.given["merchantInvoiceNumber"],
            **changed,
        }
        return json.dumps(said)

    def notice(self, ref: str, *, version: str = "1", at: float | None = None, **changed: Any) -> dict[str, str]:
        """A signed notice about a payment, always the same for the same one; `changed` are words of its message."""
        made = self.books.payments[ref]
        moment = self.books.clock() if at is None else at
        number = f"22b80b92-{ref[-16:-12].lower()}-4c2c-8f9d-{ref[-12:].lower()}"
        return sns.envelope(self.base, "Notification", number, self.message(made, **changed), moment, version)

    def confirmation(self, *, at: float | None = None) -> dict[str, str]:
        more = {"Token": "2336412f37fb", "SubscribeURL": f"{self.base}{sns.CONFIRM}?Token=2336412f37fb"}
        moment = self.books.clock() if at is None else at
        mark = self.books.mark.lower()
        number = f"165545c9-2a5c-472c-8df2-{mark}{self.books.number():0{12 - len(mark)}d}"
        return sns.envelope(self.base, "SubscriptionConfirmation", number, "Confirm, please.", moment, **more)

    def send(self, told: dict[str, str]) -> int:
        """Deliver it now; the HTTP status of the merchant's answer."""
        status = sns.post(self.notify, told) if self.notify else 0
        self.sent.append((told["Type"], status))
        return status

    def tell_soon(self, made: Payment) -> None:
        """As SNS does: only to whoever confirmed, and again until it is taken."""
        if self.notify:
            threading.Thread(target=self._tell, args=(made,), daemon=True).start()

    def _tell(self, made: Payment) -> None:
        time.sleep(0.3)
        if not self.confirmed:
            self.send(self.confirmation())
        told = self.notice(made.id)
        for pause in (0.5, 1, 2, 4, 8, 16):
            if self.confirmed and self.send(told) in (200, 202):
                return
            time.sleep(pause)

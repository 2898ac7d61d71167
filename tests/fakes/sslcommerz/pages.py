"""The payer's page with a button for each thing that may happen, and the merchant's panel."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from tests.fakes.serving import Ask, Reply, button, page, to, told
from tests.fakes.sslcommerz.books import Refund, Session, Transaction

if TYPE_CHECKING:
    from tests.fakes.sslcommerz.fake import Fake


def _pay(fake: Fake, session: Session) -> Transaction:
    made = fake.books.act(session, "VALID")
    fake.send_soon(made)
    return made


def _ipn_first(fake: Fake, session: Session) -> Transaction:
    made = fake.books.act(session, "VALID")
    fake.send(made)
    return made


def _no_ipn(fake: Fake, session: Session) -> Transaction:
    return fake.books.act(session, "VALID")


def _twice(fake: Fake, session: Session) -> Transaction:
    """The same IPN comes twice, then once more as VALIDATED."""
    made = _ipn_first(fake, session)
    fake.send(made)
    fake.send_soon(made, again=True)
    return made


def _tampered(fake: Fake, session: Session) -> Transaction:
    """Somebody on the way makes more of the amount; the true IPN never comes."""
    made = fake.books.act(session, "VALID")
    fake.send(made, {**fake.notice(made), "amount": "499999.00"})
    return made


def _forged(fake: Fake, session: Session) -> Transaction:
    """Nothing is paid, but an IPN says so, signed with somebody else's password."""
    made = fake.books.act(session, "FAILED", error="Nobody paid")
    fake.send(made, {**fake.notice(made), "status": "VALID", "val_id": "FORGED0001"})
    return made


def _risk(fake: Fake, session: Session) -> Transaction:
    made = fake.books.act(session, "VALID", risk_level="1", risk_title="Card and payer are in different countries")
    fake.send_soon(made)
    return made


def _less(fake: Fake, session: Session) -> Transaction:
    return fake.books.act(session, "VALID", paid="10.00")


def _refund_mode(mode: str) -> Callable[[Fake, Session], Transaction]:
    def paid(fake: Fake, session: Session) -> Transaction:
        made = _pay(fake, session)
        made.refund_mode = mode
        return made

    return paid


def _unpaid(status: str, error: str) -> Callable[[Fake, Session], Transaction]:
    def ended(fake: Fake, session: Session) -> Transaction:
        made = fake.books.act(session, status, error=error)
        fake.send_soon(made)
        return made

    return ended


CHOICES: dict[str, tuple[str, Callable[[Fake, Session], Transaction]]] = {
    "pay": ("Pay", _pay),
    "ipn_first": ("Pay; the notice is faster than the payer", _ipn_first),
    "no_ipn": ("Pay; no notice", _no_ipn),
    "twice": ("Pay; the notice comes three times", _twice),
    "tampered": ("Pay; the notice is tampered with", _tampered),
    "forged": ("Do not pay; a forged notice says so", _forged),
    "risk": ("Pay; SSLCommerz warns of it", _risk),
    "less": ("Pay less than was asked for", _less),
    "refund_waits": ("Pay; a refund takes a while", _refund_mode("wait")),
    "refund_fails": ("Pay; a refund fails later", _refund_mode("fail")),
    "refund_refused": ("Pay; a refund is refused", _refund_mode("refused")),
    "fail": ("Declined by the bank", _unpaid("FAILED", "Invalid Card Information")),
    "poor": ("Not enough money", _unpaid("FAILED", "Insufficient Funds")),
    "cancel": ("Cancel", _unpaid("CANCELLED", "Cancelled by User")),
    "expire": ("Leave it until it expires", _unpaid("EXPIRED", "Session expired")),
}


def answer(fake: Fake, ask: Ask) -> Reply | None:
    if ask.path == "/gwprocess/v4/gw.php":
        return _gateway(fake, ask)
    if ask.path == "/":
        return page("Merchant panel of the fake SSLCommerz", _panel(fake))
    if ask.path == "/_test/transactions":
        return told([{**each.told, "validated": each.validated} for each in fake.books.transactions])
    if ask.path == "/_test/refunds":
        return told([{"ref": each.ref, "amount": str(each.amount), "status": each.status} for each in _refunds(fake)])
    if ask.path == "/_test/sent":
        return told(fake.sent)
    if ask.path == "/panel/refunds" and ask.method == "POST":
        fake.settle_refunds(well=ask.given.get("well") == "yes")
        return to("/")
    if ask.path == "/panel/losses" and ask.method == "POST":
        fake.lose_refunds()
        return to("/")
    if ask.path == "/panel/faults" and ask.method == "POST":
        fake.fail_next(ask.given["fault"], int(ask.given.get("many", 1)))
        return to("/")
    if ask.path == "/panel/notices" and ask.method == "POST":
        found = fake.books.by("val_id", ask.given["val_id"])
        status = fake.send(found, again="again" in ask.given) if found else 0
        return page("Sent", f"<p>The notice was answered with {status}.</p>")
    return None


def _gateway(fake: Fake, ask: Ask) -> Reply:
    session = fake.books.sessions.get(ask.given.get("SESSIONKEY", ""))
    if session is None or session.used:
        return page("This session is over", "<p>Go back to the shop and begin again.</p>", 410)
    if ask.method == "GET":
        return page("Pay by card or wallet", _form(session))
    choice = CHOICES.get(ask.given.get("choice", ""))
    if choice is None:
        return page("Pay by card or wallet", _form(session), 400)
    return _back(fake, choice[1](fake, session))


def _form(session: Session) -> str:
    given = session.given
    named = [(code, each[0]) for code, each in CHOICES.items()]
    buttons = "".join(f'<button name="choice" value="{code}">{words}</button><br>' for code, words in named)
    return (
        f"<p>{escape(given['product_name'])}<br><strong>{escape(given['total_amount'])} BDT</strong></p>"
        f'<p class="small">{escape(given["cus_name"])} · a fake of SSLCommerz: no money moves</p>'
        f'<form method="post">{buttons}</form>'
    )


def _back(fake: Fake, made: Transaction) -> Reply:
    """The payer goes back by a form, sent to another site by a script; or by a button, where there is none."""
    status = made.told["status"]
    url = made.given[{"VALID": "success_url", "CANCELLED": "cancel_url"}.get(status, "fail_url")]
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fake.returned(made).items()
    )
    form = f'<form id="back" method="post" action="{escape(url)}">{fields}<button>Back to the shop</button></form>'
    return page("Going back to the shop", f"{form}<script>document.getElementById('back').submit()</script>")


def _refunds(fake: Fake) -> list[Refund]:
    return list(fake.books.refunds.values())


def _panel(fake: Fake) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.told['tran_id'])}<br>{each.told['amount']} {each.told['status']}</td><td>"
        + (
            button("/panel/notices", "Send the notice again", val_id=each.told["val_id"], again=1)
            if each.told["val_id"]
            else ""
        )
        + "</td></tr>"
        for each in reversed(fake.books.transactions)
    )
    refunds = "".join(f"<li>{each.ref}: {each.amount} {each.status}" for each in _refunds(fake))
    waiting = "".join(
        f'<li><a href="/gwprocess/v4/gw.php?Q=PAY&SESSIONKEY={each.key}">{escape(each.given["product_name"])}</a>'
        for each in fake.books.sessions.values()
        if not each.used
    )
    hands = button("/panel/refunds", "Settle the waiting refunds", well="yes")
    hands += button("/panel/refunds", "Cancel the waiting refunds", well="no")
    hands += button("/panel/losses", "All refunds come back")
    faults = "".join(
        button("/panel/faults", f"Next answer: {fault}", fault=fault)
        for fault in ("down", "nonsense", "hang up", "hang up after", "slow")
    )
    sent = f"<pre>{escape(json.dumps(fake.sent[-10:]))}</pre>"
    return (
        f"<h2>Transactions</h2><table>{rows}</table><h2>Refunds</h2><ul>{refunds}</ul>{hands}"
        f"<h2>Waiting for their payers</h2><ul>{waiting}</ul><h2>Notices</h2>{sent}<h2>Trouble</h2>{faults}"
    )

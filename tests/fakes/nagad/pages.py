"""The wallet's page with a button for each thing that may happen, and a list for the merchant."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.fakes.nagad.books import Payment
from tests.fakes.serving import Ask, Reply, button, page, to, told

if TYPE_CHECKING:
    from tests.fakes.nagad.fake import Fake

# words on the button, Nagad's status, its message, words of the answer that are then different
CHOICES: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "pay": ("Pay with the PIN 1234", "Success", "", {}),
    "late": ("Pay; Nagad is still at it when the payer is back", "InProgress", "", {}),
    "less": ("Pay less than was asked for", "Success", "", {"amount": "10.00"}),
    "other": ("Pay in another currency", "Success", "", {"currencyCode": "840"}),
    "pin": ("Wrong PIN three times", "Failed", "Wrong PIN", {}),
    "poor": ("Not enough money", "Failed", "Insufficient balance", {}),
    "cancel": ("Cancel", "Aborted", "Aborted by the customer", {}),
}


def answer(fake: Fake, ask: Ask) -> Reply | None:
    if ask.path.startswith("/check-out/"):
        return _wallet(fake, ask, ask.path.removeprefix("/check-out/"))
    if ask.path == "/":
        return page("Merchant panel of the fake Nagad", _panel(fake))
    if ask.path == "/_test/payments":
        return told([each.told() for each in fake.books.payments.values()])
    if ask.path == "/panel/settlements" and ask.method == "POST":
        fake.act(ask.given["ref"])
        return to("/")
    if ask.path == "/panel/faults" and ask.method == "POST":
        fake.fail_next(ask.given["fault"], int(ask.given.get("many", 1)))
        return to("/")
    return None


def _wallet(fake: Fake, ask: Ask, ref: str) -> Reply:
    made = fake.books.payments.get(ref)
    if made is None or made.status != "Ready":
        return page("This payment is over", "<p>Go back to the shop and begin again.</p>", 410)
    choice = CHOICES.get(ask.given.get("choice", "")) if ask.method == "POST" else None
    if choice is None:
        return page("Pay with Nagad", _form(made))
    _words, status, message, changed = choice
    fake.act(ref, status, message, **changed)
    joined = "&" if "?" in made.callback else "?"
    return to(f"{made.callback}{joined}{urlencode(fake.returned(ref))}")


def _form(made: Payment) -> str:
    buttons = "".join(f'<button name="choice" value="{code}">{each[0]}</button><br>' for code, each in CHOICES.items())
    return (
        f"<p>{escape(made.about)}<br><strong>{escape(made.amount)} BDT</strong></p>"
        f'<p class="small">A fake of Nagad: no money moves</p><form method="post">{buttons}</form>'
    )


def _panel(fake: Fake) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.ref)}<br>{each.amount} {each.status}</td><td>"
        + (button("/panel/settlements", "The money comes", ref=each.ref) if each.status == "InProgress" else "")
        + "</td></tr>"
        for each in reversed(fake.books.payments.values())
    )
    faults = "".join(
        button("/panel/faults", f"Next answer: {fault}", fault=fault)
        for fault in ("down", "nonsense", "hang up", "hang up after", "slow")
    )
    return f"<h2>Payments</h2><table>{rows}</table><h2>Trouble</h2>{faults}"

"""The payer's pages (wallet, code, PIN), SNS's own, and the merchant's panel."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from tests.fakes.bkash import sns
from tests.fakes.bkash.books import Payment
from tests.fakes.bkash.keys import BLOCKED, OTP, PIN, POOR, RICH
from tests.fakes.serving import Ask, Reply, button, page, to, told

if TYPE_CHECKING:
    from tests.fakes.bkash.fake import Fake

MOST_TRIES = 3
FORGERIES = ("stranger", "tampered", "topic", "old")
_LABELS = {
    "wallet": ("Your bKash account number", f"{RICH} pays, {POOR} has too little, {BLOCKED} is barred"),
    "otp": ("Verification code", f"It is {OTP}"),
    "pin": ("PIN", f"It is {PIN}; anything else is wrong"),
}


def certificate(ask: Ask) -> Reply | None:
    whose = {sns.CERTIFICATE: "sns", sns.STRANGER: "stranger"}.get(ask.path)
    return Reply(200, "application/x-pem-file", sns.certificate(whose)) if whose else None


def answer(fake: Fake, ask: Ask) -> Reply | None:
    if ask.path == "/pay/":
        return _pay(fake, ask)
    if ask.path == "/":
        return page("Merchant panel of the fake bKash", _panel(fake))
    if ask.path == sns.CONFIRM:
        fake.confirmed = True
        return Reply(200, "text/xml", "<ConfirmSubscriptionResponse/>")
    if ask.path.startswith("/_test/"):
        return _seen(fake, ask.path.removeprefix("/_test/"))
    if ask.path.startswith("/panel/") and ask.method == "POST":
        return _press(fake, ask, ask.path.removeprefix("/panel/"))
    return None


def _pay(fake: Fake, ask: Ask) -> Reply:
    made = fake.books.payments.get(ask.given.get("paymentID", ""))
    if made is None or made.state != "initiated":
        return page("This payment is over", "<p>Go back to the shop and begin again.</p>", 410)
    if ask.method == "GET":
        return page("bKash", _form(made))
    if ask.given.get("choice") == "cancel":
        fake.cancel(made.id)
        return to(fake.callback(made, "cancel"))
    return _step(fake, made, ask)


def _step(fake: Fake, made: Payment, ask: Ask) -> Reply:
    typed = ask.given.get(made.step, "").strip()
    if made.step == "wallet":
        if not (len(typed) == 11 and typed.isdecimal() and typed.startswith("01")):
            return page("bKash", _form(made, "This is not a bKash account number."))
        made.wallet, made.step = typed, "otp"
    elif made.step == "otp":
        if typed != OTP:
            return page("bKash", _form(made, "Wrong verification code."))
        made.step = "pin"
    elif typed == PIN:
        made.state = "approved"
        return to(fake.callback(made, "success"))
    else:
        made.tries += 1
        if made.tries >= MOST_TRIES:
            made.state, made.code = "failed", "2015"
            return to(fake.callback(made, "failure"))
        return page("bKash", _form(made, "Wrong PIN. Please try again."))
    return page("bKash", _form(made))


def _form(made: Payment, trouble: str = "") -> str:
    label, hint = _LABELS[made.step]
    kind = "password" if made.step == "pin" else "text"
    field = f'<input name="{made.step}" type="{kind}" inputmode="numeric" autocomplete="off" autofocus>'
    return (
        f"<p>Dhara · Invoice {escape(made.given['merchantInvoiceNumber'])}<br>"
        f"<strong>{made.amount} BDT</strong></p>"
        + (f'<p role="alert"><strong>{escape(trouble)}</strong></p>' if trouble else "")
        + f'<form method="post" action="/pay/?paymentID={made.id}"><label>{label}<br>{field}</label>'
        f'<p class="small">{hint}</p><button>Confirm</button></form>'
        f'<form method="post" action="/pay/?paymentID={made.id}"><button name="choice" value="cancel">Close</button>'
        '</form><p class="small">A fake of bKash: no money moves</p>'
    )


def _seen(fake: Fake, what: str) -> Reply | None:
    if what == "payments":
        return told([_row(each) for each in fake.books.payments.values()])
    if what == "refunds":
        return told(
            [
                {"trx": each.trx, "amount": f"{each.amount}", "status": each.status, "sku": each.sku}
                for made in fake.books.payments.values()
                for each in made.refunds
            ]
        )
    if what == "payouts":
        return told([{"trx": each.trx, "status": each.status, **each.given} for each in fake.books.payouts])
    if what == "sent":
        return told(fake.sent)
    return told({"grants": fake.books.grants, "confirmed": fake.confirmed}) if what == "state" else None


def _row(made: Payment) -> dict[str, str]:
    invoice = made.given["merchantInvoiceNumber"]
    told_of = {"id": made.id, "state": made.state, "amount": f"{made.amount}", "trx": made.trx}
    return {**told_of, "invoice": invoice, "callback": made.given["callbackURL"]}


def forged(fake: Fake, ref: str, how: str) -> dict[str, str]:
    """What somebody else would send: signed by a stranger, tampered with, of another topic, or very old."""
    told_of = fake.notice(ref)
    if how == "tampered":
        return {**told_of, "Message": fake.message(fake.books.payments[ref], amount="1.00")}
    if how == "topic":
        return sns.sign({**told_of, "TopicArn": "arn:aws:sns:us-east-1:111111111111:mallory"})
    if how == "old":
        return fake.notice(ref, at=sns.later(fake.books.clock(), days=-2))
    return sns.sign({**told_of, "SigningCertURL": "https://sns.mallory.example" + sns.STRANGER}, "stranger")


def _press(fake: Fake, ask: Ask, noun: str) -> Reply | None:
    given = ask.given
    if noun == "faults":
        fake.fail_next(given["fault"], int(given.get("many", 1)), at=given.get("at", ""))
    elif noun == "tokens":
        fake.forget_tokens()
    elif noun == "maintenance":
        fake.maintenance = not fake.maintenance
    elif noun == "refunds":
        fake.settle_refunds(well=given.get("well") == "yes")
    elif noun == "waiting":
        fake.refunds_wait = not fake.refunds_wait
    elif noun == "losses":
        fake.lose_refunds()
    elif noun == "confirmations":
        fake.send(fake.confirmation())
    elif noun in ("notices", "forgeries") and given.get("ref") in fake.books.payments:
        how = given.get("how", "stranger")
        sent = fake.notice(given["ref"]) if noun == "notices" else forged(fake, given["ref"], how)
        status = fake.send(sent)
        return page("Sent", f"<p>The notice was answered with {status}.</p>")
    else:
        return None
    return to("/")


def _panel(fake: Fake) -> str:
    rows = "".join(
        f"<tr><td>{each.id}<br>{each.amount} {each.state} {each.trx}</td><td>"
        + button("/panel/notices", "Send the notice", ref=each.id)
        + "".join(button("/panel/forgeries", f"Forge one: {how}", ref=each.id, how=how) for how in FORGERIES)
        + (f'<a href="/pay/?paymentID={each.id}">Pay</a>' if each.state == "initiated" else "")
        + "</td></tr>"
        for each in reversed(fake.books.payments.values())
    )
    refunds = "".join(
        f"<li>{each.trx}: {each.amount} {each.status} ({escape(each.sku)})"
        for made in fake.books.payments.values()
        for each in made.refunds
    )
    payouts = "".join(
        f"<li>{each.trx}: {escape(each.given['amount'])} to {escape(each.given['receiverMSISDN'])}, {each.status}"
        for each in fake.books.payouts
    )
    hands = button("/panel/waiting", f"New refunds wait: {'yes' if fake.refunds_wait else 'no'}")
    hands += button("/panel/refunds", "Settle the waiting refunds", well="yes")
    hands += button("/panel/refunds", "The waiting refunds fail", well="no")
    hands += button("/panel/losses", "All refunds come back")
    faults = "".join(
        button("/panel/faults", f"Next answer: {fault}", fault=fault)
        for fault in ("down", "nonsense", "hang up", "hang up after", "slow")
    )
    faults += button(
        "/panel/faults", "Next execute: takes the money, then hangs up", fault="hang up after", at="/execute"
    )
    faults += button(
        "/panel/faults", "Next payout: sends the money, then hangs up", fault="hang up after", at="/b2cPayment"
    )
    faults += button("/panel/tokens", "All tokens expire")
    faults += button("/panel/maintenance", f"Maintenance: {'yes' if fake.maintenance else 'no'}")
    return (
        f"<h2>Payments</h2><table>{rows}</table><h2>Refunds</h2><ul>{refunds}</ul>{hands}"
        f"<h2>Payouts</h2><ul>{payouts}</ul><h2>Notices</h2>{button('/panel/confirmations', 'Ask to confirm')}"
        f"<pre>{escape(json.dumps(fake.sent[-10:]))}</pre><h2>Trouble</h2>{faults}"
    )

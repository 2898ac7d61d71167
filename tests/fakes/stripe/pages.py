"""Pages: the checkout for payers, and the dashboard by which a person (or a story) moves the world."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from tests.fakes.stripe import sessions
from tests.fakes.stripe.cards import CARDS
from tests.fakes.stripe.params import Refusal

if TYPE_CHECKING:
    from tests.fakes.stripe.fake import Fake

Answer = tuple[int, str, str, dict[str, str]]
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1a1f36}
h1{font-size:1.4rem}form{margin:.4rem 0}button{font:inherit;padding:.4rem .8rem;margin:.15rem 0;cursor:pointer}
button.pay{background:#635bff;color:#fff;border:0;border-radius:.4rem}input,select{font:inherit;padding:.35rem;max-width:100%;box-sizing:border-box}
.error{color:#b3093c}.small{color:#697386;font-size:.9rem}td{padding:.2rem .6rem .2rem 0;vertical-align:top}
@media(prefers-color-scheme:dark){body{background:#14171f;color:#e6e9f0}}"""


def answer(fake: Fake, method: str, path: str, given: dict[str, Any]) -> Answer:
    try:
        with fake.books.lock:
            if path.startswith("/c/pay/"):
                return _checkout(fake, method, path.removeprefix("/c/pay/"), given)
            if path == "/":
                return _page("Dashboard of the fake Stripe", _dashboard(fake))
        if path.startswith("/dashboard/") and method == "POST":
            return _done(fake, path.removeprefix("/dashboard/"), given)
    except Refusal as refusal:
        return _page("No", f'<p class="error">{escape(str(refusal))}</p>', status=refusal.status)
    return _page("Nothing here", "<p>There is no such page.</p>", status=404)


def _page(title: str, content: str, *, status: int = 200) -> Answer:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    html = (
        f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{content}"
    )
    return status, "text/html; charset=utf-8", f"{html}</body></html>", {}


def _to(url: str) -> Answer:
    return 303, "text/plain", "", {"Location": url}


def _amount(units: int, currency: str) -> str:
    decimals = 0 if currency in ("jpy", "krw") else 3 if currency == "kwd" else 2
    return f"{units / 10**decimals:,.{decimals}f} {currency.upper()}"


def _checkout(fake: Fake, method: str, ref: str, given: dict[str, Any]) -> Answer:
    told = fake.session(ref)
    sessions.run_out(fake.books, told)
    if told["status"] == "complete":
        return _to(told["success_url"].replace("{CHECKOUT_SESSION_ID}", ref))
    if told["status"] == "expired":
        return _page("This page has expired", f'<p><a href="{escape(told["cancel_url"])}">Back to the shop</a></p>')
    error = None
    if method == "POST":
        if given.get("way") == "debit":
            sessions.submit_debit(fake.books, told)
        else:
            number = "".join(given.get("card", "").split())
            proved = {"yes": True, "no": False}.get(given.get("proof", ""))
            if number not in CARDS:
                error = {"message": "Your card number is incorrect."}
            else:
                error = sessions.submit(fake.books, told, number, proved=proved)
            if not error and told["status"] == "open":
                return _page("Your bank asks", _challenge(number))
        if told["status"] == "complete":
            return _to(told["success_url"].replace("{CHECKOUT_SESSION_ID}", ref))
    return _page("Pay by card", _form(told, error))


def _form(told: dict[str, Any], error: dict[str, Any] | None) -> str:
    wrong = f'<p class="error" role="alert">{escape(str(error["message"]))}</p>' if error else ""
    spaced = [(" ".join(number[at : at + 4] for at in range(0, 16, 4)), card.words) for number, card in CARDS.items()]
    choices = "".join(f'<option value="{number}">{number} – {escape(words)}</option>' for number, words in spaced)
    quick = "".join(
        f'<form method="post"><input type="hidden" name="card" value="{number}">'
        f'<button name="quick" value="{name}">{words}</button></form>'
        for name, words, number in (
            ("pay", "Pay with 4242", "4242424242424242"),
            ("decline", "Declined", "4000000000000002"),
            ("poor", "Not enough money", "4000000000009995"),
            ("dispute", "Pay and dispute", "4000000000000259"),
            ("warning", "Early fraud warning", "4000000000005423"),
        )
    )
    return (
        f"<p>{escape(told['_name'])}<br><strong>{_amount(told['amount_total'], told['currency'])}</strong></p>"
        f'<p class="small">{escape(told["customer_email"] or "")} · a fake of Stripe: no money moves</p>{wrong}'
        f'<form method="post"><label>Card <select name="card">{choices}</select></label> '
        f'<button class="pay" name="way" value="card">Pay</button></form>{quick}'
        f'<form method="post"><button name="way" value="debit">Pay by bank debit (takes days)</button></form>'
        f'<p><a href="{escape(told["cancel_url"])}">Cancel and go back</a></p>'
    )


def _challenge(number: str) -> str:
    hidden = f'<input type="hidden" name="card" value="{number}">'
    return "<p>Is it you who is paying?</p>" + "".join(
        f'<form method="post">{hidden}<button name="proof" value="{value}">{words}</button></form>'
        for value, words in (("yes", "Complete"), ("no", "Fail"))
    )


def _button(path: str, words: str, **fields: Any) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(str(value))}">' for name, value in fields.items()
    )
    return f'<form method="post" action="/dashboard/{path}">{hidden}<button>{words}</button></form>'


def _dashboard(fake: Fake) -> str:
    rows = [_row(fake, told) for told in fake.books.of("payment_intent")]
    cases = [_case(told) for told in fake.books.of("dispute")]
    moved = [
        f"<tr><td>{told['id']}</td><td>{_amount(told['amount'], told['currency'])} → {told['destination']}</td>"
        f"<td>{'reversed' if told['reversed'] else _button('reversals', 'Reverse', transfer=told['id'])}</td></tr>"
        for told in fake.books.of("transfer")
    ]
    sent = "".join(
        f"<tr><td>{kind}</td><td>{name}</td><td>{status}</td></tr>" for kind, name, status in fake.post.sent[-20:]
    )
    waiting = [
        f'<li><a href="/c/pay/{told["id"]}">{escape(told["_name"])}</a>'
        for told in fake.books.of("checkout.session", status="open")
    ]
    return (
        f"<h2>Payments</h2><table>{''.join(rows)}</table><h2>Waiting for their payers</h2><ul>{''.join(waiting)}</ul>"
        f"<h2>Disputes</h2><table>{''.join(cases)}</table><h2>Transfers</h2><table>{''.join(moved)}</table>"
        f"<h2>Notices</h2><table>{sent}</table>{_button('notices', 'Send the last one again', again=1)}"
        f"{_button('notices', 'Send each twice from now on', copies=2)}{_button('forgeries', 'Forge one')}"
    )


def _row(fake: Fake, pi: dict[str, Any]) -> str:
    cells = f"<td>{pi['id']}<br>{_amount(pi['amount'], pi['currency'])}<br>{pi['status']}</td>"
    if pi["status"] == "processing":
        (told,) = fake.books.of("checkout.session", payment_intent=pi["id"])
        hands = _button("debits", "The money arrives", session=told["id"], paid="yes")
        return f"<tr>{cells}<td>{hands}{_button('debits', 'It does not', session=told['id'], paid='no')}</td></tr>"
    if pi["status"] != "succeeded":
        return f"<tr>{cells}</tr>"
    field = '<input name="amount" size="8" placeholder="all" aria-label="amount in smallest units">'
    field += f'<input type="hidden" name="payment_intent" value="{pi["id"]}">'
    give = f'<form method="post" action="/dashboard/refunds">{field}<button>Give back</button></form>'
    hands = _button("disputes", "Dispute", payment_intent=pi["id"]) + _button(
        "warnings", "Warn", payment_intent=pi["id"]
    )
    refunds = "".join(
        f"<li>{told['id']}: {_amount(told['amount'], told['currency'])}, {told['status']}"
        + _button("settlements", "Let it fail", refund=told["id"], status="failed")
        + (
            _button("settlements", "Let it arrive", refund=told["id"], status="succeeded")
            if told["status"] == "pending"
            else ""
        )
        for told in fake.books.of("refund", payment_intent=pi["id"])
    )
    approve = _button("approvals", "Approve the review", payment_intent=pi["id"]) if pi["review"] else ""
    return f"<tr>{cells}<td>{give}{hands}{approve}<ul>{refunds}</ul></td></tr>"


def _case(told: dict[str, Any]) -> str:
    hands = "".join(
        _button("rulings", words, dispute=told["id"], status=words) for words in ("won", "lost", "warning_closed")
    )
    evidence = "".join(f"<li>{escape(name)}: {escape(str(value))[:200]}" for name, value in told["evidence"].items())
    return f"<tr><td>{told['id']}<br>{told['reason']}<br>{told['status']}</td><td>{hands}<ul>{evidence}</ul></td></tr>"


def _done(fake: Fake, what: str, given: dict[str, Any]) -> Answer:
    """What the dashboard's buttons do. Answers to the dashboard; a forged notice tells how it was received."""
    if what == "refunds":
        fake.refund(given["payment_intent"], int(given["amount"]) if given.get("amount") else None)
    elif what == "disputes":
        fake.dispute(given["payment_intent"], given.get("why") or "fraudulent")
    elif what == "warnings":
        fake.warn(given["payment_intent"])
    elif what == "approvals":
        fake.approve(given["payment_intent"])
    elif what == "rulings":
        fake.rule(given["dispute"], given["status"])
    elif what == "settlements":
        fake.settle_refund(given["refund"], given["status"])
    elif what == "debits":
        fake.settle_debit(given["session"], paid=given["paid"] == "yes")
    elif what == "reversals":
        fake.reverse(given["transfer"])
    elif what == "faults":
        _faults(fake, given)
    elif what == "notices":
        _notices(fake, given)
    elif what == "forgeries":
        if not fake.events():
            raise Refusal(400, "There is no notice yet that could be forged.")
        status = fake.post.deliver(fake.events()[0], secret="whsec_somebody_else")
        return _page("Forged", f"<p>The forged notice was answered with {status}.</p>")
    else:
        return _page("Nothing here", "<p>There is no such button.</p>", status=404)
    return _to("/")


def _faults(fake: Fake, given: dict[str, Any]) -> None:
    many, after = int(given.get("many", 1)), given.get("after", "yes") == "yes"
    if given["kind"] == "hang_up":
        fake.hang_up_next(many, after=after)
    else:
        fake.fail_next(many, after=after)


def _notices(fake: Fake, given: dict[str, Any]) -> None:
    post = fake.post
    post.copies = int(given.get("copies", post.copies))
    post.delay = float(given.get("delay", post.delay))
    post.lose = int(given.get("lose", post.lose))
    if "hold" in given:
        post.hold = True
    if "release" in given:
        post.release(backwards=given["release"] == "backwards")
    if "again" in given and fake.events():
        post.deliver(fake.events()[0])

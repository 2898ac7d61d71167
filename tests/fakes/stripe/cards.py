"""Test cards, by the numbers that Stripe documents (docs.stripe.com/testing), and what each does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """`decline`: (code, decline code) of every try. `auth`: "always", or "setup" (only until it was kept on session).

    `later`: what a charge without the payer meets. `after`: what the card holder does once it is paid. `refund`: how a
    refund goes: "late" (pending first) or "fails" (succeeds, then fails).
    """

    words: str
    brand: str = "visa"
    decline: tuple[str, str] | None = None
    auth: str = ""
    later: tuple[str, str] | None = None
    after: str = ""
    refund: str = ""
    country: str = "US"


DECLINED = ("card_declined", "generic_decline")
CARDS = {
    "4242424242424242": Card("pays"),
    "5555555555554444": Card("pays (Mastercard)", "mastercard"),
    "4000000500000006": Card("pays (of Bangladesh)", country="BD"),
    "4000000000000002": Card("is declined", decline=DECLINED),
    "4000000000009995": Card("has not enough money", decline=("card_declined", "insufficient_funds")),
    "4000000000000069": Card("has expired", decline=("expired_card", "")),
    "4000000000000127": Card("has another security code", decline=("incorrect_cvc", "")),
    "4000000000000119": Card("can not be processed right now", decline=("processing_error", "")),
    "4000002500003155": Card("needs authentication until it is kept", auth="setup"),
    "4000002760003184": Card("always needs authentication", auth="always"),
    "4000000000000341": Card("pays, is declined later", later=DECLINED),
    "4000000000000259": Card("pays, then disputes (fraud)", after="fraudulent"),
    "4000000000002685": Card("pays, then disputes (not received)", after="product_not_received"),
    "4000000000001976": Card("pays, then the bank inquires", after="inquiry"),
    "4000000000005423": Card("pays, then the bank warns of fraud", after="warning"),
    "4000000000009235": Card("pays, Stripe wants a review", after="review"),
    "4000000000007726": Card("pays, a refund takes a while", refund="late"),
    "4000000000005126": Card("pays, a refund fails afterwards", refund="fails"),
}
MESSAGES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
    "payment_intent_authentication_failure": "The provided PaymentMethod has failed authentication.",
}


def error(code: str, decline: str = "", **more: object) -> dict[str, object]:
    """The `error` of a card that says no."""
    message = MESSAGES.get(decline) or MESSAGES[code]
    told = {
        "type": "card_error",
        "code": code,
        "message": message,
        "doc_url": f"https://stripe.com/docs/error-codes/{code}",
    }
    return {**told, **({"decline_code": decline} if decline else {}), **more}

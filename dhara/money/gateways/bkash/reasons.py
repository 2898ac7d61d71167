"""Why bKash said no, in words for the payer, the seller or the operator."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.bkash import rules

_PIN: Final = _("The PIN was wrong.")
_WALLET: Final = _("This number has no bKash wallet that can pay.")
_OPEN: Final = _("The payment was not confirmed in bKash.")
_LIMIT: Final = _("The wallet's limit is reached. bKash's app shows the limits; tomorrow it works again.")

_WORDS: Final[dict[str, Any]] = {
    "2006": _("bKash does not take this amount."),
    "2014": _PIN,
    "2043": _PIN,
    "2015": _("The code from the text message was wrong."),
    "2016": _("The code from the text message was too old."),
    "2018": _("The wallet is locked. Please call bKash at 16247."),
    "2023": _("There is not enough money in the bKash wallet."),
    "2026": _LIMIT,
    "2027": _LIMIT,
    "2028": _LIMIT,
    "2029": _("The same amount was paid to the same shop a moment ago. Please wait a few minutes and try again."),
    "2054": _OPEN,
    "2056": _("This payment is over at bKash."),
    "2060": _OPEN,
    "2057": _WALLET,
    "2058": _WALLET,
    "2045": _WALLET,
    "2059": _("Too many codes were asked for. Please wait some minutes and try again."),
    "2069": _("The payment was cancelled."),
}
# The same numbers mean other things, and are for other people, where money goes out.
_BACK: Final[dict[str, Any]] = {
    "2023": _("There is not enough money in the bKash merchant account to give this back."),
    "2071": _("bKash gives money back only for some weeks after the payment. That time is over."),
    "2072": _("bKash does not give back this amount: more than is left of the payment."),
    "2074": _("bKash can not reverse this payment."),
    "2080": _("This bKash account may not give money back. Ask bKash to allow it."),
    "2081": _("The payer's wallet can not receive money at present."),
    "2082": _("This bKash account may not give money back. Ask bKash to allow it."),
}
_OUT: Final[dict[str, Any]] = {
    "2001": _("bKash does not know the keys for payouts."),
    "2006": _("bKash does not pay out this amount."),
    "2023": _("There is not enough money in the bKash account for payouts."),
    "2029": _("bKash takes it for a repeat of a payout that it made a moment ago."),
    "2044": _("This bKash account may not pay out. Ask bKash to allow it."),
    "2045": _("This number has no bKash wallet that can receive money."),
    "2046": _("This bKash account may not pay out. Ask bKash to allow it."),
    "2057": _("This number has no bKash wallet that can receive money."),
    "2058": _("This number has no bKash wallet that can receive money."),
    rules.MAINTENANCE: _("bKash is under maintenance. Nothing was sent."),
}
_DECLINED: Final = _("bKash could not complete the payment.")


def for_payer(code: str) -> str:
    return str(_WORDS.get(code, _DECLINED))


def for_refund(code: str, message: str) -> str:
    """bKash's own sentence where its code is none that we know: it is for the seller."""
    return _own(_BACK, code, message) or str(_("bKash did not give the money back."))


def for_payout(code: str, message: str) -> str:
    return _own(_OUT, code, message) or str(_("bKash did not send the money."))


def _own(words: dict[str, Any], code: str, message: str) -> str:
    return str(words[code]) if code in words else message[:300]

"""Why bKash said no, in words for the payer, the seller or the operator."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.bkash import rules

_PIN: Final = _("The PIN was wrong.")
_WALLET: Final = _("This number has no bKash wallet that can pay.")
_BARRED: Final = _("The bKash wallet can not pay at present. bKash's helpline 16247 knows why.")
_CODE: Final = _("The code from the text message was wrong.")
_CODES: Final = _("Too many codes were asked for. Please wait some minutes and try again.")
_LATE: Final = _("The time to enter code and PIN was over.")
_OPEN: Final = _("The payment was not confirmed in bKash.")

_WORDS: Final[dict[str, Any]] = {
    "2006": _("bKash does not take this amount."),
    "2009": _WALLET,
    "2010": _CODE,
    "2011": _PIN,
    "2013": _CODES,
    "2014": _PIN,
    "2015": _("The PIN was wrong too many times. Please wait a while, or ask bKash's helpline 16247."),
    "2016": _CODE,
    "2017": _CODES,
    "2018": _LATE,
    "2019": _LATE,
    "2023": _("There is not enough money in the bKash wallet."),
    "2029": _("The same amount was paid to the same shop a moment ago. Please wait a few minutes and try again."),
    "2037": _BARRED,
    "2038": _BARRED,
    "2043": _PIN,
    "2045": _WALLET,
    "2054": _OPEN,
    "2056": _("This payment is over at bKash."),
    "2057": _WALLET,
    "2058": _WALLET,
    "2059": _CODES,
    "2060": _OPEN,
    "2069": _("The payment was cancelled."),
}
_MAY_NOT_REFUND: Final = _("This bKash account may not give money back. Ask bKash to allow it.")
_TOO_MUCH: Final = _("bKash does not give back this amount: more than is left of the payment.")
_NOT_REVERSIBLE: Final = _("bKash can not reverse this payment.")
_NO_RECEIVER: Final = _("This number has no bKash wallet that can receive money.")
_MAY_NOT_PAY: Final = _("This bKash account may not pay out. Ask bKash to allow it.")
# The same numbers mean other things, and are for other people, where money goes out.
_BACK: Final[dict[str, Any]] = {
    "2023": _("There is not enough money in the bKash merchant account to give this back."),
    "2026": _TOO_MUCH,
    "2034": _NOT_REVERSIBLE,
    "2035": _MAY_NOT_REFUND,
    "2042": _MAY_NOT_REFUND,
    "2071": _("bKash gives money back only for some weeks after the payment. That time is over."),
    "2072": _TOO_MUCH,
    "2074": _NOT_REVERSIBLE,
    "2080": _MAY_NOT_REFUND,
    "2081": _("The payer's wallet can not receive money at present."),
    "2082": _MAY_NOT_REFUND,
}
_OUT: Final[dict[str, Any]] = {
    "2001": _("bKash does not know the keys for payouts."),
    "2006": _("bKash does not pay out this amount."),
    "2012": _NO_RECEIVER,
    "2023": _("There is not enough money in the bKash account for payouts."),
    "2029": _("bKash takes it for a repeat of a payout that it made a moment ago."),
    "2037": _MAY_NOT_PAY,
    "2038": _MAY_NOT_PAY,
    "2039": _NO_RECEIVER,
    "2040": _NO_RECEIVER,
    "2041": _NO_RECEIVER,
    "2044": _MAY_NOT_PAY,
    "2045": _NO_RECEIVER,
    "2046": _MAY_NOT_PAY,
    "2057": _NO_RECEIVER,
    "2058": _NO_RECEIVER,
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

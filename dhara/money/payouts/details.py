"""What must be told of a wallet or a bank account, how it is checked, and how much of it is shown again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.phones import eleven_digits, parse_phone
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, InvalidPhone
from dhara.money.payouts.rules import BANK, BKASH, NAGAD, STRIPE


@dataclass(frozen=True)
class Kind:
    """`currencies` is None for any; `fields` are asked for besides the holder's name."""

    label: Any
    about: Any
    fields: tuple[str, ...]
    currencies: frozenset[str] | None = frozenset({"BDT"})


KINDS: Final[dict[str, Kind]] = {
    BKASH: Kind(_("bKash"), _("To a personal bKash wallet."), ("number",)),
    NAGAD: Kind(_("Nagad"), _("To a personal Nagad wallet; sent by hand, so it takes a working day."), ("number",)),
    BANK: Kind(
        _("Bank account"),
        _("To an account with any bank of Bangladesh, by BEFTN: one or two working days."),
        ("bank", "branch", "routing", "account"),
    ),
    STRIPE: Kind(_("Stripe"), _("To a connected Stripe account, in the currency you sell in."), ("stripe",), None),
}
FIELDS: Final[dict[str, tuple[Any, Any]]] = {
    "number": (_("Number of the wallet"), _("Eleven digits, such as 01712-345678.")),
    "bank": (_("Bank"), ""),
    "branch": (_("Branch"), ""),
    "routing": (_("Routing number"), _("Nine digits, printed at the bottom left of a cheque.")),
    "account": (_("Account number"), ""),
    "stripe": (_("Stripe account"), _("Begins with acct_; it stands in Stripe's settings.")),
}
_WALLET: Final = re.compile(r"01[3-9][0-9]{8}")


def clean(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """The details as they are sealed, the holder's name among them. Raises Invalid naming the field."""
    if kind not in KINDS:
        raise Invalid("payout_kind", _("Please choose one of the ways."), "kind")
    holder = clean_text(given.get("holder", ""))
    if not 3 <= len(holder) <= 120:
        raise Invalid("holder_missing", _("Please give the name in which the account is held."), "holder")
    return {"holder": holder, **{name: _CLEANERS[name](given.get(name, "")) for name in KINDS[kind].fields}}


def _wallet(text: str) -> str:
    try:
        number = eleven_digits(parse_phone(text))
    except (InvalidPhone, ValueError):
        number = ""
    if not _WALLET.fullmatch(number):
        raise Invalid("wallet_number", _("This is not a mobile number of Bangladesh: 01, then 3 to 9."), "number")
    return number


def _words(name: str) -> Any:
    def check(text: str) -> str:
        found = clean_text(text)
        if not 2 <= len(found) <= 80:
            raise Invalid(f"{name}_missing", _("Please fill this in."), name)
        return found

    return check


def _routing(text: str) -> str:
    """Nine digits: three of the bank, two of the district, three of the branch, one to check.

    How the last one is reckoned is not published, so it is not checked; the bank's own answer is.
    """
    digits = re.sub(r"[\s-]", "", to_latin(text))
    if not re.fullmatch(r"[0-9]{9}", digits) or digits[:3] == "000" or digits[3:5] == "00":
        raise Invalid(
            "routing_number", _("A routing number has nine digits. It is printed on your cheques."), "routing"
        )
    return digits


def _account(text: str) -> str:
    digits = re.sub(r"[\s-]", "", to_latin(text))
    if not re.fullmatch(r"[0-9]{6,20}", digits):
        raise Invalid("account_number", _("An account number has 6 to 20 digits."), "account")
    return digits


def _stripe(text: str) -> str:
    found = text.strip()
    if not re.fullmatch(r"acct_[A-Za-z0-9]{8,40}", found):
        raise Invalid("stripe_account", _("A Stripe account begins with acct_. Please copy it again."), "stripe")
    return found


_CLEANERS: Final = {
    "number": _wallet,
    "bank": _words("bank"),
    "branch": _words("branch"),
    "routing": _routing,
    "account": _account,
    "stripe": _stripe,
}


def shown(kind: str, details: Mapping[str, str]) -> dict[str, str]:
    """What may be seen of it: names, and the ends of numbers."""
    masked = {"holder": details["holder"]}
    for name in KINDS[kind].fields:
        value = details[name]
        masked[name] = value if name in ("bank", "branch") else _masked(value, 3 if name == "number" else 0)
    return masked


def _masked(value: str, first: int) -> str:
    return value[:first] + "•" * max(len(value) - first - 4, 2) + value[-4:]


def fingerprint(kind: str, details: Mapping[str, str]) -> str:
    """The same for the same details: a payout is pinned to it."""
    return hashlib.sha256(json.dumps([kind, dict(details)], sort_keys=True).encode()).hexdigest()


def destination(kind: str, details: Mapping[str, str]) -> str:
    """Where money ends, whoever is said to hold it: a phone number is one person's with each of the wallets."""
    names = {BANK: ("routing", "account"), STRIPE: ("stripe",)}.get(kind, ("number",))
    return ":".join([kind if kind in (BANK, STRIPE) else "wallet", *(details[name] for name in names)])


def target(kind: str, details: Mapping[str, str]) -> dict[str, str]:
    """What a gateway is told (`Transfer.target`): `kind`, `holder`, and `number`, `account` … of the method."""
    told = {"kind": kind, **details}
    if kind == STRIPE:
        told["account"] = told["stripe"]
    return told


def takes(kind: str, currency: str) -> bool:
    currencies = KINDS[kind].currencies
    return currencies is None or currency in currencies

"""The files that go to a bank and come back: CSV with a byte order mark, one payout a line.

To the bank (BEFTN):  Serial, Reference, Beneficiary Name, Bank, Branch, Routing Number, Account Number, Amount,
                      Currency, Narration
To a wallet's office: Serial, Reference, Wallet Number, Holder, Amount, Currency, Narration
Back:                 Reference, Status, Reason, Bank Reference — Status is paid, failed or returned; other columns are
                      not looked at, and their order does not matter.

Amounts are plain decimals with a point. A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.kit.refusal import Invalid
from dhara.kit.seal import unseal
from dhara.kit.sheets import csv_text
from dhara.money.payouts.models import Payout
from dhara.money.payouts.rules import BANK

HEADS: Final[dict[bool, tuple[str, ...]]] = {
    True: (
        "Serial",
        "Reference",
        "Beneficiary Name",
        "Bank",
        "Branch",
        "Routing Number",
        "Account Number",
        "Amount",
        "Currency",
        "Narration",
    ),
    False: ("Serial", "Reference", "Wallet Number", "Holder", "Amount", "Currency", "Narration"),
}
MOST_LINES: Final = 5000
_WORDS: Final = {"paid": True, "success": True, "settled": True, "failed": False, "returned": False, "rejected": False}


@dataclass(frozen=True)
class Answer:
    """One line of what the bank answered; `line` is its place in the file."""

    line: int
    reference: str
    arrived: bool
    reason: str
    ref: str


def write(kind: str, lines: Iterable[tuple[int, Payout]]) -> str:
    """The whole file. Raises kit.seal.Unsealable."""
    rows = (_cells(kind, place, payout) for place, payout in lines)
    return "\ufeff" + csv_text([HEADS[kind == BANK], *rows])


def _cells(kind: str, place: int, payout: Payout) -> Sequence[str]:
    told = unseal(payout.method.sealed)
    end = (f"{payout.sent.decimal():f}", payout.currency, f"{settings.SITE_NAME} {payout.number}")
    if kind == BANK:
        names = ("holder", "bank", "branch", "routing", "account")
        return (str(place), payout.number, *(told[name] for name in names), *end)
    return (str(place), payout.number, told["number"], told["holder"], *end)


def read(text: str) -> list[Answer]:
    """Raises Invalid on `answer`, naming the line."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    heads = {(head or "").strip().lower(): head for head in rows.fieldnames or ()}
    if not {"reference", "status"} <= heads.keys():
        raise Invalid("answer_heads", _("The first line must name the columns Reference and Status."), "answer")
    said: dict[str, Answer] = {}
    for line, row in enumerate(rows, start=2):
        if line > MOST_LINES:
            raise Invalid("answer_long", _("This file is too long."), "answer")
        told = {name: (row.get(head) or "").strip().lstrip("'") for name, head in heads.items()}
        if not any(told.values()):
            continue
        each = _answer(line, told)
        before = said.setdefault(each.reference, each)
        if before.arrived != each.arrived:
            words = _("Line %(line)s contradicts line %(other)s.") % {"line": line, "other": before.line}
            raise Invalid("answer_twice", words, "answer")
    if not said:
        raise Invalid("answer_empty", _("There is no line in it."), "answer")
    return list(said.values())


def _answer(line: int, told: dict[str, str]) -> Answer:
    arrived = _WORDS.get(told["status"].lower())
    if arrived is None or not told["reference"]:
        words = _("Line %(line)s: the status must be paid, failed or returned.") % {"line": line}
        raise Invalid("answer_status", words, "answer")
    reason, ref = told.get("reason", "")[:300], told.get("bank reference", "")[:120]
    return Answer(line, told["reference"].upper(), arrived, reason, ref)

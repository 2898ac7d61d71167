"""The rows of a buyer's list, and known answers to some of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.work.campaigns.rules import proof

MOST_ITEMS: Final = 100_000
MOST_COLUMNS, MOST_CELL, MOST_NAME = 20, 2_000, 60


def clean_row(given: Mapping[str, str]) -> dict[str, str]:
    """Raises Invalid `item_wrong`."""
    row = {clean_text(str(name))[:MOST_NAME]: clean_text(str(cell), lines=True) for name, cell in given.items()}
    if not any(row.values()) or len(row) > MOST_COLUMNS or any(len(cell) > MOST_CELL for cell in row.values()):
        words = _("A row needs something in it, at most %(columns)s columns, and cells of at most %(most)s letters.")
        raise Invalid("item_wrong", words % {"columns": MOST_COLUMNS, "most": MOST_CELL}, "items")
    return row


def clean_expected(given: Mapping[str, str], fields: Mapping[str, proof.Field]) -> dict[str, str]:
    """Known answers by the keys of their questions. Raises Invalid, `known_wrong` for a question that is not asked."""
    asked = [fields[key] for key in given if key in fields and fields[key].sort in proof.COMPARED]
    answers = proof.clean_answers(asked, given, {})
    if not answers or len(asked) != len(given):
        raise Invalid("known_wrong", _("A known answer must be one that the form asks for."), "known")
    return answers

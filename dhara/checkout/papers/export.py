"""A year's papers as a table for the accountant, written row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from dhara.checkout.papers import rules
from dhara.checkout.papers.queries import rows_of
from dhara.kit.locale.languages import in_language
from dhara.kit.sheets import safe
from dhara.people.models import Studio

CHUNK = 500


def export_csv(studio: Studio, year: int, *, lang: str = "en") -> Iterator[str]:
    """CSV text (UTF-8 with a byte order mark, for Excel) in pieces; one row for each line of each paper.

    Amounts are plain decimals in Latin digits, those of credit notes below zero; a cell that a spreadsheet would take
    for a formula gets a quote in front.
    """
    with in_language(lang):
        head = _head()
        kinds = {code: str(words) for code, words in rules.KINDS.items()}
        reverse = _("%(tax)s, reverse charge")
    yield "\ufeff" + _text([head])
    rows: list[list[str]] = []
    for label, kind, *texts, before, tax, gross in rows_of(studio, year, reverse):
        rows.append([safe(label), kinds[kind], *map(safe, texts), before, tax, gross])
        if len(rows) == CHUNK:
            yield _text(rows)
            rows = []
    yield _text(rows)


def _head() -> list[str]:
    return [
        _("Number"),
        _("Kind"),
        _("Date"),
        _("Order"),
        _("Buyer"),
        _("Country"),
        _("Buyer's tax id"),
        _("What was sold"),
        _("Quantity"),
        _("Currency"),
        _("Tax"),
        _("Rate in percent"),
        _("Before tax"),
        _("Tax amount"),
        _("Total"),
    ]


def _text(rows: list[list[str]]) -> str:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()

"""Tables that people open in a spreadsheet: what others wrote stays text there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

# Spreadsheets run what begins with one of these as a formula; some pass over white space before it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The cell as mere text: a quote goes in front of what a spreadsheet would run."""
    cell = cell.replace("\x00", "")
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def csv_text(lines: Iterable[Sequence[object]]) -> str:
    """Lines of CSV, their texts safe; numbers stay numbers."""
    out = StringIO()
    csv.writer(out).writerows([safe(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return out.getvalue()

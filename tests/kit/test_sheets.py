"""Tables for spreadsheets."""

from __future__ import annotations

import pytest

from dhara.kit.sheets import csv_text, safe


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "\rx", "\n=1", "＝1", "＋1", "－1", "＠x"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == safe(f"\x00{cell}") == f"'{cell}"
    assert csv_text([[cell]]).lstrip('"').startswith("'")


def test_what_is_none_stays_as_it_is() -> None:
    assert safe("Nadia = owner") == "Nadia = owner"
    assert csv_text([["a", -2, "", "b, c"], ["নদী", 1.5]]) == 'a,-2,,"b, c"\r\nনদী,1.5\r\n'

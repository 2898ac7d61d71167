"""Rates as people read them."""

from __future__ import annotations

import pytest
from django.utils import translation

from dhara.web.ui.templatetags.dhara import percent


@pytest.mark.parametrize(
    ("rate", "english", "bengali"),
    [
        (0, "0 %", "০%"),
        (0.1234, "12 %", "১২%"),
        (0.0345, "3.5 %", "৩.৫%"),
        (0.0008, "0.08 %", "০.০৮%"),
        (1, "100 %", "১০০%"),
    ],
)
def test_rates_are_shown_as_short_as_they_are_true(rate: float, english: str, bengali: str) -> None:
    with translation.override("en"):
        assert percent(rate) == english
    with translation.override("bn"):
        assert percent(rate) == bengali


def test_no_rate_is_nothing() -> None:
    assert percent(None) == ""

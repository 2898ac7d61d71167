"""WCAG 2.2 AA over the tokens themselves, in both modes."""

import re

import pytest

from tests.web.ui.tokens import contrast, themes

TEXT = 4.5
SHAPE = 3.0

PAIRS = [
    *[(ink, ground, TEXT) for ink in ("base-content", "muted") for ground in ("base-100", "base-200", "surface")],
    *[("primary", ground, TEXT) for ground in ("base-100", "base-200", "surface", "river-soft")],
    *[(tone + "-content", tone, TEXT) for tone in ("primary", "secondary", "accent", "neutral")],
    *[(tone + "-content", tone, TEXT) for tone in ("info", "success", "warning", "error")],
    *[(tone, ground, TEXT) for tone in ("success", "error", "info") for ground in ("base-100", "surface")],
    *[(tone, f"{tone}-soft", TEXT) for tone in ("success", "error", "info")],
    *[("base-content", f"{tone}-soft", TEXT) for tone in ("success", "error", "info", "river", "marigold", "jute")],
    *[("marigold-ink", ground, TEXT) for ground in ("marigold-soft", "base-100", "surface")],
    ("secondary", "jute-soft", TEXT),
    ("muted", "river-soft", TEXT),
    *[(line, ground, SHAPE) for line in ("edge", "focus") for ground in ("base-100", "base-200", "surface")],
    *[(chart, "surface", SHAPE) for chart in ("chart-1", "chart-2")],
]


@pytest.mark.parametrize("mode", ["dhara", "dhara-dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_tokens_in_use_can_be_read(mode: str, ink: str, ground: str, least: float) -> None:
    tokens = themes()[mode]
    assert contrast(tokens[ink], tokens[ground]) >= least


def test_both_modes_define_the_same_tokens() -> None:
    light, dark = themes()["dhara"], themes()["dhara-dark"]
    assert light.keys() == dark.keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in [*light.values(), *dark.values()])


def test_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)

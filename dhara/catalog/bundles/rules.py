"""Decisions on bundles. Pure."""

from __future__ import annotations

from typing import Final

BUNDLE: Final = "bundle"
FEWEST_PARTS: Final = 2
MOST_PARTS: Final = 20
# An offer in one of these states can not be sold by a bundle either: it was put away, or the operator hid it.
CLOSED: Final = ("archived", "hidden")

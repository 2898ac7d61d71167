"""The arrows of a picture as SVG paths. Units: one hundredth of what the stylesheet's grid uses; see flow.css.

A column is 8.5 rem, a row 12 rem: a card of 7 rem and a gap of 5 rem below it. Here a rem is 16 units.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dhara.web.audience.drawing.layout import Arrow, Layout

COLUMN: Final = 136
ROW: Final = 192
CARD: Final = 112
SIGN: Final = 48
BEND: Final = 26  # how far below a fork, or above a meeting, the arrow turns
ROUND: Final = 12


def size(drawn: Layout) -> tuple[int, int]:
    """Width and height of the picture; the last row needs no gap below it, and a mere sign of the end little room."""
    return drawn.columns * COLUMN, drawn.rows * ROW - ROW + (SIGN if ends_low(drawn) else CARD)


def ends_low(drawn: Layout) -> bool:
    """Whether no card stands in the last row."""
    return all(place.y < drawn.rows - 1 or place.kind in ("end", "jump") for place in drawn.places)


def paths(drawn: Layout) -> list[str]:
    gaps = {(place.x, place.y) for place in drawn.places if place.kind == "gap"}
    return [path(arrow, from_gap=(arrow.x, arrow.y) in gaps, to_gap=_into(arrow, gaps)) for arrow in drawn.arrows]


def _into(arrow: Arrow, gaps: Iterable[tuple[int, int]]) -> bool:
    return (arrow.end_x, arrow.end_y) in gaps


def path(arrow: Arrow, *, from_gap: bool = False, to_gap: bool = False) -> str:
    """The line with its head; a line through an empty branch has none until it arrives."""
    x, end_x, lane = _middle(arrow.x), _middle(arrow.end_x), _middle(arrow.lane)
    top = arrow.y * ROW + (0 if from_gap else CARD)
    bottom = arrow.end_y * ROW
    line = f"M{x} {top}" + _turn(x, lane, top + BEND) + _turn(lane, end_x, bottom - BEND) + f"V{bottom}"
    return line if to_gap else line + "m-5 -8l5 8l5 -8"


def _middle(column: int) -> int:
    return (column + 1) * COLUMN


def _turn(x: int, to: int, y: int) -> str:
    """Across at height `y`, with round corners; nothing where it goes straight on."""
    if x == to:
        return ""
    side = ROUND if to > x else -ROUND
    return f"V{y - ROUND}Q{x} {y} {x + side} {y}H{to - side}Q{to} {y} {to} {y + ROUND}"

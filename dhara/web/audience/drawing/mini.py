"""A sequence as a small drawing without words, for cards of templates and lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dhara.web.audience.drawing import lines, words
from dhara.web.audience.drawing.layout import LANE, layout
from dhara.web.audience.drawing.picture import ENTRY, ways

# All drawings show as much, so that their boxes are of one size; what is longer runs out of the picture.
LEAST_WIDE, HIGH = 3 * LANE * lines.COLUMN, 6 * lines.ROW


@dataclass(frozen=True)
class Mini:
    """`boxes` are (x, y, width, height, class)."""

    view: str
    boxes: list[tuple[int, int, int, int, str]]
    paths: list[str]


def mini(graph: dict[str, Any]) -> Mini:
    drawn = layout(ways(graph), ENTRY)
    nodes = graph.get("nodes", {})
    wide, _high = lines.size(drawn)
    left, top = max(LEAST_WIDE - wide, 0) // 2 + 20, 20
    view = f"{-left} {-top} {max(wide, LEAST_WIDE) + 40} {HIGH}"
    boxes = []
    for place in drawn.places:
        if place.kind != "step":
            continue
        tone = "goal" if place.name == ENTRY else words.LOOKS[nodes[place.name]["kind"]][1]
        boxes.append(
            (place.x * lines.COLUMN + 16, place.y * lines.ROW, 2 * lines.COLUMN - 32, lines.CARD, f"tone-{tone}")
        )
    return Mini(view, boxes, lines.paths(drawn))

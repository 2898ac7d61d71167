"""SVG files: icons, repeating patterns, round ornaments, screens."""

from __future__ import annotations

import math
from random import Random

HUES = ("#0e5a63", "#f2a72e", "#c8452b", "#2f6b57", "#8f1128", "#4656ad", "#6b4a26")
# Shapes on a grid of 24, as the data of a path.
ICONS = {
    "home": "M3 11 12 4l9 7v9h-6v-6H9v6H3z",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "search": "M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l6 6",
    "cart": "M3 5h3l3 11h9l3-8H7M10 20h.1M17 20h.1",
    "heart": "M12 20C-2 11 6 0 12 8c6-8 14 3 0 12z",
    "place": "M12 21C6 15 5 4 12 4s6 11 0 17zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    "boat": "M3 14h18l-3 6H6zM12 14V3l6 8h-6",
    "leaf": "M5 20C4 9 10 4 20 4c0 10-5 16-15 16zM5 20 14 10",
    "lamp": "M9 3h6l3 9H6zM12 12v6M8 20h8",
    "kite": "M12 2l7 8-7 9-7-9zM12 19v3M12 2v17",
    "drum": "M4 7c0-3 16-3 16 0l-2 11c0 3-12 3-12 0zM4 7c0 3 16 3 16 0",
    "book": "M4 5h7v15H4zM13 5h7v15h-7",
}


def _svg(width: int, height: int, body: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{body}\n</svg>\n'


def icon(name: str, *, filled: bool) -> str:
    look = 'fill="#17343a"' if filled else 'fill="none" stroke="#17343a" stroke-width="1.5" stroke-linejoin="round"'
    return _svg(24, 24, f'<path {look} d="{ICONS[name]}"/>')


def petals(dice: Random, x: float, y: float, count: int, length: float, hue: str) -> str:
    wide = length * dice.uniform(0.18, 0.34)
    low, high, tip = -length * 0.4, -length * 0.8, -length
    path = f"M0 0C{wide} {low} {wide} {high} 0 {tip}C{-wide} {high} {-wide} {low} 0 0z"
    turns = (
        f'<path d="{path}" fill="{hue}" transform="translate({x} {y}) rotate({i * 360 / count:.2f})"/>'
        for i in range(count)
    )
    return "\n".join(turns)


def circle(dice: Random) -> str:
    """A round alpona, 600 × 600."""
    first, second, third = dice.sample(HUES, 3)
    rings = [
        petals(dice, 300, 300, count, length, hue)
        for count, length, hue in ((24, 270, first), (16, 190, second), (12, 110, third))
    ]
    turns = [i * math.pi / 24 for i in range(48)]
    places = [(300 + 284 * math.cos(turn), 300 + 284 * math.sin(turn)) for turn in turns]
    beads = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{third}"/>' for x, y in places]
    return _svg(600, 600, "\n".join([*rings, *beads]))


def pattern(dice: Random) -> str:
    """A tile of 400 × 400 that repeats without a seam."""
    ground, first, second = dice.sample(HUES, 3)
    step = dice.choice((80, 100))
    body = [f'<rect width="400" height="400" fill="{ground}"/>']
    for row in range(400 // step):
        for column in range(400 // step):
            x, y = (column + 0.5) * step, (row + 0.5) * step
            hue = first if (row + column) % 2 else second
            body.append(petals(dice, x, y, dice.choice((4, 6, 8)), step * 0.42, hue))
    return _svg(400, 400, "\n".join(body))


def screen(dice: Random) -> str:
    """A phone's screen, 360 × 720, with a heading, a card and a list."""
    deep, bright = dice.sample(HUES, 2)
    body = [
        '<rect width="360" height="720" rx="28" fill="#fffaf0"/>',
        f'<rect x="24" y="64" width="312" height="150" rx="20" fill="{deep}"/>',
        '<rect x="48" y="96" width="120" height="14" rx="7" fill="#fff"/>',
        f'<rect x="48" y="124" width="{dice.randint(120, 220)}" height="28" rx="8" fill="#fff"/>',
    ]
    for row in range(dice.randint(4, 6)):
        y = 244 + row * 76
        body += [
            f'<rect x="24" y="{y}" width="312" height="62" rx="14" fill="#fff" stroke="#e8e0d0"/>',
            f'<circle cx="58" cy="{y + 31}" r="17" fill="{bright}"/>',
            f'<rect x="90" y="{y + 18}" width="{dice.randint(90, 180)}" height="10" rx="5" fill="#3a3a3a"/>',
            f'<rect x="90" y="{y + 36}" width="{dice.randint(60, 120)}" height="8" rx="4" fill="#c9c2b4"/>',
        ]
    return _svg(360, 720, "\n".join(body))

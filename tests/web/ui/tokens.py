"""Reads the colours out of tokens.css and compares them as WCAG says."""

import re
from pathlib import Path

import dhara.web.ui

TOKENS = Path(dhara.web.ui.__file__).parent / "assets/css/tokens.css"


def themes() -> dict[str, dict[str, str]]:
    """{theme: {token: "#rrggbb"}}, without the prefix that daisyUI wants."""
    found = {}
    for block in re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', TOKENS.read_text(), re.DOTALL):
        name = re.search(r'name: "([\w-]+)"', block)
        assert name
        pairs = re.findall(r"--(?:color-)?([\w-]+): (#\w+);", block)
        found[name[1]] = dict(pairs)
    return found


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

"""Drawings for empty pages and errors: inline SVG in the colours of the theme."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent


@cache
def drawing(name: str) -> SafeString:
    """The drawing as inline SVG, decorative for screen readers. Raises KeyError when unknown."""
    try:
        text = (FOLDER / f"{re.sub(r'[^a-z0-9-]', '', name)}.svg").read_text(encoding="utf-8")
    except OSError:
        raise KeyError(f"no drawing {name!r} in dhara/web/ui/art") from None
    return SafeString(text.strip())


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.svg"))

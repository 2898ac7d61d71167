"""The icons in use, from Lucide (ISC licence, see LICENSE), one SVG file each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent


@cache
def svg(name: str, label: str = "", size: str = "") -> SafeString:
    """The icon as inline SVG: hidden from screen readers unless it has a `label`. Raises KeyError when unknown.

    `size` is a class, such as `size-6`.
    """
    try:
        text = (FOLDER / f"{re.sub(r'[^a-z0-9-]', '', name)}.svg").read_text(encoding="utf-8").strip()
    except OSError:
        raise KeyError(f"no icon {name!r} in dhara/web/ui/icons") from None
    hidden = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    classes = f"icon {size}".strip()
    # The strings come from our own files and from escaped arguments.
    return SafeString(text.replace(' xmlns="http://www.w3.org/2000/svg"', f' class="{escape(classes)}" {hidden}', 1))


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.svg"))

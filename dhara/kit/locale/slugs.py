"""Slugs that keep Bengali whole, and the path converters for addresses.

`slugify(allow_unicode=True)` of Django drops vowel signs (they are marks, not letters) and `<slug:>` is ASCII only.
"""

from __future__ import annotations

import re
import unicodedata

from dhara.kit.locale.text import VIRAMA, graphemes

MAX_GRAPHEMES = 80
MAX_CHARACTERS = 110
_BENGALI = re.compile(r"[\u0980-\u09ff]")
_RUNS = re.compile(r"[^a-z0-9\u0980-\u09ff]+")
PATTERN = r"[a-z0-9\u0980-\u09ff]+(?:-[a-z0-9\u0980-\u09ff]+)*"


def slugify(text: str) -> str:
    """A title as a part of an address: `র‍্যাম কেনার গাইড ২০২৫` → `র্যাম-কেনার-গাইড-২০২৫`; "" when nothing is left.

    NFC, lower case, at most 80 signs and 110 characters, cut at a word where possible. Latin accents are dropped.
    """
    text = unicodedata.normalize("NFC", text).replace("\u200d", "").replace("\u200c", "").replace("'", "")
    text = "".join(_plain(c) for c in text)
    words = (_without_loose_signs(word) for word in _RUNS.split(text))
    return _cut("-".join(word for word in words if word))


def _plain(c: str) -> str:
    if _BENGALI.match(c):
        return c if unicodedata.category(c)[0] in "LMN" else " "
    base = "".join(part for part in unicodedata.normalize("NFKD", c) if unicodedata.category(part) != "Mn")
    return base.casefold()


def _without_loose_signs(word: str) -> str:
    """Marks at the start have no letter to stand on; a virama at the end joins to nothing but is legal (বাংলাদেশ্)."""
    start = next((i for i, c in enumerate(word) if unicodedata.category(c)[0] != "M"), len(word))
    return word[start:]


def _cut(slug: str) -> str:
    signs = graphemes(slug)
    if len(signs) <= MAX_GRAPHEMES and len(slug) <= MAX_CHARACTERS:
        return slug
    kept = ""
    for sign in signs[:MAX_GRAPHEMES]:
        if len(kept) + len(sign) > MAX_CHARACTERS:
            break
        kept += sign
    if slug[len(kept) : len(kept) + 1] not in ("", "-") and "-" in kept[len(kept) // 2 :]:
        kept = kept.rpartition("-")[0]
    return kept.rstrip("-" + VIRAMA)


class SlugConverter:
    """`<uslug:slug>`: a slug as `slugify` makes it, in NFC whatever the browser sent."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value


class HandleConverter:
    """`<handle:handle>`: the name of a studio or person in addresses (`/@nadia`)."""

    regex = r"[a-z0-9_]{3,30}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

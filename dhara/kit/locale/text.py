"""Clean text for storing, plain keys for searching."""

from __future__ import annotations

import re
import unicodedata

from dhara.kit.locale.digits import to_latin

NUKTA, VIRAMA, ZWNJ, ZWJ = "\u09bc", "\u09cd", "\u200c", "\u200d"
# Flags of regions are spelt with tag characters; joiners shape Bengali and emoji. Every other format character can
# only hide or reorder text (bidi overrides, zero-width spaces, soft hyphens).
_KEPT_FORMATS = frozenset({ZWNJ, ZWJ, *map(chr, range(0xE0020, 0xE0080))})
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_text(text: str, *, lines: bool = False) -> str:
    """What a person typed, fit for storing: NFC, no control or bidi characters, trimmed, runs of spaces made one.

    With `lines` its line breaks are kept (as \\n, at most one empty line between two paragraphs).
    """
    if text.isascii() and text.isprintable():  # most names and subjects: nothing else can be in them
        return " ".join(text.split())
    text = re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text)
    text = "".join(c for c in text if c in "\n\t" or c in _KEPT_FORMATS or unicodedata.category(c) not in _DROPPED)
    text = unicodedata.normalize("NFC", text)
    if not lines:
        return " ".join(text.split())
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def search_key(text: str) -> str:
    """The form in which text is indexed and looked up: words of letters and Latin digits, with single spaces.

    Case, joiners, the dot of ড় ঢ় য় and punctuation make no difference. Idempotent; use it on both sides.
    """
    text = unicodedata.normalize("NFC", text).replace("ত" + VIRAMA + ZWJ, "ৎ")
    text = text.replace(ZWJ, "").replace(ZWNJ, "")
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).casefold()
    text = to_latin(unicodedata.normalize("NFC", text.replace(NUKTA, "")))
    kept = (
        c if unicodedata.category(c)[0] in "LNM" else ("" if unicodedata.category(c) == "Cf" else " ") for c in text
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def graphemes(text: str) -> list[str]:
    """Text cut into what readers see as one sign: a letter with its vowel signs, a conjunct, a joined emoji."""
    found: list[str] = []
    for c in text:
        glued = found and (unicodedata.category(c)[0] == "M" or c in _KEPT_FORMATS or found[-1][-1] in (VIRAMA, ZWJ))
        if glued:
            found[-1] += c
        else:
            found.append(c)
    return found


def shorten(text: str, limit: int) -> str:
    """At most `limit` signs, cut between words where possible, with … where something is missing."""
    signs = graphemes(text)
    if len(signs) <= limit:
        return text
    cut = "".join(signs[: max(limit - 1, 0)])
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > len(cut) // 2 else cut).rstrip(" ,;:.।-–") + "…"

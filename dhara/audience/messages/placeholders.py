"""Personal fields in what people write: `{name|friend}`, `{field:city|"your city"}`. Pure.

A brace that shall stand as it is is written twice: `{{`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

NAME, FIRST_NAME, EMAIL, STUDIO, FIELD = "name", "first_name", "email", "studio", "field"
KNOWN: Final = {
    NAME: _("Name"),
    FIRST_NAME: _("First name"),
    EMAIL: _("Email address"),
    STUDIO: _("Name of the studio"),
}
# Addresses that are another for each letter; they stand alone as the address of a button, and are never tracked.
CONFIRM, FILE, PREFERENCES, UNSUBSCRIBE = "confirm", "file", "preferences", "unsubscribe"
LINKS: Final = {
    CONFIRM: _("Confirm the address"),
    FILE: _("The file"),
    PREFERENCES: _("Preferences"),
    UNSUBSCRIBE: _("Unsubscribe"),
}
LONGEST_FALLBACK: Final = 120
_BRACES: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_INSIDE: Final = re.compile(r"\s*(?P<what>[a-z_]+)(?::(?P<key>[a-z0-9_]{1,40}))?\s*(?:\|(?P<fallback>.*))?", re.S)
_LINK: Final = re.compile(r"\{link:([a-z]+)\}")
_QUOTES: Final = {'"': '"', "“": "”", "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Personal:
    """What is filled in for each reader: `what` of KNOWN or "field" with its `key`; `fallback` where it is empty."""

    what: str
    key: str = ""
    fallback: str = ""

    def __str__(self) -> str:
        what = f"{self.what}:{self.key}" if self.key else self.what
        return f"{{{what}|{self.fallback}}}" if self.fallback else f"{{{what}}}"


Parts = list[str | Personal]


def parse(text: str, *, place: str, fields: Collection[str] | None = None, markup: bool = False) -> Parts:
    """Words and personal fields in their order. With `markup` the text is HTML, whose words stay as they are.

    `fields` are the keys that the studio knows (None: any). Raises Invalid (at `place`) for what is none.
    """
    parts: Parts = []
    end = 0
    for found in _BRACES.finditer(text):
        _add(parts, text[end : found.start()])
        end = found.end()
        if found[0] in ("{{", "}}"):
            _add(parts, found[0][0])
        elif found[1] is None:
            raise Invalid(
                "brace_alone", _("“%(sign)s” stands alone. Write it twice to show it.") % {"sign": found[0]}, place
            )
        else:
            parts.append(_personal(html.unescape(found[1]) if markup else found[1], place, fields))
    _add(parts, text[end:])
    return parts


def personal(text: str) -> list[Personal]:
    """The personal fields of a text that was cleaned before."""
    return [part for part in parse(text, place="") if isinstance(part, Personal)]


def link_of(url: str) -> str:
    """The key of LINKS when an address is another for each letter (`{link:confirm}`), else ""."""
    found = _LINK.fullmatch(url)
    return found[1] if found and found[1] in LINKS else ""


def _add(parts: Parts, words: str) -> None:
    if words and parts and isinstance(parts[-1], str):
        parts[-1] += words
    elif words:
        parts.append(words)


def _personal(inside: str, place: str, fields: Collection[str] | None) -> Personal:
    found = _INSIDE.fullmatch(inside)
    what, key = (found["what"], found["key"] or "") if found else ("", "")
    known = (what in KNOWN and not key) or (what == FIELD and key and (fields is None or key in fields))
    if found is None or not known or "<" in inside or ">" in inside:
        raise Invalid(
            "field_unknown",
            _("“{%(what)s}” is no personal field. Choose one from the menu, or write the brace twice to show it.")
            % {"what": clean_text(inside)[:60]},
            place,
        )
    return Personal(what, key, _fallback(found["fallback"] or "", place))


def _fallback(text: str, place: str) -> str:
    text = clean_text(text)
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    if len(text) > LONGEST_FALLBACK:
        raise Invalid("fallback_long", _("The words for an empty field are too long: 120 signs at most."), place)
    return text

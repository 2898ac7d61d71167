"""The places in a letter that are another for each reader, while it is being made. Pure.

A place is marked by two signs of Unicode's private use, which no stored text holds (`kit.locale.text.clean_text`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

from dhara.audience.links import rules as links
from dhara.audience.messages import placeholders
from dhara.audience.messages.placeholders import Personal

# What a place is filled with besides personal fields: the token of touches, or an address of the reader's own.
TOUCH: Final = "touch"
Place = Personal | str
_MARK: Final = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Anchor:
    """An address twice: for an attribute of HTML, and as plain text."""

    html: str
    text: str


@dataclass(slots=True)
class Places:
    """`token` is the one token of all readers, where tracking is anonymous; "" gives each reader their own."""

    tracked: bool
    token: str = ""
    links: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def mark(self, place: Place) -> str:
        if place not in self.places:
            self.places.append(place)
        return f"\ue000{self.places.index(place)}\ue001"

    def words(self, text: str) -> Anchor:
        """A line with personal fields, for HTML and for plain text."""
        parts = placeholders.parse(text, place="")
        html = "".join(self.mark(part) if isinstance(part, Personal) else escape(part) for part in parts)
        plain = "".join(self.mark(part) if isinstance(part, Personal) else part for part in parts)
        return Anchor(html, plain)

    def markup(self, html: str) -> str:
        parts = placeholders.parse(html, place="", markup=True)
        return "".join(self.mark(part) if isinstance(part, Personal) else part for part in parts)

    def link(self, url: str) -> Anchor:
        """An address in the letter: numbered from 1, in the order of its places; mail addresses are left alone."""
        if own := placeholders.link_of(url):
            mark = self.mark(f"link:{own}")
            return Anchor(mark, mark)
        if url.startswith("mailto:"):
            return Anchor(escape(url), url)
        self.links.append(url)
        if not self.tracked:
            return Anchor(escape(url), url)
        address = self.touched(len(self.links))
        return Anchor(address, address)

    def skip(self) -> None:
        """What leads nowhere today (an offer that was taken down) keeps its number, so that all others keep theirs."""
        self.links.append("")

    def touched(self, number: int) -> str:
        return f"{links.link_prefix(number)}{self.token or self.mark(TOUCH)}/"

    def opened(self) -> str:
        return links.open_url(self.token or self.mark(TOUCH))


def pieces(text: str) -> list[str | int]:
    """A finished text, taken apart at its places."""
    parts = _MARK.split(text)
    return [int(part) if n % 2 else part for n, part in enumerate(parts) if part]

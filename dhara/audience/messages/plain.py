"""Rich text as plain text: paragraphs, lists and quotes as people write them in mails, addresses in brackets. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BREAK: Final = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "hr"})
_SPACES: Final = re.compile(r"[ \t]*\n[ \t]*")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.links: list[str] = []
        self.quote = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAK:
            self._paragraph()
        if tag == "br":
            self.out.append("\n" + self._margin())
        elif tag == "hr":
            self.out.append("———")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "blockquote":
            self.quote += 1
            self.out.append("> ")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quote = max(0, self.quote - 1)
        elif tag == "a" and self.links and (url := self.links.pop()):
            self.out.append(f" ({url.removeprefix('mailto:')})")
        if tag in _BREAK:
            self._paragraph()

    def handle_data(self, data: str) -> None:
        self.out.append(" ".join(re.split(r"[ \t\r\n]+", data)))

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.out.append(f"\n{self._margin()}• ")
            return
        self.lists[-1] = number + 1
        self.out.append(f"\n{self._margin()}{number + 1}. ")

    def _paragraph(self) -> None:
        if self.out and not (self.quote and self.out[-1] == "> "):
            self.out.append("\n\n" + self._margin())

    def _margin(self) -> str:
        return "> " * self.quote


def as_plain(html: str) -> str:
    """The text of sanitised HTML, without a line break at its end."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _SPACES.sub("\n", "".join(reader.out))
    text = re.sub(r"(?:^(?:> ?)+$\n?)+(?=\n|\Z)", "", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", text).strip()

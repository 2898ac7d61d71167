"""Where the people of a story read their letters: a mail server of the story's own, or the outbox of a sandbox."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from dhara.cli.stories.page import Page
from dhara.cli.stories.patience import PATIENCE
from dhara.cli.stories.sink import Sink
from dhara.cli.stories.visitor import Visitor

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_CODE = re.compile(r"\b\d{4}-?\d{4}\b")


@dataclass(frozen=True)
class Letter:
    """`text` is the plain one; `links` the addresses in it."""

    subject: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        return _ADDRESS.findall(self.text)

    def link(self, part: str) -> str:
        """The first address that holds `part`. Raises LookupError."""
        for address in self.links:
            if part in address:
                return address
        raise LookupError(f"no link “{part}” in the letter “{self.subject}”, only {self.links}")

    @property
    def code(self) -> str:
        """The code that its subject shows, "" where there is none."""
        found = _CODE.search(self.subject)
        return found[0] if found else ""


class Mailbox(Protocol):
    def letters(self, address: str) -> Sequence[Letter]:
        """All letters to an address so far, the first one first."""

    def close(self) -> None: ...


def wait(box: Mailbox, address: str, part: str = "", *, seconds: float = PATIENCE) -> Letter:
    """The latest letter to `address` in whose text `part` stands, as soon as there is one. Raises TimeoutError."""
    return _wait(box, address, lambda letter: part in letter.text, f"with “{part}”", seconds)


def wait_for_code(box: Mailbox, address: str, *, seconds: float = PATIENCE) -> str:
    """The code that the latest letter to `address` brings. Raises TimeoutError."""
    return _wait(box, address, lambda letter: bool(letter.code), "with a code", seconds).code


def _wait(box: Mailbox, address: str, wanted: Callable[[Letter], bool], words: str, seconds: float) -> Letter:
    until = time.monotonic() + seconds
    while True:
        letters = box.letters(address)
        if found := [each for each in letters if wanted(each)]:
            return found[-1]
        if time.monotonic() > until:
            came = [each.subject for each in letters]
            raise TimeoutError(f"no letter {words} to {address} within {seconds:.0f} s; there came {came}")
        time.sleep(0.1)


class SinkMailbox:
    """Letters as they came by SMTP."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    def letters(self, address: str) -> list[Letter]:
        return [_read(each) for each in self.sink.to(address)]

    def close(self) -> None:
        """The mail server belongs to the world that uses it."""


def _read(message: EmailMessage) -> Letter:
    def part(kind: str) -> str:
        body = message.get_body(preferencelist=(kind,))
        return str(body.get_content()) if body else ""

    return Letter(str(message["Subject"]), part("plain"), part("html"))


class OutboxMailbox:
    """Letters as the page /outbox/ of a sandbox shows them; each is opened once."""

    def __init__(self, base: str) -> None:
        self.reader = Visitor(base, name="reader of the outbox")
        self.known: dict[str, Letter] = {}

    def letters(self, address: str) -> list[Letter]:
        listed = self.reader.open(f"/outbox/?q={address}")
        found = [link for link in listed.links if re.search(r"/outbox/\d+/$", link.address)]
        return [self._letter(link.address) for link in reversed(found)]

    def _letter(self, address: str) -> Letter:
        if address not in self.known:
            html = self.reader.open(f"{address}html/").html
            page = self.reader.open(f"{address}?as=text")
            self.known[address] = Letter(_subject(page), page.words, html)
        return self.known[address]

    def close(self) -> None:
        self.reader.close()


def _subject(page: Page) -> str:
    return page.title.rpartition(" · ")[0].strip()

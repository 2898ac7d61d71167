"""One message of mail, read as an answer: to which token, from whom, what is new in it, which files. Pure.

What was quoted and the signature are cut off; answers of programs (holidays, lists, bounces, our own letters) are
known by the headers that RFC 3834 and common usage give them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Final

MOST_BYTES: Final = 40 * 1024 * 1024
MOST_FILES: Final = 5


@dataclass(frozen=True)
class Reply:
    """`token` is what stood between + and @ in our address, "" where none did. `files` are (name, content)."""

    token: str
    sender: str
    message_id: str
    by_program: bool
    text: str
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read(raw: bytes, address: str) -> Reply:
    """The answer in a raw message; `address` is ours (`reply@in.market.example`), without a token."""
    mail = message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    return Reply(
        token=_token(mail, address),
        sender=parseaddr(_header(mail, "From"))[1].strip().lower(),
        message_id=_header(mail, "Message-ID").strip()[:100],
        by_program=_by_program(mail),
        text=newly_written(_text(mail)),
        files=_files(mail),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, "") or "")
    except (ValueError, IndexError, AttributeError):  # a header that the standard library can not take apart
        return ""


def _token(mail: EmailMessage, address: str) -> str:
    local, _at, domain = address.lower().partition("@")
    places = [_header(mail, name) for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")]
    for _name, found in getaddresses(places):
        name, _at, host = found.lower().rpartition("@")
        if host == domain and name.startswith(f"{local}+"):
            return name[len(local) + 1 :]
    return ""


def _by_program(mail: EmailMessage) -> bool:
    automatic = _header(mail, "Auto-Submitted").strip().lower()
    precedence = _header(mail, "Precedence").strip().lower()
    sender = parseaddr(_header(mail, "From"))[1].lower()
    named = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "List-Id", "List-Unsubscribe", "X-Dhara-Letter")
    return (
        (automatic not in ("", "no"))
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(mail.get(name) is not None for name in named)
        or _header(mail, "Return-Path").strip() == "<>"
        or sender.startswith(("mailer-daemon@", "postmaster@", "no-reply@", "noreply@"))
        or mail.get_content_type() == "multipart/report"
    )


def _text(mail: EmailMessage) -> str:
    try:
        body = mail.get_body(("plain", "html"))
        if body is None:
            return ""
        content = str(body.get_content())
    except (LookupError, ValueError, AttributeError, KeyError):  # an unknown charset, a broken part
        return ""
    return _plain(content) if body.get_content_type() == "text/html" else content


def _files(mail: EmailMessage) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for part in mail.iter_attachments():
        try:
            content = part.get_payload(decode=True)
        except (ValueError, AssertionError):
            continue
        if isinstance(content, bytes) and content and part.get_filename():
            found.append((str(part.get_filename()), content))
    return found


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        quoted = tag == "blockquote" or "gmail_quote" in (known.get("class") or "")
        if self.hidden or tag in ("style", "script", "head") or quoted:
            self.hidden += tag not in ("br", "img", "hr", "meta", "link", "input")
        elif tag in ("br", "p", "div", "li", "tr"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag not in ("br", "img", "hr")))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def _plain(html: str) -> str:
    reader = _Words()
    reader.feed(html[:500_000])
    return "".join(reader.words)


# How programs introduce what they quote, in the languages that people here use.
_QUOTES: Final = re.compile(
    r"^(?:>.*|-{2,} ?(?:original message|forwarded message|মূল বার্তা).*|_{8,}|from:\s.+|"
    r"on .{6,200}wrote:|.{0,120}(?:লিখেছেন|লিখেছে)\s*:|"
    r"write your answer above this line.*|এই লাইনের উপরে উত্তর লিখুন.*)$",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"^(?:--|—)\s?$|^sent from my .{2,40}$|^get outlook for .{2,20}$|^আমার .{2,30} থেকে পাঠানো$", re.IGNORECASE
)


def newly_written(text: str) -> str:
    """What somebody has written now: all until the quote, or the signature, begins."""
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        # "On … wrote:" is broken over two lines by many programs.
        joined = f"{line.strip()} {lines[number + 1].strip()}" if number + 1 < len(lines) else line.strip()
        if _QUOTES.match(line.strip()) or _SIGNATURE.match(line.rstrip("\n")) or _introduces(joined):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _introduces(joined: str) -> bool:
    return bool(re.match(r"^on .{6,200}wrote:", joined, re.IGNORECASE))

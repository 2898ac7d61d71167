"""A message in one language, compiled once: then each reader's letter is made by setting bytes between bytes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, Final
from unicodedata import is_normalized
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dhara.audience.links import rules as links
from dhara.audience.messages import mime, placeholders, rules
from dhara.audience.messages.design import Sheet
from dhara.audience.messages.drawing import draw
from dhara.audience.messages.material import Material
from dhara.audience.messages.placeholders import PREFERENCES, UNSUBSCRIBE, Personal
from dhara.audience.messages.places import TOUCH, Place, Places, pieces
from dhara.audience.messages.rules import Person, Words
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.text import clean_text

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class About:
    """The message around its words: `tracking` is "full", "anonymous" or "off"."""

    message_id: int
    purpose: str
    language: str
    variant: int
    tracking: str
    from_name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`links` are the addresses by number, from 1. `fill` gives the finished letter (RFC 5322, CRLF, 7-bit but for the
    addresses of who has other letters in theirs); `shown` its subject, text and HTML, as a preview needs them.
    """

    about: About
    studio: str
    links: tuple[str, ...]
    subject: tuple[str | int, ...]
    text: tuple[str | int, ...]
    html: tuple[str | int, ...]
    places: tuple[Place, ...]
    fixed: bytes
    fixed_subject: bytes | None
    between: tuple[bytes, bytes, bytes]
    plain_part: mime.Quoted | mime.Based
    html_part: mime.Quoted | mime.Based

    def fill(self, person: Person) -> bytes:
        """No line begins with a dot. Raises ValueError for an address that can not stand in a header."""
        letter = links.letter_token(person.contact_id, self.about.message_id) if person.contact_id else ""
        plain, html = self._values(person, letter)
        before, middle, after = self.between
        return b"".join([
            self._head(person, letter, plain),
            before,
            *self.plain_part.fill([value.encode() for value in plain]),
            middle,
            *self.html_part.fill([value.encode() for value in html]),
            after,
        ])  # fmt: skip

    def shown(self, person: Person) -> tuple[str, str, str]:
        letter = links.letter_token(person.contact_id, self.about.message_id) if person.contact_id else ""
        plain, html = self._values(person, letter)
        return _joined(self.subject, plain), _joined(self.text, plain), _joined(self.html, html)

    def _values(self, person: Person, letter: str) -> tuple[list[str], list[str]]:
        """What goes into each place, as plain text and as HTML."""
        plain, html = [], []
        for place in self.places:
            if isinstance(place, Personal):
                value = personal(place, person, self.studio, self.about.language)
            else:
                value = self._address(place, person, letter)
            plain.append(value)
            html.append(escape(value))
        return plain, html

    def _address(self, place: str, person: Person, letter: str) -> str:
        if place == TOUCH:
            if person.delivery_id:
                return links.touch_token(person.delivery_id)
            return links.anonymous_token(self.about.message_id, self.about.language)
        key = place.removeprefix("link:")
        if key == UNSUBSCRIBE:
            return links.unsubscribe_url(letter) if letter else settings.PUBLIC_URL
        if key == PREFERENCES:
            return links.preferences_url(letter) if letter else settings.PUBLIC_URL
        return person.links.get(key, settings.PUBLIC_URL)

    def _head(self, person: Person, letter: str, plain: list[str]) -> bytes:
        subject = self.fixed_subject
        if subject is None:
            subject = mime.header_text(clean_text(_joined(self.subject, plain)))
        more = b"".join(b"%s: %s\r\n" % (n.encode(), _one_line(v)) for n, v in person.headers.items())
        leave = b""
        if letter:
            url = links.unsubscribe_url(letter).encode()
            leave = b"List-Unsubscribe: <%s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" % url
        return b"Date: %s\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: %s\r\n%s%s%s" % (
            date_header(person.at),
            mime.sender(self.about.from_name or self.studio, person.from_email),
            mime.mailbox(one_line(person.name), person.email),
            subject,
            _one_line(person.message_id),
            leave,
            more,
            self.fixed,
        )


def compile_letter(words: Words, about: About, material: Material) -> Compiled:
    """From cleaned words. The footer and all that Dhara says itself are in the letter's language."""
    token = links.anonymous_token(about.message_id, about.language) if about.tracking == "anonymous" else ""
    places = Places(tracked=about.tracking != "off", token=token)
    with translation.override(about.language):
        subject = places.words(rules.subject_of(words, about.variant)).text
        sheet = Sheet(about.language, material)
        said = [text for block in words["blocks"] if (text := draw(block, sheet, places))]
        html, text = _finished(words, about, material, sheet, places, said)
    boundary = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    text_pieces, html_pieces, subject_pieces = pieces(text), pieces(html), tuple(pieces(subject))
    plain_part, html_part = mime.part(text_pieces), mime.part(html_pieces)
    fixed_subject = None if any(isinstance(each, int) for each in subject_pieces) else mime.header_text(subject)
    return Compiled(
        about=about,
        studio=material.name,
        links=tuple(places.links),
        subject=subject_pieces,
        text=tuple(text_pieces),
        html=tuple(html_pieces),
        places=tuple(places.places),
        fixed=_fixed(about, material, boundary),
        fixed_subject=fixed_subject,
        between=_between(boundary, plain_part, html_part),
        plain_part=plain_part,
        html_part=html_part,
    )


def _finished(
    words: Words, about: About, material: Material, sheet: Sheet, places: Places, said: list[str]
) -> tuple[str, str]:
    """HTML and plain text of the whole letter."""
    why = why_written(about.purpose, material.name)
    leave, prefer = places.mark(f"link:{UNSUBSCRIBE}"), places.mark(f"link:{PREFERENCES}")
    trace = ""
    if places.tracked:
        trap = f'<a href="{places.touched(links.HONEYPOT)}" tabindex="-1" aria-hidden="true" style="display:none"></a>'
        trace = f'{trap}<img src="{places.opened()}" width="1" height="1" alt="" style="display:block;border:0">'
    # A title stands in no mail program's view; a name has no place in it.
    html = sheet.finish(
        title=escape(material.name),
        preheader=places.words(words.get("preheader", "")).html,
        head=sheet.letterhead(),
        foot=sheet.footer(why=why, unsubscribe=leave, preferences=prefer),
        after=trace,
    )
    ways = f"{_('Unsubscribe')}: {leave}\n{_('What I want to get')}: {prefer}"
    foot = f"-- \n{why}\n{ways}\n\n{material.sender or material.name}"
    return html, "\n\n".join([*said, foot]) + "\n"


def why_written(purpose: str, studio: str) -> str:
    if purpose == rules.CONFIRMATION:
        words = _("You get this letter because this address was entered in a form of %(studio)s.")
    else:
        words = _("You get this letter because you wanted to hear from %(studio)s.")
    return words % {"studio": studio}


def _fixed(about: About, material: Material, boundary: bytes) -> bytes:
    """The headers that are the same for everybody; a blank line ends them."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    lines = [
        b"List-Id: " + mime.header_text(material.name) + f"\r\n <{material.handle}.{host}>".encode(),
        f"Feedback-ID: m{about.message_id}:s{material.studio_id}:{about.purpose}:dhara".encode(),
        f"Content-Language: {about.language}".encode(),
        b"X-Auto-Response-Suppress: OOF, AutoReply",
    ]
    if about.reply_to:
        lines.append(b"Reply-To: " + mime.mailbox(about.from_name or material.name, about.reply_to))
    if about.purpose == rules.CONFIRMATION:
        lines.append(b"Auto-Submitted: auto-generated")
    else:
        lines.append(b"Precedence: bulk")
    lines += [b"MIME-Version: 1.0", b'Content-Type: multipart/alternative; boundary="=_%s"' % boundary]
    return b"\r\n".join([*lines, b"", b""])


def _between(
    boundary: bytes, plain: mime.Quoted | mime.Based, html: mime.Quoted | mime.Based
) -> tuple[bytes, bytes, bytes]:
    def opening(kind: bytes, part: mime.Quoted | mime.Based) -> bytes:
        return b'--=_%s\r\nContent-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: %s\r\n\r\n' % (
            boundary,
            kind,
            part.name,
        )

    return opening(b"plain", plain), b"\r\n" + opening(b"html", html), b"\r\n--=_%s--\r\n" % boundary


def personal(place: Personal, person: Person, studio: str, language: str) -> str:
    """What a personal field says to this reader, on one line."""
    found = _SOURCES[place.what](person, place.key, studio)
    if isinstance(found, bool):
        return _yes_no(found, language)
    if isinstance(found, (int, float)):
        return in_script(found, language)
    return one_line(found) if isinstance(found, str) and found.strip() else place.fallback


_SOURCES: Final[dict[str, Callable[[Person, str, str], Any]]] = {
    placeholders.NAME: lambda person, _key, _studio: person.name,
    placeholders.FIRST_NAME: lambda person, _key, _studio: person.name.strip().partition(" ")[0],
    placeholders.EMAIL: lambda person, _key, _studio: person.email,
    placeholders.STUDIO: lambda _person, _key, studio: studio,
    placeholders.FIELD: lambda person, key, _studio: person.fields.get(key),
}


def _yes_no(value: bool, language: str) -> str:
    with translation.override(language):
        return str(_("yes") if value else _("no"))


def one_line(text: str) -> str:
    """As `clean_text`, which is only asked where something is to be cleaned."""
    if text.isprintable() and "  " not in text and text == text.strip() and is_normalized("NFC", text):
        return text
    return clean_text(text)


def _one_line(text: str) -> bytes:
    return (text if text.isprintable() else clean_text(text)).encode()


def _joined(parts: tuple[str | int, ...], values: list[str]) -> str:
    return "".join(values[part] if isinstance(part, int) else part for part in parts)


@lru_cache(maxsize=64)
def date_header(at: datetime) -> bytes:
    """In English whatever the language; letters of one batch have one date."""
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {at.day:02d} {month} {at.year} {at:%H:%M:%S %z}".encode()

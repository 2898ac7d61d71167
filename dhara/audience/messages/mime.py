"""Finished MIME as bytes with places to fill: headers and two parts, each in the transfer encoding that is smaller.

A part is encoded once; what is filled in is encoded alone and set between the pieces. Quoted-printable allows that by
soft line breaks around each place, base64 by keeping every piece in the three ways in which its bytes can begin within
a group of three. Everything is 7-bit, so that no server has to change it (which would break its DKIM signature).
"""

from __future__ import annotations

import binascii
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CRLF: Final = b"\r\n"
_SOFT: Final = b"=\r\n"
_LINE: Final = 76
# What can stand in a header, or in quoted-printable, just as it is.
_PLAIN_PHRASE: Final = re.compile(r"[A-Za-z0-9 _+/-]{1,60}")
_PLAIN_VALUE: Final = re.compile(rb"[A-Za-z0-9_/:.,+-]{1,72}")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@[a-z0-9.-]{1,190}")
_WORD_BYTES: Final = 39

# Text, and between its pieces the numbers of the places.
Pieces = Sequence[str | int]


def header_text(text: str, used: int = 10) -> bytes:
    """An unstructured header's value, folded; encoded words where it is not plain ASCII. `text` is one line.

    `used` signs stand on the line already.
    """
    if text.isascii() and text.isprintable() and "=?" not in text:
        if used + len(text) <= _LINE:
            return text.encode()
        folded = _folded(text.split(" "), used)
        if folded is not None:
            return folded
    return encoded_words(text)


def _folded(words: list[str], used: int) -> bytes | None:
    """Broken at single spaces; None where a word is too long for that, or a line would hold nothing."""
    if any(len(word) > _LINE - 2 or not word for word in words):
        return None
    lines, line = [], words[0]
    for word in words[1:]:
        if used + len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line, used = word, 1
        else:
            line += " " + word
    return "\r\n ".join([*lines, line]).encode()


def encoded_words(text: str) -> bytes:
    """RFC 2047, in words of whole characters."""
    raw = text.encode()
    if len(raw) <= _WORD_BYTES:
        return b"=?utf-8?b?" + binascii.b2a_base64(raw, newline=False) + b"?="
    chunks, begin = [], 0
    while begin < len(raw):
        end = min(begin + _WORD_BYTES, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        chunks.append(b"=?utf-8?b?" + binascii.b2a_base64(raw[begin:end], newline=False) + b"?=")
        begin = end
    return b"\r\n ".join(chunks)


def mailbox(name: str, email: str) -> bytes:
    """`name <email>` for a header. Raises ValueError for an address that is none: nothing can be smuggled in by it."""
    if not _ADDRESS.fullmatch(email):
        raise ValueError(f"not an address: {email[:80]!r}")
    address = email.encode()
    if not name:
        return address
    if _PLAIN_PHRASE.fullmatch(name):
        phrase = name.encode()
    elif name.isascii() and name.isprintable() and len(name) <= 60 and "=?" not in name:
        phrase = b'"' + name.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    else:
        phrase = encoded_words(name)
    fold = b"\r\n <" if len(phrase) + len(address) > 66 else b" <"
    return phrase + fold + address + b">"


@lru_cache(maxsize=512)
def sender(name: str, email: str) -> bytes:
    """The same for the few addresses that stand in many letters."""
    return mailbox(name, email)


def quoted(text: bytes) -> bytes:
    """Quoted-printable on lines of at most 76 signs; line breaks in `text` (\\n) become CRLF.

    No line begins with a dot, which SMTP would have to double in each letter.
    """
    return CRLF.join([_quoted_line(line) for line in text.split(b"\n")])


def _quoted_line(line: bytes) -> bytes:
    coded = binascii.b2a_qp(line, quotetabs=True, istext=False)
    if coded[:1] == b"." or b"\n." in coded:  # all its dots are coded: where the lines break depends on that
        coded = binascii.b2a_qp(line.replace(b".", b"\0"), quotetabs=True, istext=False).replace(b"=00", b"=2E")
    return coded.replace(b"=\n", _SOFT)


@lru_cache(maxsize=256)
def _quoted_value(value: bytes) -> bytes:
    """Kept for a moment: most values stand in both parts of a letter."""
    if _PLAIN_VALUE.fullmatch(value) and value[:1] != b".":
        return value
    return quoted(value)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A part in quoted-printable: its pieces with room between them, and what goes there: place, indexes of rooms."""

    pieces: tuple[bytes, ...]
    rooms: tuple[tuple[int, tuple[int, ...]], ...]
    name: bytes = b"quoted-printable"

    @classmethod
    def of(cls, pieces: Pieces) -> Quoted:
        texts, places = _apart(pieces)
        out, rooms = [quoted(texts[0].encode())], dict[int, list[int]]()
        for place, text in zip(places, texts[1:], strict=True):
            out[-1] += _SOFT
            rooms.setdefault(place, []).append(len(out))
            out += (b"", _SOFT + quoted(text.encode()))
        return cls(tuple(out), tuple((place, tuple(indexes)) for place, indexes in rooms.items()))

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    def fill(self, values: Sequence[bytes]) -> list[bytes]:
        """The pieces of the finished part. A letter has few places, and each many times."""
        out = list(self.pieces)
        for place, indexes in self.rooms:
            value = _quoted_value(values[place])
            for index in indexes:
                out[index] = value
        return out


@dataclass(frozen=True, slots=True)
class Phase:
    """A piece of base64 that begins within a group: `lead` completes the group, `tail` is left for the next."""

    lead: bytes
    coded: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Based:
    """A part in base64: every piece but the first in three phases."""

    head: Phase
    rest: tuple[tuple[int, tuple[Phase, Phase, Phase]], ...]
    name: bytes = b"base64"

    @classmethod
    def of(cls, pieces: Pieces) -> Based:
        texts, places = _apart(pieces)
        raw = [text.encode().replace(b"\n", CRLF) for text in texts]
        rest = ((_phase(piece, 0), _phase(piece, 1), _phase(piece, 2)) for piece in raw[1:])
        return cls(_phase(raw[0], 0), tuple(zip(places, rest, strict=True)))

    @property
    def size(self) -> int:
        return len(self.head.coded) + sum(len(phases[0].coded) for _place, phases in self.rest)

    def fill(self, values: Sequence[bytes]) -> list[bytes]:
        out, carry = [self.head.coded], self.head.tail
        for place, phases in self.rest:
            start = carry + values[place]
            phase = phases[-len(start) % 3]
            start += phase.lead
            if len(start) % 3:  # the piece is too short to complete the group
                carry = start
                continue
            out += (_based(start), phase.coded)
            carry = phase.tail
        out.append(_based(carry))
        return out


def _phase(piece: bytes, lead: int) -> Phase:
    body = piece[lead:]
    whole = len(body) - len(body) % 3
    return Phase(piece[:lead], _based(body[:whole]), body[whole:])


def _based(raw: bytes) -> bytes:
    """Base64 on lines of 76 signs, each ended by CRLF."""
    if len(raw) <= 57:
        return binascii.b2a_base64(raw, newline=False) + CRLF if raw else b""
    coded = b64encode(raw)
    return b"".join(coded[n : n + _LINE] + CRLF for n in range(0, len(coded), _LINE))


def part(pieces: Pieces) -> Quoted | Based:
    """In the encoding that is smaller; readable where they are nearly alike."""
    quoted_part, based_part = Quoted.of(pieces), Based.of(pieces)
    return based_part if based_part.size * 1.25 < quoted_part.size else quoted_part


def _apart(pieces: Pieces) -> tuple[list[str], list[int]]:
    """One text more than places: before, between and after them."""
    texts, places = [""], []
    for piece in pieces:
        if isinstance(piece, int):
            places.append(piece)
            texts.append("")
        else:
            texts[-1] += piece
    return texts, places

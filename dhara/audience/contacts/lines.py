"""Lines of a table with contacts, out of whatever file people have. Pure; memory stays the same for any file.

A file is read as bytes, so that a worker that takes over goes on at the byte where the last one was. A quoted cell
may hold line breaks; one that is never closed costs its own line and no other.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

HEAD: Final = 256 * 1024
MAX_LINE: Final = 64 * 1024  # bytes of a line, quoted line breaks included
MAX_CELLS: Final = 200
DELIMITERS: Final = (",", ";", "\t", "|")
TOO_LONG, OPEN_QUOTE, UNREADABLE = "too_long", "open_quote", "unreadable"


class Readable(Protocol):
    """What is needed of an open file."""

    def readline(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True)
class Shape:
    """`encoding` utf-8 or windows-1252; `start` is the byte where the first line begins."""

    encoding: str
    delimiter: str
    start: int


@dataclass(frozen=True)
class Line:
    """`end` is the byte behind it. `problem` is "" or why it can not be read; `raw` then its beginning."""

    cells: Sequence[str]
    end: int
    problem: str = ""
    raw: str = ""


def wide(head: bytes) -> str | None:
    """The encoding of a file in which each sign takes several bytes (UTF-16, UTF-32); None for others."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:2000]
    half = len(sample) // 2
    if half > 3 and sample[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if half > 3 and sample[::2].count(0) > half * 0.6 else None


def plain(source: BinaryIO, target: BinaryIO, encoding: str | None) -> None:
    """Write the file in UTF-8 with line feeds: what `read` can cut. For `wide` files, and for those with CR alone."""
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    while block := source.read(HEAD):
        if decoder:
            target.write(decoder.decode(block).replace("\r", "\n").encode())
        else:
            target.write(block.replace(b"\r", b"\n"))


def needs_rewriting(head: bytes) -> bool:
    """Whether `read` can not cut the file as it is."""
    return wide(head) is not None or (b"\r" in head and b"\n" not in head)


def sniff(head: bytes) -> Shape:
    """How a file is written, from its first bytes."""
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text, encoding = decoder.decode(head[start:]), "utf-8"
    except UnicodeDecodeError:
        text, encoding = head[start:].decode("windows-1252", "replace"), "windows-1252"
    if found := re.match(r"sep=([,;|\t])\r?\n", text, re.I):  # Excel's own way to say so
        return Shape(encoding, found[1], start + len(found[0]))
    return Shape(encoding, _delimiter(text), start)


def _delimiter(text: str) -> str:
    """What cuts the first lines into the same number of cells, the most of them."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def fit(sign: str) -> tuple[float, int]:
        counts = [line.count(sign) for line in bare]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) / len(counts) if usual else 0.0, usual)

    return max(DELIMITERS, key=fit) if bare else ","


def read(file: Readable, shape: Shape, position: int) -> Iterator[Line]:
    """The lines from that byte on. Empty ones are left out (and lie within the next one's reach)."""
    file.seek(position)
    while first := file.readline(MAX_LINE):
        position += len(first)
        if not first.endswith(b"\n") and len(first) == MAX_LINE:
            position += _skip(file)
            yield Line((), position, TOO_LONG, _start(first, shape))
            continue
        whole, closed = _closed(file, first) if first.count(b'"') % 2 else (first, True)
        if not closed:
            file.seek(position)
            yield Line((), position, OPEN_QUOTE, _start(first, shape))
            continue
        position += len(whole) - len(first)
        if whole.strip():
            yield _line(whole, position, shape)


def _closed(file: Readable, first: bytes) -> tuple[bytes, bool]:
    """A line whose quoted cell goes on in the next ones, up to where the quotes close."""
    parts, size, quotes = [first], len(first), first.count(b'"')
    while quotes % 2 and size < MAX_LINE:
        more = file.readline(MAX_LINE - size)
        if not more:
            break
        parts.append(more)
        size, quotes = size + len(more), quotes + more.count(b'"')
    return b"".join(parts), quotes % 2 == 0 and (parts[-1].endswith(b"\n") or size < MAX_LINE)


def _skip(file: Readable) -> int:
    """Go to the end of a line that is too long; how many bytes that was."""
    skipped = 0
    while part := file.readline(MAX_LINE):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _line(whole: bytes, end: int, shape: Shape) -> Line:
    try:
        text = whole.decode(shape.encoding) if shape.encoding == "utf-8" else whole.decode(shape.encoding, "replace")
        cells = next(csv.reader([text.replace("\0", "")], delimiter=shape.delimiter), [])
    except (UnicodeDecodeError, csv.Error):
        return Line((), end, UNREADABLE, _start(whole, shape))
    return Line([cell.strip() for cell in cells[:MAX_CELLS]], end)


def _start(raw: bytes, shape: Shape) -> str:
    return raw[:200].decode(shape.encoding, "replace").strip().replace("\0", "")

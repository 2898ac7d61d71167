"""The text of a PDF 1.4 as typst writes it, as a reader of it would copy it: just enough for tests."""

from __future__ import annotations

import re
import zlib

_ESCAPES = {b"n": 10, b"r": 13, b"t": 9, b"b": 8, b"f": 12}
_TOKEN = re.compile(
    rb"/ActualText<(?P<actual>[0-9A-F]+)>|(?P<end>EMC)|/(?P<font>f\d+) [\d.]+ Tf"
    rb"|(?P<string>\()|<(?P<hex>[0-9A-Fa-f]+)>(?=[^<>]*\]?T[jJ])|(?P<block>ET)",
    re.DOTALL,
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)


def pages(pdf: bytes) -> list[str]:
    """One text per page; a line per block of text."""
    objects = {int(n): body for n, body in re.findall(rb"(\d+) 0 obj\s*(.*?)endobj", pdf, re.DOTALL)}
    return [_page(objects, body) for body in objects.values() if re.match(rb"<<\s*/Type\s*/Page\b(?!s)", body)]


def _page(objects: dict[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {name: _map(objects, int(n)) for name, n in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
    found, font, actual, at = "", b"", False, 0
    written = _stream(objects[_reference(page, b"Contents")])
    while token := _TOKEN.search(written, at):
        at = token.end()
        glyphs = b""
        if token["string"]:
            at = _end_of_string(written, at)
            glyphs = _plain(written[token.end() : at - 1])
        if token["actual"]:
            found += bytes.fromhex(token["actual"].decode()).decode("utf-16").removeprefix("\ufeff")
            actual = True
        elif token["end"]:
            actual = False
        elif token["font"]:
            font = token["font"]
        elif token["block"]:
            found += "\n"
        elif not actual and font:
            raw = bytes.fromhex(token["hex"].decode()) if token["hex"] else glyphs
            found += "".join(fonts[font].get(raw[i : i + 2], "") for i in range(0, len(raw), 2))
    return found


def _end_of_string(written: bytes, at: int) -> int:
    """After the sign that ends the literal string begun before `at`: pairs within need no escape, at any depth."""
    depth = 1
    while depth:
        sign = _IN_STRING.search(written, at)
        assert sign, "a string without an end"
        at = sign.end()
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
    return at


def _map(objects: dict[int, bytes], font: int) -> dict[bytes, str]:
    """Glyph → text, from the font's ToUnicode."""
    table = _stream(objects[_reference(objects[font], b"ToUnicode")])
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(g.decode()): bytes.fromhex(t.decode()).decode("utf-16-be") for g, t in pairs}


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1])


def _plain(text: bytes) -> bytes:
    """A literal string without its escapes."""
    out, i = bytearray(), 0
    while i < len(text):
        if text[i : i + 1] != b"\\":
            out.append(text[i])
            i += 1
        elif octal := re.match(rb"[0-7]{1,3}", text[i + 1 : i + 4]):
            out.append(int(octal[0], 8))
            i += 1 + len(octal[0])
        else:
            out.append(_ESCAPES.get(text[i + 1 : i + 2], text[i + 1]))
            i += 2
    return bytes(out)

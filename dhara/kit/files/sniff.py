"""What a file is, by its first and last bytes. Its name only decides between kinds of plain text."""

from __future__ import annotations

import codecs
import re

import puremagic

HEAD = 64 * 1024
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
)
# Asked after plain text, which may begin with these letters, too.
_PROGRAMS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_OPENXML = "application/vnd.openxmlformats-officedocument"
_ZIPPED = (
    (b"word/", f"{_OPENXML}.wordprocessingml.document"),
    (b"xl/", f"{_OPENXML}.spreadsheetml.sheet"),
    (b"ppt/", f"{_OPENXML}.presentationml.presentation"),
)
_TEXTS = {"csv": "text/csv", "md": "text/markdown", "json": "application/json", "vtt": "text/vtt", "css": "text/css"}
_ACTIVE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|xsl:|\?xml|!--)", re.I)


def sniff(head: bytes, name: str = "") -> str:
    """The MIME type of a file with these first bytes (up to HEAD of them)."""
    for signature, mime in _SIGNATURES:
        if head.startswith(signature):
            return mime
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _isobmff(head[8:12])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(head)
    if _is_text(head):
        return _text(head, name)
    return _rare(head, name)


def _isobmff(brand: bytes) -> str:
    if brand in (b"avif", b"avis"):
        return "image/avif"
    if brand in (b"heic", b"heix", b"mif1"):
        return "image/heic"
    return {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4"}.get(brand, "video/mp4")


def _zipped(head: bytes) -> str:
    """An EPUB or OpenDocument file says what it is in its first member; an Office file names its folders early."""
    stated = re.match(rb".{30}mimetype(application/[a-z0-9.+-]+)(?=PK[\x01\x03\x07])", head, re.S)
    if stated and len(stated[1]) < 80:
        return stated[1].decode()
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((mime for folder, mime in _ZIPPED if folder in head), "application/zip")
    return "application/zip"


def _is_text(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    return not any(c < " " and c not in "\t\n\r\f\x1b" for c in text)


def _text(head: bytes, name: str) -> str:
    if found := _ACTIVE.search(head[:4096]):
        return "image/svg+xml" if b"<svg" in head.lower() else "text/html" if found[0][:2] != b"<?" else "text/xml"
    return _TEXTS.get(name.rpartition(".")[2].lower(), "text/plain")


def _rare(head: bytes, name: str) -> str:
    for signature, mime in _PROGRAMS:
        if head.startswith(signature):
            return mime
    try:
        guesses = puremagic.magic_string(head, filename=name or None)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    sure = (guess.mime_type for guess in guesses if guess.confidence >= 0.5 and guess.mime_type)
    return next(sure, "application/octet-stream")

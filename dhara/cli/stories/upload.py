"""Sending a file in pieces as the page's script does (tus 1.0), over a line that breaks."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx

from dhara.cli.stories.visitor import Broken, Visitor

TRIES = 20


class LineBroke(Exception):
    """The connection is gone in the middle of a piece."""


class Late(Broken):
    """More of the last piece was put away after the server had told how much was there."""


def upload(visitor: Visitor, name: str, content: bytes) -> tuple[str, list[int]]:
    """Send `content` from the page on the screen, the line breaking twice; returns its id and where it went on."""
    place = re.search(r'data-upload="([^"]*uploads/files/)"', visitor.page.html)
    if place is None:
        raise Broken(f"there is nowhere to upload files on {visitor.page.address}")
    told = base64.b64encode(name.encode()).decode()
    made = _send(visitor, "POST", place[1], {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {told}"})
    address = made.headers["location"]
    stops = (len(content) // 3, len(content) * 2 // 3, len(content))
    offsets = [_until(stop, visitor, address, content) for stop in stops]
    if (arrived := _arrived(visitor, address)) != len(content):
        raise Broken(f"only {arrived} of {len(content)} bytes have arrived")
    return urlsplit(address).path.rstrip("/").rpartition("/")[2], offsets


def _until(stop: int, visitor: Visitor, address: str, content: bytes) -> int:
    """Send what is missing before `stop`; where this went on. As the page's script does, ask again when told to."""
    for _try in range(TRIES):
        start = _arrived(visitor, address)
        try:
            _piece(visitor, address, start, content[start:stop], whole=stop == len(content))
        except Late:
            continue
        return start
    raise Broken(f"there was always more at {address} than the server had told, {TRIES} times")


def _arrived(visitor: Visitor, address: str) -> int:
    """How many bytes are there, once the server has put away what came before the line broke."""
    seen = -1
    while True:
        now = int(_send(visitor, "HEAD", address, {}).headers["upload-offset"])
        if now == seen:
            return now
        seen = now
        time.sleep(0.3)


def _piece(visitor: Visitor, address: str, start: int, piece: bytes, *, whole: bool) -> None:
    """One piece; if not `whole`, the line breaks before the announced end."""
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(start)}
    if whole:
        _send(visitor, "PATCH", address, kind, content=piece)
        return
    announced = {**kind, "Content-Length": str(len(piece) + 60_000)}
    try:
        _send(visitor, "PATCH", address, announced, content=_breaking(piece))
    except LineBroke:
        return
    raise Broken("the piece was accepted before all of it was there")


def _breaking(piece: bytes) -> Iterator[bytes]:
    for start in range(0, len(piece), 16_384):
        yield piece[start : start + 16_384]
    raise LineBroke


def _send(
    visitor: Visitor, method: str, address: str, headers: dict[str, str], content: bytes | Iterator[bytes] = b""
) -> httpx.Response:
    ours = {
        "Tus-Resumable": "1.0.0",
        "X-CSRFToken": visitor.page.meta.get("csrf", ""),
        "Origin": visitor.base,
        "Referer": visitor.page.address,
    }
    whole = urljoin(visitor.page.address, address)
    answer = visitor.client.request(method, whole, headers={**ours, **headers}, content=content)
    if answer.is_error:
        kind = Late if answer.status_code == 409 else Broken
        raise kind(f"{method} {whole}: {answer.status_code}: {answer.text[:300]}")
    return answer

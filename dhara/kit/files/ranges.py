"""Hand a stored file out: whole, in part or not at all (RFC 9110 §13, §14), never more of it in memory than a chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import Picture, StoredFile
from dhara.kit.files.rules import content_type_for_delivery, disposition, may_be_inline
from dhara.kit.refusal import Refused

CHUNK = 256 * 1024
PRESIGNED_SECONDS = 60
_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


class Unsatisfiable(Exception):
    """The range lies beyond the end."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte (inclusive) of a single range; None when the header is to be ignored and all is sent.

    Raises Unsatisfiable.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        length = int(match[2])
        if length == 0:
            raise Unsatisfiable
        return max(size - length, 0), size - 1
    first, last = int(match[1]), int(match[2]) if match[2] else size - 1
    if match[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return first, min(last, size - 1)


def ranged_response(
    request: HttpRequest, file: StoredFile, filename: str = "", *, inline: bool = False
) -> HttpResponseBase:
    """The answer to GET or HEAD for a file that the caller was found to have a right to.

    With an S3 storage GET is redirected to an address that is good for 60 s. Raises Refused (file_missing, 503).
    """
    inline = inline and may_be_inline(file.mime)
    headers = {
        "Content-Type": content_type_for_delivery(file.mime),
        "Content-Disposition": disposition(filename or file.name, inline=inline),
    }
    if getattr(default_storage, "querystring_auth", False):
        return _elsewhere(request, file, headers)
    headers |= {
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.sha256}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return _local(request, file, headers)


def _local(request: HttpRequest, file: StoredFile, headers: dict[str, str]) -> HttpResponseBase:
    etag = headers["ETag"]
    if _names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers={k: headers[k] for k in ("ETag", "Cache-Control")})
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag).strip() != etag:
        asked = ""
    try:
        chosen = parse_range(asked, file.size) if asked else None
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}", "Accept-Ranges": "bytes"})
    first, last = chosen or (0, file.size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if chosen:
        headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    status = 206 if chosen else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(
        Slice(_open(file.storage_key), first, last - first + 1), status=status, headers=headers
    )


def _names(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in [part.strip().removeprefix("W/") for part in header.split(",")]


def _open(key: str) -> Any:
    try:
        return default_storage.open(key, "rb")
    except FileNotFoundError as error:
        message = _("This file can not be read right now. Please try again later.")
        raise Refused("file_missing", message, status=503) from error


def _elsewhere(request: HttpRequest, file: StoredFile, headers: dict[str, str]) -> HttpResponse:
    overrides = {f"Response{name.replace('-', '')}": value for name, value in headers.items()}
    url = default_storage.url(  # type: ignore[call-arg]  # django-storages takes more than Django's base
        file.storage_key, parameters=overrides, expire=PRESIGNED_SECONDS, http_method=request.method
    )
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = "no-store"
    return response


class Slice:
    """`length` bytes of an open file from `first` on, in chunks; closes the file."""

    def __init__(self, handle: Any, first: int, length: int) -> None:
        self.handle, self.left = handle, length
        handle.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk: bytes = self.handle.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.handle.close()


def picture_response(request: HttpRequest, picture: Picture, width: int = 0) -> HttpResponse:
    """The narrowest rendition of at least `width` pixels (0: the largest), for anybody and for ever."""
    chosen = picture.at_least(width) if width else picture.sizes()[-1]
    etag = f'"{picture.token}-{chosen.width}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=31536000, immutable"}
    if _names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    headers |= {"Content-Type": "image/webp", "Content-Length": str(chosen.size), "X-Content-Type-Options": "nosniff"}
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    with _open(chosen.key) as handle:
        return HttpResponse(handle.read(), headers=headers)

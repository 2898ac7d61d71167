"""What may be uploaded for what, how files are named, and as what they are handed out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

MAX_NAME = 180
LIFETIME = timedelta(days=2)  # an upload waits that long for its next byte
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Purpose:
    """`max_bytes` 0 means as much as the host allows (MAX_FILE_BYTES). A `picture` is encoded anew."""

    name: str
    max_bytes: int = 0
    picture: bool = False

    def limit(self) -> int:
        """Bytes."""
        return min(self.max_bytes or settings.MAX_FILE_BYTES, settings.MAX_FILE_BYTES)


PURPOSES = {
    purpose.name: purpose
    for purpose in (
        Purpose("product"),
        Purpose("picture", 25 * MEBIBYTE, picture=True),
        Purpose("attachment", 50 * MEBIBYTE),
        Purpose("message", 20 * MEBIBYTE),
        Purpose("proof", 10 * MEBIBYTE),
        Purpose("document"),
        Purpose("delivery"),
        Purpose("requirement", 1024 * MEBIBYTE),
        Purpose("preview", 10 * MEBIBYTE),
    )
}


def purpose_named(name: str) -> Purpose:
    if name not in PURPOSES:
        raise Invalid("file_purpose", _("Files can not be uploaded for this."))
    return PURPOSES[name]


def check_length(length: int, purpose: Purpose) -> None:
    """Raises Invalid: file_empty, or file_too_large with status 413."""
    if length <= 0:
        raise Invalid("file_empty", _("This file is empty."), "file")
    if length > purpose.limit():
        message = _("This file is too large. The limit is %(limit)s MB.") % {
            "limit": number(purpose.limit() // MEBIBYTE, current())
        }
        raise Invalid("file_too_large", message, "file", status=413)


def clean_name(name: str) -> str:
    """A name without path, control characters and signs that a system forbids; at most 180 characters, NFC.

    The ending is kept where the name must be cut. What leaves nothing becomes "file".
    """
    name = re.split(r"[/\\]", clean_text(name.replace("\x00", "")))[-1]
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        tail = dot + ending if dot and len(ending) <= 12 else ""
        name = (stem if tail else name)[: MAX_NAME - len(tail)].rstrip(" .") + tail
    return name or "file"


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition with the name in UTF-8 (RFC 5987) and an ASCII one for old clients."""
    name = clean_name(name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ ()-]", "", plain).strip(" .")
    if not plain.rpartition(".")[0].strip("-_ ()") and "." in name:
        plain = "download." + re.sub(r"[^A-Za-z0-9]", "", name.rpartition(".")[2])
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain or 'download'}\"; filename*=UTF-8''{quote(name, safe='')}"


INLINE = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf", "video/mp4", "video/webm",
     "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "text/plain"}
)  # fmt: skip
_ACTIVE = re.compile(r"html|svg|xml|script|ecmascript|flash|wasm|multipart|message", re.I)


def content_type_for_delivery(mime: str) -> str:
    """The type to send a file as: its own, unless a browser could run it as a page."""
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", mime) or (_ACTIVE.search(mime) and "openxml" not in mime):
        return "application/octet-stream"
    return f"{mime}; charset=utf-8" if mime.startswith("text/") else mime


def may_be_inline(mime: str) -> bool:
    """Whether a browser may show it in place: pictures, sound, video, PDF and plain text only."""
    return mime in INLINE

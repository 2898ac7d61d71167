"""What may stand in a letter, and how long to wait between tries."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from dhara.kit.locale.text import clean_text

# Most trouble is a connection that broke: somebody who waits for a code or a receipt shall not notice. Then slower.
PAUSES = (timedelta(seconds=10), *(timedelta(minutes=m) for m in (5, 30, 120, 360, 720, 1440)))
# What `provider_id` says of a letter that went nowhere but into the local outbox.
OUTBOX = "outbox"
CLAIM = timedelta(minutes=5)  # a worker that has not finished by then is taken for dead
MAX_SUBJECT = 250
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_OURS = "from to cc bcc subject date sender return-path message-id mime-version content-type auto-submitted"
_RESERVED = frozenset(_OURS.split())


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the n-th failed try; None when it is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def clean_address(email: str) -> str | None:
    """The address in the form in which it is sent to, its domain in ASCII; None when no letter can go there."""
    local, at, domain = unicodedata.normalize("NFC", email.strip()).rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    good = at and re.fullmatch(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}", local) and ".." not in f".{local}."
    if not good or not re.fullmatch(r"(?=.{1,190}$)[a-z0-9-]+(\.[a-z0-9-]+)*", domain):
        return None
    return f"{local}@{domain}"


def clean_header(text: str, limit: int = MAX_SUBJECT) -> str:
    """One line without control characters: nothing in it can begin another header."""
    return clean_text(text)[:limit].rstrip()


def clean_headers(headers: dict[str, str]) -> dict[str, str]:
    """Extra headers such as List-Unsubscribe. Raises ValueError for a name that is not one or is ours to set."""
    for name in headers:
        if not _HEADER.fullmatch(name) or name.lower() in _RESERVED:
            raise ValueError(f"not a header to set: {name!r}")
    return {name: clean_header(value, 900) for name, value in headers.items()}

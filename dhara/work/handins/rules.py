"""What may be handed in, under which name, and who may open it when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.refusal import Invalid
from dhara.people.conversations.rules.limits import RUNNABLE, RUNNABLE_TYPES
from dhara.work.engagements.rules import BUYER, OPERATOR, WORKER, Role

MOST_LINKS, MOST_LINK = 10, 500

# How much of a file somebody gets: all of it, a marked picture of it, or to know that it is there.
Access = Literal["original", "preview", "name"]
ORIGINAL, PREVIEW, NAME = "original", "preview", "name"

ACCEPTED, DIVIDED, CANCELLED = "accepted", "divided", "cancelled"

# Types that a name may promise, with the endings that are theirs; the first is put where a name has none of them.
_PICTURES: Final[dict[str, tuple[str, ...]]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png", "apng"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/avif": ("avif",),
    "image/heic": ("heic", "heif"),
}
_OTHERS: Final[dict[str, tuple[str, ...]]] = {
    "application/pdf": ("pdf", "ai"),
    "image/vnd.adobe.photoshop": ("psd", "psb"),
    "application/x-7z-compressed": ("7z",),
    "application/vnd.rar": ("rar",),
    "application/gzip": ("gz", "tgz"),
}
# Endings that promise something, and how the type begins that keeps the promise.
_PROMISED: Final[dict[str, tuple[str, ...]]] = {
    **{ending: ("image/",) for endings in _PICTURES.values() for ending in endings},
    "pdf": ("application/pdf",),
    "psd": ("image/vnd.adobe.photoshop",),
    "7z": ("application/x-7z-compressed",),
    "rar": ("application/vnd.rar",),
    "gz": ("application/gzip",),
    "zip": ("application/zip", "application/vnd.", "application/epub", "application/java"),
    "docx": ("application/vnd.", "application/zip", "application/x-ole", "application/msword"),
    "xlsx": ("application/vnd.", "application/zip", "application/x-ole", "application/msexcel"),
    "pptx": ("application/vnd.", "application/zip", "application/x-ole", "application/mspowerpoint"),
    "mp4": ("video/", "audio/mp4"),
    "mov": ("video/", "audio/mp4"),
    "webm": ("video/",),
}
_ENDINGS: Final[dict[str, tuple[str, ...]]] = _PICTURES | _OTHERS
LIED: Final = gettext_lazy(
    "“%(name)s” is not what its name says. Save it anew in the program that made it, or put it into a ZIP archive."
)


def judge(name: str, mime: str) -> str:
    """The name to hand a file out as, by what its content is.

    Another type of picture, or a type that the name hides, only changes the ending. Raises Invalid on `files`:
    file_runs for programs, file_lies for what is something else altogether.
    """
    check_name(name)
    if mime in RUNNABLE_TYPES:
        raise _runs(name)
    stem, dot, ending = name.rpartition(".")
    ending = ending.lower() if dot and stem else ""
    promised = _PROMISED.get(ending)
    if promised is not None and not mime.startswith(promised):
        raise Invalid("file_lies", LIED % {"name": name}, "files")
    right = _ENDINGS.get(mime)
    if right is None or ending in right:
        return name
    swapped = ending in _PROMISED and mime in _PICTURES
    return f"{stem if swapped else name}.{right[0]}"


def check_name(name: str) -> None:
    """Raises Invalid on `files`: file_runs."""
    if name.rpartition(".")[2].lower() in RUNNABLE:
        raise _runs(name)


def _runs(name: str) -> Invalid:
    words = _("“%(name)s” is a program. Put programs into a ZIP archive, so that nobody starts them by mistake.")
    return Invalid("file_runs", words % {"name": name}, "files")


def access(
    role: Role, handed_in_by: str, status: str, *, paid: int = 0, at_once: bool = False, drawn: bool = False
) -> Access:
    """What `role` may open of a file that a side handed in.

    `status` is the unit's, `paid` what of its money went to the worker; `at_once` is the worker's wish, `drawn` whether
    there is a preview.
    """
    if role in (OPERATOR, WORKER) or handed_in_by != WORKER:
        return "original"
    if role != BUYER:
        return "name"
    never = status == CANCELLED or (status == DIVIDED and not paid)
    if not never and (at_once or status in (ACCEPTED, DIVIDED)):
        return "original"
    return "preview" if drawn else "name"


def closed(status: str) -> Any:
    """Why it does not open, for who would like it to."""
    if status in (CANCELLED, DIVIDED):
        return _("This work was not paid for, so its files stay with whoever made them.")
    return _("It opens when you accept the work. What you pay goes out only then.")


def clean_links(given: Sequence[str]) -> list[str]:
    """Addresses where work can be looked at, for a submission's content. Raises Invalid `link_wrong`."""
    links = list(dict.fromkeys(filter(None, (each.strip() for each in given))))
    for each in links:
        parts = urlsplit(each) if len(each) <= MOST_LINK and each.isprintable() and " " not in each else None
        if parts is None or parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
            words = _("A link begins with https://. This is none: %(text)s")
            raise Invalid("link_wrong", words % {"text": each[:80]}, "links")
    if len(links) > MOST_LINKS:
        raise Invalid("links_many", _("At most %(most)s links.") % {"most": MOST_LINKS}, "links")
    return links

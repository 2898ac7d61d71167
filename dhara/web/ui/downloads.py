"""The files of a purchase as pages show them, with links to fetch them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from dhara.delivery.downloads.queries import Owned, link_for
from dhara.delivery.models import FileVersion, Grant

ICONS: Final = {
    "file-text": "pdf doc docx odt rtf txt md",
    "file-archive": "zip rar 7z tar gz",
    "image": "png jpg jpeg webp gif svg psd ai",
    "music": "mp3 wav ogg flac m4a",
    "film": "mp4 mov mkv webm avi",
    "book-open": "epub mobi",
    "table": "xlsx xls csv ods",
    "presentation": "pptx ppt odp key",
    "type": "ttf otf woff woff2",
    "code": "html css js json py",
}
_BY_ENDING: Final = {ending: icon for icon, endings in ICONS.items() for ending in endings.split()}


@dataclass(frozen=True)
class Edition:
    """One version of a file: `name` is what it is called when it is saved, `url` is good for an hour."""

    number: int
    name: str
    size: int
    sha256: str
    notes: str
    released_at: datetime
    url: str


@dataclass(frozen=True)
class FileRow:
    title: str
    icon: str
    newest: Edition
    older: list[Edition]


def rows(grant: Grant, files: list[Owned], at: datetime) -> list[FileRow]:
    """What a grant gives, ready to be shown; no query. Show it to nobody who does not hold the grant."""
    return [
        FileRow(
            title=owned.file.title,
            icon=icon_of(owned.newest.stored.name),
            newest=_edition(grant, owned.newest, at),
            older=[_edition(grant, each, at) for each in owned.versions[1:]],
        )
        for owned in files
    ]


def icon_of(name: str) -> str:
    """The icon of a file by the ending of its name."""
    return _BY_ENDING.get(PurePath(name).suffix.lower().lstrip("."), "file")


def _edition(grant: Grant, version: FileVersion, at: datetime) -> Edition:
    stored = version.stored
    return Edition(
        number=version.number,
        name=stored.name,
        size=stored.size,
        sha256=stored.sha256,
        notes=version.notes,
        released_at=version.released_at,
        url=f"/d/{link_for(grant, version, at)}/",
    )

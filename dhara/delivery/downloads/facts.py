"""What can have happened to files for download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class FileAdded(Fact):
    subject: ClassVar[str] = "offer_id"
    words = _("The file “%(title)s” was added.")

    offer_id: int
    file_id: int
    title: str = ""


@dataclass(frozen=True)
class FileRetired(Fact):
    subject: ClassVar[str] = "offer_id"
    words = _("The file “%(title)s” is no longer given to new buyers.")

    offer_id: int
    file_id: int
    title: str = ""


@dataclass(frozen=True)
class VersionReleased(Fact):
    """A newer version of a file; `announce` when whoever owns it should be told."""

    subject: ClassVar[str] = "offer_id"
    words = _("Version %(number)s of “%(title)s” was released.")

    offer_id: int
    version_id: int
    number: int
    announce: bool
    title: str = ""


@dataclass(frozen=True)
class FileFetched(Fact):
    """A buyer fetched a file for the first time: proof of delivery."""

    subject: ClassVar[str] = "order_id"
    words = _("The buyer downloaded “%(title)s”.")

    order_id: int
    grant_id: int
    version_id: int
    title: str = ""

"""Make a file that came as an upload part of something, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.actions import settle
from dhara.kit.files.models import StoredFile
from dhara.kit.refusal import Invalid

GONE: Final = _("A file waited too long, or was used elsewhere. Please add it again.")


def whole(file: StoredFile | None, field: str = "files") -> StoredFile:
    """What a read found to an upload. Raises Invalid `file_gone` on the field where it found nothing."""
    if file is None:
        raise Invalid("file_gone", GONE, field)
    return file


def claim(file: StoredFile | None, field: str = "files") -> StoredFile:
    """As `whole`, and nobody else uses it. Belongs into the caller's transaction: when that fails, the upload waits
    again."""
    found = whole(file, field)
    if not settle([found.pk]):
        raise Invalid("file_gone", GONE, field)
    return found


@contextmanager
def claimed(file: StoredFile | None, field: str = "files") -> Iterator[StoredFile]:
    """`claim`, and what is done with the file: both, or neither."""
    with transaction.atomic():
        yield claim(file, field)

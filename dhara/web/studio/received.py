"""Files that a form of an offer brings: in pieces before it, or with itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from dhara.kit.files.actions import discard, store_bytes
from dhara.kit.files.models import StoredFile
from dhara.kit.files.queries import arrived
from dhara.kit.files.taking import claimed
from dhara.kit.refusal import Refused
from dhara.web.studio.doors import Desk


def received(
    request: HttpRequest, desk: Desk, purpose: str, at: datetime
) -> Iterator[tuple[str, AbstractContextManager[StoredFile]]]:
    """The name of each (`upload`, then `file`), and itself for what is done with it: what is refused there leaves
    nothing of a file of the form; what came in pieces waits on, at most two days.

    Entering it raises Invalid: `file_gone` where somebody else used it in the meantime, or as `store_bytes` does.
    """
    for file in arrived(request.POST.getlist("upload"), studio_ref=desk.studio.pk, purpose=purpose):
        yield file.name, claimed(file, "file")
    for given in request.FILES.getlist("file"):
        yield given.name or "", _kept(given, desk, purpose, at)


@contextmanager
def _kept(given: UploadedFile[Any], desk: Desk, purpose: str, at: datetime) -> Iterator[StoredFile]:
    content, whose = cast(BinaryIO, given), {"studio_ref": desk.studio.pk, "owner_ref": desk.by.id}
    stored = store_bytes(content, name=given.name or "", at=at, purpose=purpose, **whose)
    try:
        yield stored
    except Refused:
        discard(stored.pk)
        raise

"""Draw what the buyer sees of a delivered file until the work is theirs. Late, twice or killed, it is made once."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from dhara import checkout
from dhara.kit.files.actions import begin_upload, finish, settle
from dhara.kit.files.models import StoredFile
from dhara.kit.files.previews import NoPreview, can_be_drawn
from dhara.kit.files.previews import draw as draw_file
from dhara.kit.files.receiving import append
from dhara.kit.locale.languages import in_language
from dhara.work.engagements.models import SubmittedFile
from dhara.work.handins.queries import handed_in

# The letters of both languages, as the receipts have them.
_FONTS = Path(str(checkout.__file__)).parent / "fonts"


def draw(file_id: int, *, at: datetime) -> bool:
    """Make the preview of a submitted file; False where it has one, or can have none.

    What a killed one leaves behind is an upload that nobody settles, which the kit throws away.
    """
    found = handed_in(file_id)
    if found is None or found.preview_id is not None or not can_be_drawn(found.file.mime, found.file.size):
        return False
    try:
        picture = _picture(found)
    except NoPreview:
        return False
    studio = found.submission.unit.worker_id
    upload = begin_upload(name=f"{found.name}.jpg", length=len(picture), purpose="preview", at=at, studio_ref=studio)
    append(upload.pk, 0, BytesIO(picture), at=at)
    return _set(found, finish(upload.pk, at=at))


def _picture(found: SubmittedFile) -> bytes:
    unit = found.submission.unit
    with in_language(unit.engagement.language):
        words = " · ".join([unit.worker.name if unit.worker else "", _("preview")])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        with found.file.open() as kept, source.open("wb") as copy:
            shutil.copyfileobj(kept, copy, 1024 * 1024)
        return draw_file(source, found.file.mime, words, _FONTS)


def _set(found: SubmittedFile, picture: StoredFile) -> bool:
    """Of two the second changes nothing; its picture is thrown away with what nobody settles."""
    with transaction.atomic():
        first = SubmittedFile.objects.filter(pk=found.pk, preview=None).update(preview=picture)
        if first:
            settle([picture.pk])
    return bool(first)

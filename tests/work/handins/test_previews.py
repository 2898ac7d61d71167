"""What is shown of a delivered picture or PDF: made by a job, once, whatever the file does to its reader."""

import io
import os
import signal
import struct
import subprocess
import sys
import zlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from PIL import Image

from dhara.kit.files.actions import purge_uploads
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.queue import drain
from dhara.work.handins import actions, queries
from dhara.work.handins.actions import drawing
from dhara.work.models import SubmittedFile, Unit
from tests.make.handins import accepted, begun, delivered, given, pdf, picture
from tests.make.race import at_once, database_url


@pytest.fixture
def unit(db, now):
    return begun(now)


def again(each):
    return SubmittedFile.objects.select_related("preview").get(pk=each.pk)


def opened(stored):
    with stored.open() as content:
        image = Image.open(io.BytesIO(content.read()))
        image.load()
    return image


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.png", picture(), (960, 540)),
        ("a.jpg", picture(6000, 3000, "JPEG"), (1000, 500)),
        ("a.webp", picture(200, 100, "WEBP"), (200, 100)),
        ("a.gif", picture(500, 500, "GIF", save_all=True, append_images=[Image.new("L", (500, 500))]), (300, 300)),
        ("a.pdf", pdf(2), (630, 2 * 891 + 12)),
        ("long.pdf", pdf(5), (630, 3 * 891 + 24)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_drawn_after_the_delivery(unit, now, name, content, size):
    (file,) = delivered(unit, now, given(name, content))
    assert file.preview_id is None, "a delivery waits for no preview"
    drain(now)
    preview = again(file).preview
    assert (preview.mime, preview.state, preview.studio_ref) == ("image/jpeg", "ready", unit.worker_id)
    assert opened(preview).size == size
    assert not Upload.objects.exists()
    assert purge_uploads(at=now + timedelta(days=9)) == 0
    (shown,) = queries.files_of(Unit.objects.get(), "buyer")[file.submission_id]
    assert (shown.opens, shown.drawn, shown.size) == ("preview", True, len(content))


def test_the_words_are_on_it(unit, now):
    white = io.BytesIO()
    Image.new("RGB", (1000, 1000), "white").save(white, "PNG")
    (file,) = delivered(unit, now, given("white.png", white.getvalue()))
    drain(now)
    image = opened(again(file).preview).convert("L")
    darker = sum(image.histogram()[:225])
    assert 0.01 < darker / (image.width * image.height) < 0.5
    for part in ((0, 0, 300, 300), (300, 300, 600, 600)):
        assert image.crop(part).getextrema()[0] < 225


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width, height):
    """A small file that says that it is a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("huge.png", bomb(60_000, 60_000)),
        ("wide.png", bomb(2**31 - 1, 1)),
        ("cut.png", picture()[:900]),
        ("cut.jpg", picture(form="JPEG")[:300]),
        ("garbage.pdf", b"%PDF-1.7\n" + os.urandom(5_000)),
        ("cut.pdf", pdf()[:700]),
        ("song.mp3", b"ID3" + bytes(500)),
        ("all.zip", b"PK\x03\x04" + bytes(500)),
        ("notes.txt", b"words"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_not_be_drawn_is_shown_by_name_and_size(unit, now, name, content):
    (file,) = delivered(unit, now, given(name, content))
    drain(now)
    assert again(file).preview is None
    (shown,) = queries.files_of(Unit.objects.get(), "buyer")[file.submission_id]
    assert (shown.name, shown.opens, shown.drawn) == (name, "name", False)
    assert str(shown.why)


def test_what_opens_at_once_needs_none(unit, now):
    (file,) = delivered(unit, now, given("a.png", picture()), at_once=True)
    drain(now)
    assert again(file).preview is None
    (shown,) = queries.files_of(Unit.objects.get(), "buyer")[file.submission_id]
    assert shown.opens == "original"


def test_it_is_set_once_and_nothing_else_changes(unit, now):
    first, second = delivered(unit, now, given("a.png", picture()), given("b.txt", b"words"))
    drain(now)
    kept = again(first)
    other = StoredFile.objects.exclude(pk=kept.preview_id).first()
    mine = SubmittedFile.objects.filter(pk=first.pk)
    theirs = SubmittedFile.objects.filter(pk=second.pk)
    for change in (
        lambda: mine.update(preview=other),
        lambda: mine.update(preview=None),
        lambda: theirs.update(preview=other, name="c.txt"),
        lambda: theirs.update(at_once=True),
        lambda: theirs.update(name="c.txt"),
        theirs.delete,
        mine.delete,
    ):
        with pytest.raises(DatabaseError, match="append-only|violates"), transaction.atomic():
            change()
    assert theirs.update(preview=other) == 1
    assert (again(first).preview_id, again(second).name) == (kept.preview_id, "b.txt")


def test_what_the_storage_can_not_give_now_is_tried_again(unit, now, monkeypatch):
    (file,) = delivered(unit, now, given("a.png", picture()))
    broken = [True, True]

    def give(*parts, **more):
        if broken:
            broken.pop()
            raise OSError("the storage is away")
        return draw_file(*parts, **more)

    draw_file = drawing.draw_file
    monkeypatch.setattr(drawing, "draw_file", give)
    drain(now)
    assert again(file).preview is None
    drain(now + timedelta(minutes=10))
    assert again(file).preview is not None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_set_it_once(now):
    unit = begun(now)
    (file,) = delivered(unit, now, given("a.png", picture()))
    made = at_once(*(lambda: actions.draw(file.pk, at=now) for _each in range(3)))
    assert sorted(made) == [False, False, True]
    purge_uploads(at=now + timedelta(days=3))
    live = StoredFile.objects.filter(name="a.png.jpg", state="ready")
    assert [each.pk for each in live] == [again(file).preview_id]
    assert actions.draw(file.pk, at=now) is False


DIES = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT, settings.UPLOAD_ROOT = sys.argv[3:5]
from dhara.work.handins.actions import drawing
def die(*_parts, **_more):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(drawing, sys.argv[1], die)
drawing.draw(int(sys.argv[2]), at=datetime.fromisoformat(sys.argv[5]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["draw_file", "append", "finish", "_set", "settle"])
def test_killed_at_any_moment_it_is_made_by_the_next(now, moment):
    unit = begun(now)
    (file,) = delivered(unit, now, given("a.png", picture()))
    words = [moment, str(file.pk), str(settings.MEDIA_ROOT), str(settings.UPLOAD_ROOT), now.isoformat()]
    around = {**os.environ, "DATABASE_URL": database_url()}
    done = subprocess.run(
        [sys.executable, "-c", DIES, *words], env=around, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert again(file).preview is None
    accepted(unit, now)
    drain(now)
    assert opened(again(file).preview).size == (960, 540)
    purge_uploads(at=now + timedelta(days=3))
    assert StoredFile.objects.filter(name="a.png.jpg").exclude(state="deleted").count() == 1

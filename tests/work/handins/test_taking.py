"""Files come in with work: from forms and from uploads, cleaned, judged by their content, never lost nor used twice."""

import io
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.delivery.gigs.actions import require
from dhara.delivery.gigs.rules import Question
from dhara.kit.actor import GUEST, person
from dhara.kit.files.actions import begin_upload, finish, purge_uploads
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.files.receiving import append
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused
from dhara.people.models import Member
from dhara.work.engagements.actions import act
from dhara.work.handins import queries
from dhara.work.handins.actions import take
from dhara.work.models import SubmittedFile, Unit
from tests.make import gigs, people

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
QUESTIONS = (Question("logo", "Your old logo", "file"), Question("style", "Which style?", "many", False, ("A", "B")))


@contextmanager
def refused(code):
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert str(caught.value)


def given(name="draft.png", content=PNG):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def unit(db, now):
    return gigs.ordered(now, gigs.offer(now, questions=QUESTIONS))


@pytest.fixture
def worker(unit):
    return person(Member.objects.get(studio=unit.worker).account_id)


@pytest.fixture
def begun(unit, now):
    files = take(unit, [given("old.png")], by=GUEST, at=now, question="logo")
    return require(unit.pk, answers={}, files=files, by=GUEST, at=now)


def arrived(unit, now, name="clip.bin", content=b"\x00\x01film", purpose="delivery", studio=None):
    """An upload in pieces that is complete."""
    upload = begin_upload(
        name=name, length=len(content), purpose=purpose, at=now, studio_ref=studio or unit.worker_id, owner_ref=None
    )
    append(upload.pk, 0, io.BytesIO(content), at=now)
    finish(upload.pk, at=now)
    return str(upload.pk)


def test_requirements_carry_their_files_by_question(unit, now):
    files = take(unit, [given("../../my logo.png")], by=GUEST, at=now, question="logo")
    begun = require(unit.pk, answers={"style": ["B"]}, files=files, text="Please be quick.", by=GUEST, at=now)
    assert begun.status == "active"
    (made,) = begun.submissions.all()
    assert (made.content, made.text) == ({"style": ["B"]}, "Please be quick.")
    (file,) = made.files.all()
    assert (file.name, file.question, file.at_once) == ("my logo.png", "logo", False)
    assert file.sha256 == file.file.sha256
    assert len(file.sha256) == 64
    assert not Upload.objects.exists(), "settled: nobody throws it away"


def test_a_file_that_is_asked_for_is_missed(unit, now):
    with pytest.raises(Invalid) as refused:
        require(unit.pk, answers={}, by=GUEST, at=now)
    assert refused.value.field == "answer_logo"
    other = take(unit, [given()], by=GUEST, at=now, question="style")
    with pytest.raises(Invalid):
        require(unit.pk, answers={}, files=other, by=GUEST, at=now)
    assert Unit.objects.get().status == "funded"


def test_a_delivery_takes_files_of_forms_and_whole_uploads(begun, worker, now):
    files = take(begun, [given("a.png"), arrived(begun, now)], by=worker, at=now, at_once=True)
    act(begun.pk, "deliver", files=files, by=worker, at=now)
    kept = SubmittedFile.objects.filter(submission__verb="deliver").order_by("name")
    assert [(each.name, each.at_once) for each in kept] == [("a.png", True), ("clip.bin", True)]
    with pytest.raises(Conflict):
        take(begun, [given()], by=GUEST, at=now)


def test_the_same_upload_goes_along_once(begun, worker, now):
    ident = arrived(begun, now)
    files = take(begun, [ident, ident], by=worker, at=now)
    assert len(files) == 1
    act(begun.pk, "deliver", files=files, by=worker, at=now)
    act(begun.pk, "ask_revision", text="Bigger", by=GUEST, at=now)
    with refused("file_gone"):
        take(begun, [ident], by=worker, at=now)
    with refused("files_gone"):
        act(begun.pk, "deliver", files=[SubmittedFile(file=files[0].file, name="x")], by=worker, at=now)
    assert Unit.objects.get().status == "revision"


def test_nobody_takes_what_is_not_theirs(begun, worker, now):
    outsider = person(people.account("outsider@example.com").pk)
    with pytest.raises(NotFoundHere):
        take(begun, [given()], by=outsider, at=now)
    for ident in (
        arrived(begun, now, studio=begun.worker_id + 1),
        arrived(begun, now, purpose="product"),
        "no upload",
        "0" * 32,
        "forged:token",
    ):
        with refused("file_gone"):
            take(begun, [ident], by=worker, at=now)


def test_a_refused_form_keeps_what_was_uploaded(unit, now):
    files = take(unit, [given("old.png")], by=GUEST, at=now, question="logo")
    ((token, name, size),) = queries.waiting(files, unit, now)
    assert (name, size) == ("old.png", len(PNG))
    later = now + timedelta(hours=30)
    again = take(unit, [token], by=GUEST, at=later, question="logo")
    assert again[0].file == files[0].file
    purge_uploads(at=later + timedelta(hours=30))
    begun = require(unit.pk, answers={}, files=again, by=GUEST, at=later + timedelta(hours=31))
    assert begun.status == "active"


def test_what_goes_along_with_nothing_is_thrown_away(unit, now):
    files = take(unit, [given()], by=GUEST, at=now, question="logo")
    assert purge_uploads(at=now + timedelta(days=3)) == 1
    assert StoredFile.objects.get(pk=files[0].file_id).state == "deleted"
    with refused("files_gone"):
        require(unit.pk, answers={}, files=files, by=GUEST, at=now + timedelta(days=3))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.png", b"", "file_empty"),
        ("run.exe", b"MZ" + bytes(100), "file_runs"),
        ("harmless.txt", b"MZ\x90\x00" + bytes(58) + b"\x40\x00\x00\x00PE\x00\x00" + bytes(200), "file_runs"),
        ("photo.jpg", b"<html><script>alert(1)</script></html>", "file_lies"),
        ("photo.jpg", b"\x7fELF\x02\x01\x01" + bytes(80), "file_runs"),
        ("book.pdf", b"no book at all", "file_lies"),
        ("big.png", PNG + bytes(2 * 1024 * 1024), "file_too_large"),
    ],
    ids=["empty", "program", "hidden program", "page", "elf", "text", "large"],
)
def test_what_is_refused(unit, now, name, content, code):
    type(unit.engagement).objects.update(policies={**unit.engagement.policies, "work.files.buyer_megabytes": 1})
    unit.engagement.refresh_from_db()
    with refused(code):
        take(unit, [given(name, content)], by=GUEST, at=now, question="logo")
    assert purge_uploads(at=now + timedelta(days=3)) <= 1
    assert not StoredFile.objects.filter(state="ready").exclude(picture__isnull=False).filter(name=name).exists()


def test_too_many_are_refused_before_any_is_kept(unit, now):
    with refused("too_many_files"):
        take(unit, [given()] * 21, by=GUEST, at=now)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("photo.png", JPEG, "photo.jpg"),
        ("logo.final", PNG, "logo.final.png"),
        ("noending", b"%PDF-1.7 x", "noending.pdf"),
        ("vector.ai", b"%PDF-1.7 x", "vector.ai"),
        ("notes.txt", b"words", "notes.txt"),
        ("gpj\u202e.exe.jpg", JPEG, "gpj.exe.jpg"),
        ("a\x00b/c\\d:e.JPG", JPEG, "d_e.JPG"),
    ],
)
def test_names_say_what_is_inside(unit, now, name, content, kept):
    (file,) = take(unit, [given(name, content)], by=GUEST, at=now)
    assert file.name == kept
    assert bool(file.called) is (file.name != file.file.name)

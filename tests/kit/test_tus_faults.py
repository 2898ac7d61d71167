"""Resumable uploads: broken lines, two windows, crashes, hostile content."""

import hashlib
import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http.request import UnreadablePostError

from dhara.kit.files import actions, parts, receiving, tus
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.refusal import Conflict, Refused
from tests.kit.tus_client import CONTENT, ident_of, send, start


@pytest.mark.django_db
@pytest.mark.parametrize("offset", [0, 99, 101, 5000])
def test_wrong_offsets(now, offset):
    ident = ident_of(start(now, body=CONTENT[:100]))
    answer = send(ident, "PATCH", now, offset, b"x")
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "100")
    assert Upload.objects.get().offset == 100


class Breaking:
    """A sender who vanishes after some bytes."""

    def __init__(self, content):
        self.content = content

    def read(self, size):
        if not self.content:
            raise UnreadablePostError("gone")
        piece, self.content = self.content[:size], self.content[size:]
        return piece


@pytest.mark.django_db
def test_a_broken_line_is_resumed(now):
    ident = ident_of(start(now))
    receiving.append(ident, 0, Breaking(CONTENT[:6001]), at=now)
    assert send(ident, "HEAD", now)["Upload-Offset"] == "6001"
    send(ident, "PATCH", now, 6001, CONTENT[6001:])
    assert StoredFile.objects.get().sha256 == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.django_db
def test_after_a_crash_the_smaller_of_file_and_row_counts(now):
    ident = ident_of(start(now, body=CONTENT[:500]))
    with parts.path_of(ident).open("ab") as part:  # written, never acknowledged
        part.write(b"garbage")
    assert send(ident, "HEAD", now)["Upload-Offset"] == "500"
    assert send(ident, "PATCH", now, 500, CONTENT[500:600])["Upload-Offset"] == "600"
    with parts.path_of(ident).open("r+b") as part:  # acknowledged, lost with the machine
        part.truncate(300)
    assert send(ident, "HEAD", now)["Upload-Offset"] == "300"
    assert send(ident, "PATCH", now, 600, b"x").status_code == 409
    assert send(ident, "PATCH", now, 300, CONTENT[300:]).status_code == 204
    assert StoredFile.objects.get().sha256 == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.django_db
def test_a_crash_between_moving_and_marking(now, monkeypatch):
    ident = ident_of(start(now, body=CONTENT[:-1]))
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_make_ready", lambda *a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send(ident, "PATCH", now, len(CONTENT) - 1, CONTENT[-1:])
    assert StoredFile.objects.get().state == "uploading"
    assert send(ident, "HEAD", now)["Upload-Offset"] == str(len(CONTENT))
    assert send(ident, "PATCH", now, len(CONTENT)).status_code == 204
    file = StoredFile.objects.get()
    assert (file.state, file.sha256) == ("ready", hashlib.sha256(CONTENT).hexdigest())
    assert len(default_storage.listdir(f"product/{ident.hex[:2]}")[1]) == 1


@pytest.mark.django_db
def test_a_half_stored_file_is_stored_again(now):
    ident = ident_of(start(now, body=CONTENT[:-1]))
    default_storage.save(f"product/{ident.hex[:2]}/{ident.hex}", ContentFile(b"half"))
    send(ident, "PATCH", now, len(CONTENT) - 1, CONTENT[-1:])
    with StoredFile.objects.get().open() as handle:
        assert handle.read() == CONTENT


@pytest.mark.django_db
def test_more_than_announced(now):
    answer = start(now, 10, body=b"x" * 11)
    assert answer.status_code == 413
    assert StoredFile.objects.filter(state="ready").count() == 0


@pytest.mark.django_db
def test_two_windows_do_not_write_at_once(now):
    ident = ident_of(start(now))
    with parts.locked(ident):
        answer = send(ident, "PATCH", now, 0, b"x")
        assert answer.status_code == 423
        with pytest.raises(Conflict):
            actions.finish(ident, at=now)
    assert send(ident, "PATCH", now, 0, b"x").status_code == 204


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_the_same_time(now):
    ident = ident_of(start(now))
    gate = threading.Barrier(4)
    answers = []

    def sender():
        gate.wait()
        answers.append(send(ident, "PATCH", now, 0, CONTENT).status_code)
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers.count(204) == 1
    assert set(answers) <= {204, 409, 423}
    file = StoredFile.objects.get()
    assert (file.state, file.sha256) == ("ready", hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.django_db
def test_a_false_picture_is_refused_at_the_end(now):
    answer = start(now, 5, body=b"<svg>", terms=tus.Terms("picture"))
    assert answer.status_code == 422
    assert b"picture_unreadable" in answer.content
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_full_disk_is_told(now, monkeypatch):
    ident = ident_of(start(now))

    def full(part, chunk):
        raise Refused("storage_full", "full", status=507)

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_put", full)
        assert send(ident, "PATCH", now, 0, CONTENT).status_code == 507
    assert send(ident, "PATCH", now, 0, CONTENT).status_code == 204


@pytest.mark.django_db
def test_a_file_that_was_whole_when_the_machine_died_is_finished_by_the_next_question(now):
    ident = ident_of(start(now))
    receiving.append(ident, 0, io.BytesIO(CONTENT), at=now)
    assert StoredFile.objects.get().state == "uploading"
    answer = send(ident, "HEAD", now)
    assert answer["Upload-Offset"] == str(len(CONTENT))
    assert answer["Dhara-File"] == str(StoredFile.objects.get(state="ready").pk)

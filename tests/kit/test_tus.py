"""Resumable uploads: the protocol, broken lines, two windows, crashes."""

import base64
import hashlib
import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.http.request import UnreadablePostError
from django.test import RequestFactory

from dhara.kit.files import actions, keeping, parts, receiving, tus
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.refusal import Conflict, NotAllowed, Refused

BODY = "application/offset+octet-stream"
CONTENT = b"0123456789" * 1000
TYPE = {"content_type": BODY}


def b64(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def start(
    now, length=len(CONTENT), body=b"", *, terms=tus.Terms("product", 1, 2), authorise=None, finished=None, **headers
):
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(length),
        "Upload-Metadata": f"filename {b64('চুক্তি.txt')},x",
        **headers,
    }
    headers = {key: value for key, value in headers.items() if value is not None}
    kind = BODY if body else "text/plain"
    request = RequestFactory().post("/uploads/", data=body, content_type=kind, headers=headers)
    return tus.collection(
        request,
        authorise=authorise or (lambda wanted: terms),
        location=lambda i: f"/uploads/{i}/",
        at=now,
        finished=finished,
    )


def send(
    ident,
    method,
    now,
    offset=None,
    body=b"",
    *,
    authorise=lambda upload: None,
    finished=None,
    content_type=BODY,
    **headers,
):
    headers = {"Tus-Resumable": "1.0.0", **({"Upload-Offset": str(offset)} if offset is not None else {}), **headers}
    headers = {key: value for key, value in headers.items() if value is not None}
    request = RequestFactory().generic(method, "/uploads/x/", body, CONTENT_TYPE=content_type, headers=headers)
    return tus.resource(request, ident, authorise=authorise, at=now, finished=finished)


def ident_of(response):
    return uuid.UUID(response["Location"].split("/")[2])


@pytest.mark.django_db
def test_an_upload_in_three_pieces(now):
    done = []
    created = start(now)
    assert created.status_code == 201
    assert created["Tus-Resumable"] == "1.0.0"
    assert "Upload-Expires" in created
    ident = ident_of(created)
    for first, last in ((0, 4000), (4000, 9999)):
        answer = send(ident, "PATCH", now, first, CONTENT[first:last], finished=done.append)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(last))
    head = send(ident, "HEAD", now)
    assert (head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]) == ("9999", "10000", "no-store")
    assert not done
    answer = send(ident, "PATCH", now, 9999, CONTENT[9999:], finished=done.append)
    file = StoredFile.objects.get()
    assert answer["Dhara-File"] == str(file.pk)
    assert [f.pk for f in done] == [file.pk]
    assert (file.state, file.name, file.studio_ref, file.owner_ref) == ("ready", "চুক্তি.txt", 1, 2)
    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with file.open() as handle:
        assert handle.read() == CONTENT
    assert not parts.path_of(ident).exists()
    assert send(ident, "HEAD", now)["Dhara-File"] == str(file.pk), "a lost last answer can be asked for again"
    assert send(ident, "PATCH", now, 10000)["Dhara-File"] == str(file.pk)
    assert send(ident, "PATCH", now, 0, b"x").status_code == 409


@pytest.mark.django_db
def test_creation_with_upload(now):
    answer = start(now, body=CONTENT)
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "10000")
    assert StoredFile.objects.get().state == "ready"
    assert ident_of(start(now, body=CONTENT[:10])) in set(Upload.objects.filter(offset=10).values_list("pk", flat=True))


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
    default_storage.save(f"product/{ident.hex[:2]}/{ident.hex}", keeping.ContentFile(b"half"))
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
    from django.db import connection

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
def test_checksums(now):
    ident = ident_of(start(now))
    bad = send(ident, "PATCH", now, 0, CONTENT, **{"Upload-Checksum": f"sha1 {b64(hashlib.sha1(b'x').digest())}"})
    assert bad.status_code == 460
    assert send(ident, "HEAD", now)["Upload-Offset"] == "0"
    odd = send(ident, "PATCH", now, 0, CONTENT, **{"Upload-Checksum": "crc32 AAAA"})
    assert odd.status_code == 400
    good = send(
        ident, "PATCH", now, 0, CONTENT, **{"Upload-Checksum": f"sha256 {b64(hashlib.sha256(CONTENT).digest())}"}
    )
    assert good.status_code == 204


@pytest.mark.django_db
def test_expired_and_unknown(now):
    ident = ident_of(start(now))
    assert send(ident, "HEAD", now + timedelta(days=3)).status_code == 410
    assert send(uuid.uuid4(), "PATCH", now, 0, b"x").status_code == 404
    later = now + timedelta(days=1)
    send(ident, "PATCH", later, 0, b"x")
    assert send(ident, "HEAD", now + timedelta(days=2, hours=1)).status_code == 200, "each piece gives more time"


@pytest.mark.django_db
def test_termination(now):
    ident = ident_of(start(now, body=b"abc"))
    assert send(ident, "DELETE", now).status_code == 204
    assert not StoredFile.objects.exists()
    assert not parts.path_of(ident).exists()
    assert send(ident, "DELETE", now).status_code == 404
    ready = ident_of(start(now, body=CONTENT))
    assert send(ready, "DELETE", now).status_code == 204
    assert StoredFile.objects.get().state == "ready", "what is ready may be in use already"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": None}, 412),
        ({"Tus-Resumable": "0.2.0"}, 412),
        ({"Upload-Length": None}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "১০"}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "9" * 15}, 413),
        ({"Upload-Metadata": "filename !!!"}, 400),
    ],
)
def test_creation_refused(now, headers, status):
    headers = {k: v.encode().decode("latin-1") if v else v for k, v in headers.items()}
    answer = start(now, **headers)
    assert answer.status_code == status
    assert answer["Tus-Resumable"] == "1.0.0"
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_pieces_refused(now):
    ident = ident_of(start(now))
    assert send(ident, "PATCH", now, 0, b"x", content_type="text/plain").status_code == 415
    assert send(ident, "PATCH", now, None, b"x").status_code == 400
    assert send(ident, "PATCH", now, 0, b"x", **{"Tus-Resumable": "2.0.0"}).status_code == 412
    assert send(ident, "GET", now).status_code == 405
    assert send(ident, "POST", now, 0, b"x", **{"X-HTTP-Method-Override": "PATCH"}).status_code == 204


@pytest.mark.django_db
def test_the_door_decides(now):
    def refuse(_):
        raise NotAllowed

    assert start(now, authorise=refuse).status_code == 403
    ident = ident_of(start(now))
    for method in ("HEAD", "PATCH", "DELETE"):
        answer = send(ident, method, now, 0, b"x", authorise=refuse)
        assert answer.status_code == 403
    assert Upload.objects.get().offset == 0


@pytest.mark.django_db
def test_a_false_picture_is_refused_at_the_end(now):
    answer = start(now, 5, body=b"<svg>", terms=tus.Terms("picture"))
    assert answer.status_code == 422
    assert b"picture_unreadable" in answer.content
    assert not StoredFile.objects.exists()


def test_options(settings):
    answer = tus.collection(RequestFactory().options("/"), authorise=None, location=None, at=None)
    assert answer.status_code == 204
    assert answer["Tus-Max-Size"] == str(settings.MAX_FILE_BYTES)
    assert "creation-with-upload" in answer["Tus-Extension"]


@pytest.mark.django_db
def test_a_full_disk_is_told(now, monkeypatch):
    ident = ident_of(start(now))

    def full(part, chunk):
        raise Refused("storage_full", "full", status=507)

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_put", full)
        assert send(ident, "PATCH", now, 0, CONTENT).status_code == 507
    assert send(ident, "PATCH", now, 0, CONTENT).status_code == 204

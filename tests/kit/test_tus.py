"""Resumable uploads: the protocol."""

import hashlib
import uuid
from datetime import timedelta

import pytest
from django.test import RequestFactory

from dhara.kit.files import parts, tus
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.refusal import NotAllowed
from tests.kit.tus_client import CONTENT, b64, ident_of, send, start


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


def test_options(settings):
    answer = tus.collection(RequestFactory().options("/"), authorise=None, location=None, at=None)
    assert answer.status_code == 204
    assert answer["Tus-Max-Size"] == str(settings.MAX_FILE_BYTES)
    assert "creation-with-upload" in answer["Tus-Extension"]

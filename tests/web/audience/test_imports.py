"""A list comes in through its pages."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.audience.contacts import rules
from dhara.audience.models import Contact, ContactImport
from dhara.kit import queue
from dhara.kit.files.models import StoredFile
from tests.make import audience as make
from tests.make import people

HERE = "/studio/nadia/audience/imports/"
TABLE = "নাম;ইমেইল;Shoe\n<b>মিনা</b>;mina@x.example;38\nTuli;tuli;40\n"


@pytest.fixture
def cast(db: None, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def nadia(cast: people.Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.nadia)
    return client


def _upload(client: Client, content: bytes) -> Any:
    return client.post(HERE, {"file": SimpleUploadedFile("list.csv", content, "text/csv")})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_from_the_file_to_the_contacts(nadia: Client, encoding: str) -> None:
    there = _upload(nadia, TABLE.encode(encoding))["Location"]
    page = nadia.get(there).content.decode()
    assert "&lt;b&gt;মিনা&lt;/b&gt;" in page
    assert page.count('<option value="email" selected>') == page.count('<option value="name" selected>') == 1
    columns = {"column_0": "name", "column_1": "email", "column_2": ""}
    answer = nadia.post(there, {**columns, "language": "bn", "update": "on", "agreed": "on", "words": "At the fair"})
    assert answer.status_code == 302
    running = nadia.get(there).content.decode()
    assert 'hx-trigger="every 2s"' in running
    queue.drain()
    done = nadia.get(f"{there}progress/").content.decode()
    assert "hx-trigger" not in done
    assert Contact.objects.get().status == rules.SUBSCRIBED
    told = nadia.get(f"{there}errors.csv").getvalue().decode("utf-8-sig")
    assert told.splitlines()[1].startswith("3,This is not an email address")


def test_what_is_missing_is_said_and_nothing_runs(nadia: Client) -> None:
    there = _upload(nadia, TABLE.encode())["Location"]
    columns = {"column_0": "name", "column_1": "", "language": "bn"}
    assert "which column holds the email" in nadia.post(there, columns).content.decode()
    columns |= {"column_1": "email", "agreed": "on"}
    assert nadia.post(there, columns).status_code == 422
    assert ContactImport.objects.get().status == rules.MAPPING
    nadia.post(f"{there}cancellation/")
    assert ContactImport.objects.get().status == rules.CANCELLED


def test_no_file_and_no_table(nadia: Client) -> None:
    assert nadia.post(HERE).status_code == 422
    assert _upload(nadia, b"PK\x03\x04").status_code == 422
    assert not ContactImport.objects.exists()


def test_an_import_of_another_studio_is_not_there(nadia: Client, cast: people.Cast) -> None:
    other = people.studio(people.account("r@example.com"), handle="rafi")
    found = make.csv_import(other, TABLE.encode())
    for path in ("", "progress/", "errors.csv"):
        assert nadia.get(f"{HERE}{found.pk}/{path}").status_code == 404
    assert nadia.post(f"{HERE}{found.pk}/cancellation/").status_code == 404
    assert nadia.get(f"{HERE}{10**30}/").status_code == 404


def _in_pieces(client: Client, content: bytes, piece: int = 40) -> str:
    """The id of an upload that came in pieces, with the connection broken once."""
    begun = client.post(
        f"{HERE}uploads/",
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(content)),
            "Upload-Metadata": "filename " + b64encode(b"fair.csv").decode(),
        },
    )
    there, sent = begun["Location"], 0
    while sent < len(content):
        assert client.head(there, headers={"Tus-Resumable": "1.0.0"})["Upload-Offset"] == str(sent)
        client.patch(
            there,
            content[sent : sent + piece],
            content_type="application/offset+octet-stream",
            headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(sent)},
        )
        sent = min(len(content), sent + piece)
    return str(there).rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_came_in_pieces_is_an_import_once(nadia: Client, encoding: str) -> None:
    upload = _in_pieces(nadia, TABLE.encode(encoding))
    there = nadia.post(HERE, {"upload": upload})["Location"]
    assert "&lt;b&gt;মিনা&lt;/b&gt;" in nadia.get(there).content.decode()
    if encoding == "utf-8":
        assert nadia.post(HERE, {"upload": upload})["Location"] == there
        assert ContactImport.objects.count() == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", b"\n\n\n", b"%PDF-1.7"])
def test_pieces_of_what_is_no_table_are_refused_and_thrown_away(content: bytes, nadia: Client) -> None:
    upload = _in_pieces(nadia, content)
    assert nadia.post(HERE, {"upload": upload}).status_code == 422
    assert not ContactImport.objects.exists()
    assert not StoredFile.objects.filter(state=StoredFile.READY).exists()


def test_nobody_brings_another_studios_upload(nadia: Client, cast: people.Cast) -> None:
    upload = _in_pieces(nadia, TABLE.encode())
    stranger = people.account("omar@example.com")
    people.studio(stranger, handle="omar")
    client = Client()
    client.force_login(stranger)
    assert client.post("/studio/omar/audience/imports/", {"upload": upload}).status_code == 422
    assert client.head(f"{HERE}uploads/{upload}/", headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert client.post(f"{HERE}uploads/", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9"}).status_code == 404
    assert not ContactImport.objects.exists()

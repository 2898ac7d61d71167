"""The outbox: everybody's in a sandbox, nobody's elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.mail.models import Letter
from tests.make.console import World


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_visitor_reads_the_receipt(client: Client, world: World, language: str) -> None:
    client.cookies["lang"] = language
    letter = Letter.objects.get(name="receipt")
    listed = client.get("/outbox/").content.decode()
    assert letter.subject.replace("'", "&#x27;") in listed
    assert listed.index(f"/outbox/{letter.pk}/") > 0
    for shape in ("phone", "desktop", "nonsense"):
        page = client.get(f"/outbox/{letter.pk}/", {"as": shape})
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        assert f'src="/outbox/{letter.pk}/html/"' in page.content.decode()
    assert "<iframe" not in client.get(f"/outbox/{letter.pk}/", {"as": "text"}).content.decode()
    frame = client.get(f"/outbox/{letter.pk}/html/")
    assert frame.content.decode().count("<base") == 1
    assert "script-src" not in frame["Content-Security-Policy"]


def test_it_is_searched_and_paged_with_the_same_queries(client: Client, world: World) -> None:
    assert "No letter like that" in client.get("/outbox/", {"q": "nobody@nowhere.example"}).content.decode()
    with CaptureQueriesContext(connection) as few:
        client.get("/outbox/")
    letter = Letter.objects.get(name="receipt")
    for number in range(20):
        letter.pk, letter.key = None, f"more:{number}"
        letter.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        client.get("/outbox/")
    assert len(few) == len(many)


def test_in_earnest_there_is_no_outbox(client: Client, console: Client, world: World, settings: Any) -> None:
    settings.SANDBOX = False
    letter = Letter.objects.get(name="receipt")
    for who in (client, console):
        for address in ("/outbox/", f"/outbox/{letter.pk}/", f"/outbox/{letter.pk}/html/"):
            assert who.get(address).status_code == 404
    assert client.post("/outbox/").status_code in (404, 405)

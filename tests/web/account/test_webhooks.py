"""A person's own webhooks in the settings of the account, without scripts: only theirs, and only what they buy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import actions, rules, wire
from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.people.models import Account
from tests.make import people

pytestmark = pytest.mark.django_db

BASE = "/account/webhooks/"
GIVEN: dict[str, Any] = {
    "url": "https://example.com/mine",
    "name": "My jobs",
    "events": ["proposal.made", "work.submitted"],
}


@pytest.fixture
def karim() -> Account:
    return people.account("karim@example.com", language="en")


@pytest.fixture
def client(karim: Account) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(karim)
    return client


def test_made_tried_changed_and_removed(
    client: Client, karim: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "_post", lambda *_args, **_more: (500, "oops"))
    assert f'href="{BASE}"' in client.get("/account/").content.decode()
    empty = client.get(BASE).content.decode()
    assert "Add your first webhook" in empty
    assert 'value="proposal.made"' in empty
    assert 'value="payout.paid"' not in empty
    refused = client.post(BASE, {**GIVEN, "events": ["payout.paid"]})
    assert (refused.status_code, Endpoint.objects.exists()) == (422, False)
    made = client.post(BASE, GIVEN)
    hook = Endpoint.objects.get(account=karim, studio=None)
    one, secret = f"{BASE}{hook.pk}/", actions.secret_of(hook)
    shown = made.content.decode()
    assert (made.status_code, secret in shown, f'href="{one}"' in shown) == (201, True, True)
    assert "no-cache" in made["Cache-Control"]
    assert f'href="{one}"' in client.get(BASE).content.decode()
    assert client.post(f"{one}tests/")["Location"] == one
    drain(now)
    page = client.get(one).content.decode()
    assert "HTTP 500" in page
    assert secret not in page
    assert client.post(f"{one}messages/{Message.objects.get().pk}/replay/")["Location"] == one
    assert client.post(one, {**GIVEN, "name": "Book-keeping"})["Location"] == one
    assert "The new secret" in client.post(f"{one}secret/").content.decode()
    client.post(f"{one}switching/", {"on": "0"})
    hook.refresh_from_db()
    assert (hook.name, hook.active, actions.secret_of(hook) == secret) == ("Book-keeping", False, False)
    assert client.post(f"{one}removal/")["Location"] == BASE
    assert client.get(one).status_code == 404


def test_others_see_and_change_nothing(client: Client, now: datetime) -> None:
    sadia = people.account("sadia@example.com")
    hers, _secret = actions.add(sadia, **GIVEN, by=person(sadia.pk), at=now)
    one, before = f"{BASE}{hers.pk}/", Endpoint.objects.values().get()
    for who, status in ((client, 404), (Client(), 302)):
        assert who.get(one).status_code == status
        assert who.post(one, {**GIVEN, "name": "Mine now"}).status_code == status
        for verb in ("secret", "switching", "tests", "removal"):
            assert who.post(f"{one}{verb}/", {"on": "0"}).status_code == status
    assert GIVEN["url"] not in client.get(BASE).content.decode()
    assert Endpoint.objects.values().get() == before
    assert not Message.objects.exists()


def test_in_bengali_and_with_as_few_queries_for_many(client: Client, karim: Account, now: datetime) -> None:
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, headers={"Accept-Language": "bn"})
        assert page.status_code == 200
        return len(queries)

    by = person(karim.pk)
    hook, _secret = actions.add(karim, **GIVEN, by=by, at=now)
    one = f"{BASE}{hook.pk}/"
    actions.send_test(hook.pk, by=by, at=now)
    few = asked(BASE), asked(one)
    for number in range(rules.MOST_ENDPOINTS - 1):
        actions.add(karim, **{**GIVEN, "url": f"https://example.com/{number}"}, by=by, at=now)
        actions.send_test(hook.pk, by=by, at=now)
    assert (asked(BASE), asked(one)) == few

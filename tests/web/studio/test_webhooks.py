"""A studio's webhooks in its workplace, without scripts: made, tried, switched off, and what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import actions, rules
from dhara.kit.queue import drain
from tests.web.studio.place import Workplace

URL = "https://example.com/hook"
GIVEN = {"url": URL, "name": "My shop's books", "events": ["order.paid", "order.refunded"]}


@pytest.fixture
def endpoint(work: Workplace, now: datetime) -> Endpoint:
    return actions.add(work.shop.studio, **GIVEN, by=work.shop.by, at=now)[0]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine: the receiver is in trouble."""
    from dhara.api.webhooks import wire

    monkeypatch.setattr(wire, "_post", lambda *_args, **_more: (500, "<b>oops</b>"))


def test_one_is_made_and_its_secret_is_shown_once(work: Workplace) -> None:
    answer = work.nadia.post(f"{work.base}webhooks/", GIVEN)
    made = Endpoint.objects.get()
    secret = actions.secret_of(made)
    assert answer.status_code == 201
    assert secret in answer.content.decode()
    assert (made.url, made.events) == (URL, ["order.paid", "order.refunded"])
    for page in ("webhooks/", f"webhooks/{made.pk}/"):
        shown = work.nadia.get(work.base + page).content.decode()
        assert URL in shown
        assert secret not in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "http://10.0.0.1/hook"}, "id_url_error"),
        ({"url": "https://user:word@example.com/"}, "id_url_error"),
        ({"url": ""}, "id_url_error"),
        ({"events": []}, "Please choose at least one event."),
        ({"events": ["order.paid", "no.such"]}, "id_events_error"),
    ],
)
def test_what_is_refused_is_kept_as_typed(work: Workplace, change: dict[str, Any], words: str) -> None:
    answer = work.nadia.post(f"{work.base}webhooks/", {**GIVEN, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "My shop&#x27;s books" in page
    assert change.get("url", URL) in page
    assert not Endpoint.objects.exists()


def test_pressed_twice_it_is_made_once(work: Workplace) -> None:
    work.nadia.post(f"{work.base}webhooks/", GIVEN)
    again = work.nadia.post(f"{work.base}webhooks/", GIVEN)
    assert again.status_code == 422
    assert "There is a webhook like this already." in again.content.decode()
    assert Endpoint.objects.count() == 1
    other = {**GIVEN, "events": ["order.paid"]}
    assert work.nadia.post(f"{work.base}webhooks/", other).status_code == 201


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("outsider", 404), ("editor", 403), ("support", 403), ("viewer", 403)]
)
def test_others_see_and_change_nothing(work: Workplace, endpoint: Endpoint, who: str, status: int) -> None:
    client, one = work.clients[who], f"{work.base}webhooks/{endpoint.pk}/"
    before = Endpoint.objects.values().get()
    for page in (f"{work.base}webhooks/", one):
        assert client.get(page).status_code == status
        assert client.post(page, {**GIVEN, "name": "Mine now"}).status_code == status
    for verb in ("secret", "switching", "tests", "removal"):
        assert client.post(f"{one}{verb}/", {"on": "0"}).status_code == status
    assert Endpoint.objects.values().get() == before
    assert not Message.objects.exists()
    assert work.clients["manager"].get(one).status_code == 200


def test_a_test_is_in_the_log_with_its_answer_and_goes_again(
    work: Workplace, endpoint: Endpoint, now: datetime, broken: None
) -> None:
    one = f"{work.base}webhooks/{endpoint.pk}/"
    assert "Nothing was sent yet" in work.nadia.get(one).content.decode()
    assert work.nadia.post(f"{one}tests/")["Location"] == one
    assert "under way" in work.nadia.get(one).content.decode()
    drain(now)
    page = work.nadia.get(one).content.decode()
    for words in ("webhook.test", "not delivered", "HTTP 500", "&lt;b&gt;oops&lt;/b&gt;", "Message and 1 try"):
        assert words in page
    message = Message.objects.get()
    assert work.nadia.post(f"{one}messages/{message.pk}/replay/")["Location"] == one
    drain(now)
    assert "Message and 2 tries" in work.nadia.get(one).content.decode()
    assert work.nadia.post(f"{one}messages/{message.pk + 1}/replay/").status_code == 404


def test_a_message_of_another_studio_is_not_there(work: Workplace, endpoint: Endpoint, now: datetime) -> None:
    from tests.make import catalog

    other = catalog.shop(now, "Tanvir")
    theirs, _secret = actions.add(other.studio, **GIVEN, by=other.by, at=now)
    message = actions.send_test(theirs.pk, by=other.by, at=now)
    one = f"{work.base}webhooks/{endpoint.pk}/"
    assert work.nadia.get(f"{work.base}webhooks/{theirs.pk}/").status_code == 404
    assert work.nadia.post(f"{one}messages/{message.pk}/replay/").status_code == 404
    assert work.nadia.post(f"{work.base}webhooks/{theirs.pk}/removal/").status_code == 404


def test_switched_off_it_takes_no_test_and_comes_back(work: Workplace, endpoint: Endpoint) -> None:
    one = f"{work.base}webhooks/{endpoint.pk}/"
    work.nadia.post(f"{one}switching/", {"on": "0"})
    page = work.nadia.get(one).content.decode()
    assert "Switched off" in page
    assert 'action="tests/"' not in page
    refused = work.nadia.post(f"{one}tests/", follow=True).content.decode()
    assert "This webhook is switched off. Switch it on first." in refused
    assert not Message.objects.exists()
    Endpoint.objects.update(off_reason="failing")
    assert "We stopped sending" in work.nadia.get(one).content.decode()
    work.nadia.post(f"{one}switching/", {"on": "1"})
    assert Endpoint.objects.get().active


def test_a_removed_one_is_gone(work: Workplace, endpoint: Endpoint) -> None:
    one = f"{work.base}webhooks/{endpoint.pk}/"
    assert work.nadia.post(f"{one}removal/")["Location"] == f"{work.base}webhooks/"
    assert URL not in work.nadia.get(f"{work.base}webhooks/").content.decode()
    assert work.nadia.get(one).status_code == 404
    assert work.nadia.post(f"{one}removal/").status_code == 404


def test_queries_do_not_grow_with_the_log(work: Workplace, endpoint: Endpoint, now: datetime, broken: None) -> None:
    one = f"{work.base}webhooks/{endpoint.pk}/"

    def sent(many: int) -> int:
        for _each in range(many):
            actions.send_test(endpoint.pk, by=work.shop.by, at=now)
        drain(now)
        work.nadia.get(one)
        with CaptureQueriesContext(connection) as asked:
            page = work.nadia.get(one).content.decode()
        assert page.count("webhook-id: ") == Message.objects.count()
        return len(asked)

    assert sent(1) == sent(19)


def test_queries_do_not_grow_with_the_webhooks(work: Workplace, endpoint: Endpoint, now: datetime) -> None:
    page = f"{work.base}webhooks/"
    work.nadia.get(page)
    with CaptureQueriesContext(connection) as few:
        work.nadia.get(page)
    for number in range(1, rules.MOST_ENDPOINTS):
        actions.add(work.shop.studio, **{**GIVEN, "url": f"{URL}/{number}"}, by=work.shop.by, at=now)
    with CaptureQueriesContext(connection) as many:
        work.nadia.get(page)
    assert len(many) == len(few)
    full = work.nadia.post(page, {**GIVEN, "url": f"{URL}/eleven"})
    assert full.status_code == 422
    assert "A studio can have ten webhooks." in full.content.decode()

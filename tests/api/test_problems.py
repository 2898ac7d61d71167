"""What is wrong is said in one shape, in the caller's language, and breaks nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.api.v1.endpoints import market
from dhara.api.webhooks import actions as webhooks
from dhara.checkout.models import Cart, Order
from dhara.kit.actor import person
from tests.api.door import Program, key_of, problem, wanted
from tests.make import catalog as make
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
KEY = {"Idempotency_Key": "a-random-word-of-mine"}


@pytest.mark.parametrize("path", ["/nothing", "/offers/", "/offers/1/2", "/orders", "/"])
def test_an_address_that_is_not_there(path: str) -> None:
    response = Program().get(path)
    assert response.status_code in (404, 405)
    assert response["Content-Type"] == "application/problem+json"


def test_no_address_below_the_api_answers_with_a_page() -> None:
    problem(Client().get("/api/v2/offers"), 404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_another_method(method: str) -> None:
    response = getattr(Client(), method)("/api/v1/offers")
    problem(response, 405, "method")
    assert response["Allow"] == "GET, HEAD"


def test_a_question_for_the_headers_only(now: datetime) -> None:
    make.offer(now)
    response = Client().head("/api/v1/offers")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) > 100
    assert response["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "json_invalid"),
        ("", 415, "not_json"),
        ("null", 422, "invalid"),
        ("[]", 422, "invalid"),
        ("[" * 30_000, 400, "json_invalid"),
        (b"\xff\xfe\x00", 400, "json_invalid"),
        ('{"name": "\\ud800"}', 422, "invalid"),
        ('{"confirmed_total": NaN}', 422, "invalid"),
        ('{"confirmed_total": 1e999}', 422, "invalid"),
        ("1" * 5000, 400, "json_invalid"),
        ("x" * 70_000, 413, "too_large"),
    ],
)
def test_a_hostile_body(body: Any, status: int, code: str) -> None:
    problem(Program().post("/orders", body, **KEY), status, code)
    assert not Order.objects.exists()
    assert not Cart.objects.exists()


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_of_another_type(now: datetime, kind: str) -> None:
    problem(Program().post("/orders", wanted(make.offer(now)), content_type=kind, **KEY), 415, "not_json")


@pytest.mark.parametrize("headers", [{}, {"content_type": "text/plain"}])
def test_what_takes_no_body_asks_for_none(now: datetime, headers: dict[str, str]) -> None:
    cast = people.cast()
    hook = webhooks.add(
        cast.studio, url="https://example.com/hook", events=["order.paid"], by=person(cast.nadia.pk), at=now
    )[0]
    program = Program(key_of(cast.nadia, now))
    path = f"/api/v1/studios/nadia/webhooks/{hook.pk}/secret"
    assert program.client.generic("POST", path, headers=program.headers, **headers).status_code == 200
    assert program.client.post(path, headers=program.headers).status_code == 200
    problem(Program().post(path.removeprefix("/api/v1"), ""), 401, "not_signed_in")


def test_it_speaks_the_caller_s_language(now: datetime) -> None:
    asked = wanted(make.offer(now), email="nobody")
    said = {
        language: problem(Program(**{"Accept-Language": language}).order(asked), 422, "email_invalid")["detail"]
        for language in ("en", "bn", "fr")
    }
    assert said["en"] == said["fr"] == "Please enter a valid e-mail address."
    assert any("\u0980" <= letter <= "\u09ff" for letter in said["bn"])
    shape = Program(**{"Accept-Language": "bn"}).get("/offers", limit="0").json()
    assert any("\u0980" <= letter <= "\u09ff" for letter in shape["errors"][0]["message"])


def test_what_breaks_here_says_so_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(market.queries, "categories_tree", broken)
    response = Program().get("/categories")
    problem(response, 500, "broken")
    assert b"secret" not in response.content

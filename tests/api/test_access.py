"""Who may do what: keys with their scopes, cookies with their token, members with their roles, nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.api.keys import actions, rules
from dhara.api.models import ApiKey
from dhara.api.v1 import limits
from dhara.checkout.models import Order
from dhara.kit.actor import GUEST, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from tests.api.door import Program, key_of, problem, wanted
from tests.make import catalog as make
from tests.make import checkout, people
from tests.make.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def sold(cast: Cast, now: datetime) -> Order:
    """Karim has bought something of Nadia's."""
    return checkout.paid_order(checkout.tier(cast.studio), by=person(cast.karim.pk), at=now, email="karim@example.com")


ALL = ["offers:read", "orders:read", "orders:write", "me:read"]
OWN = [
    ("/me", "me:read"),
    ("/me/library", "me:read"),
    ("/me/orders", "orders:read"),
    ("/studios/nadia/orders", "orders:read"),
]


@pytest.mark.parametrize(("path", "scope"), OWN)
def test_each_needs_a_key_with_its_scope(cast: Cast, now: datetime, path: str, scope: str) -> None:
    assert "Bearer" in problem_header(Program().get(path))
    others = [each for each in ALL if each != scope]
    problem(Program(key_of(cast.nadia, now, *others)).get(path), 403, "scope")
    assert Program(key_of(cast.nadia, now, scope)).get(path).status_code == 200
    assert Program(account=cast.nadia).get(path).status_code == 200


def problem_header(response: Any) -> str:
    problem(response, 401, "not_signed_in")
    return str(response["WWW-Authenticate"])


def test_the_market_is_open_but_a_key_must_have_the_scope(cast: Cast, now: datetime) -> None:
    assert Program().get("/offers").status_code == 200
    problem(Program(key_of(cast.nadia, now, "me:read")).get("/offers"), 403, "scope")
    offer = make.offer(now)
    problem(Program(key_of(cast.karim, now, "orders:read")).order(wanted(offer)), 403, "scope")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "given", ["Bearer ", "Bearer dhara_x", "Basic Zm9vOmJhcg==", "Bearer dhara_0123456789_" + "a" * 43, "Bearer \u09e7"]
)
def test_a_wrong_key_is_refused_even_where_none_is_needed(given: str) -> None:
    problem(Program(Authorization=given).get("/offers"), 401, "key_invalid")


def test_a_key_ends_with_its_revocation_and_with_its_account(cast: Cast, now: datetime) -> None:
    program = Program(key_of(cast.nadia, now))
    assert program.get("/me").status_code == 200
    cast.nadia.is_active = False
    cast.nadia.save()
    problem(program.get("/me"), 401, "key_invalid")
    other = Program(key_of(cast.karim, now))
    actions.revoke(ApiKey.objects.get(account=cast.karim).pk, by=person(cast.karim.pk), at=now)
    problem(other.get("/me"), 401, "key_invalid")


def test_only_a_hash_of_the_key_is_kept(cast: Cast, now: datetime) -> None:
    text = key_of(cast.nadia, now)
    kept = ApiKey.objects.filter(account=cast.nadia).values().get()
    assert text not in str(kept)
    assert kept["hash"] == rules.hash_of(text)
    assert RecordedFact.objects.filter(name="api.KeyMade").count() == 1
    assert text not in str(RecordedFact.objects.get(name="api.KeyMade").data)


def test_a_key_of_a_studio_sees_that_studio_and_nothing_else(cast: Cast, now: datetime) -> None:
    second = people.studio(cast.nadia, handle="second")
    program = Program(key_of(cast.nadia, now, "offers:read", "orders:read", studio=cast.studio))
    assert program.get("/studios/nadia/orders").status_code == 200
    assert program.get("/offers").status_code == 200
    problem(program.get(f"/studios/{second.handle}/orders"), 404, "not_found")
    problem(program.get("/me/orders"), 403, "studio_key")
    problem(program.get("/orders/D-2222-2222"), 403, "studio_key")


def test_roles_decide_what_is_seen_of_sales(cast: Cast, sold: Order, now: datetime) -> None:
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    seen = {}
    for who in (cast.nadia, cast.mitu, viewer):
        (seen[who],) = Program(key_of(who, now)).get("/studios/nadia/orders").json()["items"]
    assert seen[cast.nadia]["buyer"]["email"] == "karim@example.com"
    assert seen[cast.nadia]["gross"]["amount"] == 45_000
    assert seen[cast.nadia]["net"]["amount"] == 42_075
    assert (seen[cast.mitu]["buyer"]["name"], seen[cast.mitu]["net"]) == ("Karim Uddin", None)
    assert (seen[viewer]["buyer"], seen[viewer]["net"]["amount"]) == (None, 42_075)
    problem(Program(key_of(cast.rafi, now)).get("/studios/nadia/orders"), 403, "role")
    problem(Program(key_of(cast.karim, now)).get("/studios/nadia/orders"), 404, "not_found")
    assert Program(key_of(viewer, now)).get("/studios/nadia/orders", q="karim@").json()["items"] == []


def test_what_a_buyer_sees_of_their_own(cast: Cast, sold: Order, now: datetime) -> None:
    program = Program(key_of(cast.karim, now))
    (order,) = program.get("/me/orders").json()["items"]
    assert (order["number"], order["status"]) == (sold.number, "paid")
    assert Program(key_of(cast.mitu, now)).get("/me/orders").json()["items"] == []
    assert Program(key_of(cast.mitu, now)).get("/me/library").json()["items"] == []
    me = Program(key_of(cast.rafi, now)).get("/me").json()
    assert [(each["handle"], each["role"]) for each in me["studios"]] == [("nadia", "editor")]


def test_the_library_leads_to_the_very_bytes(cast: Cast, now: datetime) -> None:
    offer = make.offer(now)
    program = Program(key_of(cast.karim, now))
    order = checkout.paid_order(offer.tiers.get(), by=person(cast.karim.pk), at=now)
    (item,) = program.get("/me/library").json()["items"]
    assert item["order"] == order.number
    (file,) = item["files"]
    assert file["expires_at"] == "2026-03-02T05:00:00Z"
    fetched = Client().get(file["url"].removeprefix("http://localhost:8000"))
    assert b"".join(fetched.streaming_content).startswith(b"contents")


def test_a_cookie_alone_changes_nothing(cast: Cast, now: datetime) -> None:
    offer = make.offer(now)
    browser = Program(account=cast.karim)
    problem(browser.order(wanted(offer)), 403, "csrf")
    assert not Order.objects.exists()
    browser.client.get("/account/login/")
    browser.client.cookies["csrftoken"] = "a" * 32
    browser.headers["X-CSRFToken"] = "a" * 32
    made = browser.order(wanted(offer))
    assert made.status_code == 201
    assert Order.objects.get().account == cast.karim


@pytest.mark.parametrize("path", ["/me/orders", "/me/library", "/studios/nadia/orders"])
def test_one_and_twenty_rows_cost_the_same_queries(cast: Cast, now: datetime, path: str) -> None:
    who = cast.nadia if "studios" in path else cast.karim
    program, shop = Program(key_of(who, now)), make.Shop(cast.studio, cast.nadia, person(cast.nadia.pk))

    def buy() -> None:
        checkout.paid_order(make.offer(now, shop).tiers.get(), by=person(cast.karim.pk), at=now)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert program.get(path).status_code == 200
        return len(queries)

    buy()
    program.get(path)
    one = count()
    for _each in range(19):
        buy()
    assert count() == one
    page = program.get(path, limit=13).json()
    rest = program.get(path, limit=13, cursor=page["next"]).json()
    keys = [str(each.get("number", each.get("id"))) for each in page["items"] + rest["items"]]
    assert (len(keys), len(set(keys)), rest["next"]) == (20, 20, None)


def test_who_asks_too_often_is_told_when_to_come_back(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ADDRESS", limits.Limit("address", 2, 60))
    first = Program().get("/offers")
    assert first["RateLimit-Policy"] == '"default";q=2;w=60'
    assert first["RateLimit"].startswith('"default";r=1;t=')
    Program().get("/offers")
    third = Program().get("/offers")
    problem(third, 429, "too_many")
    assert int(third["Retry-After"]) <= 60
    assert Program(key_of(cast.nadia, now)).get("/offers").status_code == 200


def test_guessing_keys_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GUESSES", limits.Limit("guesses", 1, 60))
    wrong = Program("dhara_0123456789_" + "a" * 43)
    problem(wrong.get("/me"), 401, "key_invalid")
    problem(wrong.get("/me"), 429, "too_many")


def test_keys_are_made_within_bounds(cast: Cast, now: datetime) -> None:
    by = person(cast.karim.pk)
    with pytest.raises(NotFoundHere):
        actions.make(name="x", scopes=["orders:read"], studio_id=cast.studio.pk, by=by, at=now)
    with pytest.raises(Invalid, match="can only read the market"):
        actions.make(name="x", scopes=["me:read"], studio_id=cast.studio.pk, by=person(cast.nadia.pk), at=now)
    with pytest.raises(Invalid, match="Please name the key"):
        actions.make(name=" ", scopes=["me:read"], by=by, at=now)
    with pytest.raises(NotAllowed):
        actions.make(name="x", scopes=["me:read"], by=GUEST, at=now)
    for _each in range(rules.MOST_KEYS):
        key_of(cast.karim, now)
    with pytest.raises(Refused, match="many keys already"):
        key_of(cast.karim, now)
    with pytest.raises(NotFoundHere):
        actions.revoke(ApiKey.objects.filter(account=cast.karim)[0].pk, by=person(cast.nadia.pk), at=now)

"""A wish list over the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.catalog.models import Offer
from dhara.checkout.models import Wish
from tests.api.door import Program, key_of, problem
from tests.make import catalog, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def card(here: people.Cast, now: datetime) -> Offer:
    return catalog.offer(now - timedelta(days=1))


def send(program: Program, method: str, offer: int) -> HttpResponse:
    return program.send(method, f"/me/wishes/{offer}")


def test_put_list_and_delete_twice_is_once(here: people.Cast, card: Offer, now: datetime) -> None:
    program = Program(key_of(here.karim, now, "me:read", "me:write"))
    for _twice in range(2):
        put = send(program, "put", card.pk)
        assert (put.status_code, put.json()) == (200, {"offer": card.pk, "wished": True})
    (item,) = program.get("/me/wishes").json()["items"]
    assert (item["title"], item["price"]["amount"], item["was"]) == (card.title, 450_00, None)
    assert (item["on_sale"], item["available"], item["owned"]) == (True, True, False)
    Wish.objects.update(amount=500_00)
    assert program.get("/me/wishes").json()["items"][0]["was"]["amount"] == 500_00
    for _twice in range(2):
        assert send(program, "delete", card.pk).json() == {"offer": card.pk, "wished": False}
    assert program.get("/me/wishes").json() == {"items": []}


def test_refusals(here: people.Cast, card: Offer, now: datetime) -> None:
    program = Program(key_of(here.karim, now, "me:read", "me:write"))
    problem(send(program, "put", 999_999), 404, "offer_gone")
    problem(send(program, "put", catalog.draft(now).pk), 404, "offer_gone")
    problem(send(Program(key_of(here.karim, now, "me:read")), "put", card.pk), 403, "scope")
    problem(send(Program(key_of(here.karim, now, "me:read")), "delete", card.pk), 403, "scope")
    for method in ("put", "delete"):
        problem(send(Program(), method, card.pk), 401, "not_signed_in")
        problem(send(Program(account=here.karim), method, card.pk), 403, "csrf")
    assert not Wish.objects.exists()


def test_everybody_has_their_own(here: people.Cast, card: Offer, now: datetime) -> None:
    send(Program(key_of(here.karim, now)), "put", card.pk)
    assert Program(key_of(here.nadia, now)).get("/me/wishes").json() == {"items": []}
    send(Program(key_of(here.nadia, now)), "delete", card.pk)
    assert Wish.objects.count() == 1


def test_a_long_list_asks_no_more(here: people.Cast, now: datetime, django_assert_max_num_queries: Any) -> None:
    program, shop = Program(key_of(here.karim, now)), catalog.shop(now - timedelta(days=1))
    send(program, "put", catalog.offer(now - timedelta(days=1), shop).pk)
    program.get("/me/wishes")
    with django_assert_max_num_queries(10) as one:
        program.get("/me/wishes")
    many = len(one)
    for _each in range(8):
        send(program, "put", catalog.offer(now - timedelta(days=1), shop).pk)
    with django_assert_max_num_queries(many):
        assert len(program.get("/me/wishes").json()["items"]) == 9

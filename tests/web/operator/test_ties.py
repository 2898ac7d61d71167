"""The operator's desk of accounts in the same hands: found, allowed with a reason, refused again."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.people.models import Tie
from dhara.people.ties import queries, rules
from dhara.web.operator.desk import list_of, page_of
from tests.make import people
from tests.make.console import World
from tests.make.ties import tie

REASON = "Seen both on a call: they share the shop's computer."


def verb(found: Tie, noun: str) -> str:
    return page_of(found).replace("/change/", f"/{noun}/")


def test_a_pair_is_allowed_and_refused_again(console: Client, world: World, now: datetime) -> None:
    karim, nadia = world.cast.karim, world.cast.nadia
    found = tie(karim, nadia, now)
    page = console.get(list_of(Tie, "state=refused")).content.decode()
    assert "the same device" in page
    assert page_of(found) in page
    assert "They are two people: allow" in console.get(page_of(found)).content.decode()
    assert page_of(found) in console.get(page_of(karim)).content.decode()
    assert console.post(verb(found, "allowance"), {"reason": " "}).status_code == 422
    assert console.post(verb(found, "allowance"), {"reason": "short"}).status_code == 422
    assert queries.between(karim.pk, nadia.pk) is not None
    assert console.post(verb(found, "allowance"), {"reason": REASON}).status_code == 302
    found.refresh_from_db()
    assert (found.allowed_by, found.why) == (world.boss, REASON)
    assert queries.between(karim.pk, nadia.pk) is None
    console.cookies["lang"] = "bn"
    page = console.get(page_of(found)).content.decode()
    assert "shop&#x27;s computer" in page
    assert "অনুমতি ফিরিয়ে নিন" in page
    assert console.post(verb(found, "disallowance")).status_code == 302
    found.refresh_from_db()
    assert (found.allowed_at, found.allowed_by, found.why) == (None, None, "")


def test_found_by_either_s_address_at_the_same_cost(console: Client, world: World, now: datetime) -> None:
    tie(world.cast.karim, world.cast.nadia, now)
    tie(world.cast.rafi, world.cast.mitu, now, rules.PAYOUT)

    def asked(words: str = "") -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            page = console.get(list_of(Tie), {"q": words} if words else {}).content.decode()
        return len(queries), page

    for address in ("nadia@example.com", "karim@example.com", str(world.cast.karim.pk)):
        page = asked(address)[1]
        assert "the same device</" in page
        assert "the same payout account</" not in page.partition("<table")[2]
    few = asked()[0]
    for number in range(18):
        tie(world.cast.nadia, people.account(f"p{number}@example.com"), now)
    assert asked()[0] == few

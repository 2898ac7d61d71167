"""Every page of the console is there, in both languages, and asks no more for more rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.utils import label_for_field
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.kit.actor import operator
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter
from dhara.money.ledger import rules
from dhara.money.models import Clearing, Entry, LedgerAccount, Payment
from dhara.money.policies.actions import set_policy
from dhara.people.models import Member
from dhara.web.operator import desks as desks  # sets up the site
from dhara.web.operator.console import console as site
from dhara.web.operator.desk import list_of, page_of
from tests.make import checkout as make_checkout
from tests.make import money as make_money
from tests.make.console import World


@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_list_and_page_is_there(console: Client, world: World, now: datetime, language: str) -> None:
    set_policy("clearing.days", 3, by=operator(world.boss.pk), at=now, studio_id=world.studio.pk, note="A trial")
    make_money.payment(now)
    console.cookies["lang"] = language
    shown = 0
    for model in site._registry:
        answer = console.get(list_of(model))
        assert answer.status_code == 200, model
        assert "operator" in answer["Content-Security-Policy"] or "unsafe-inline'" in answer["Content-Security-Policy"]
        thing = model._default_manager.order_by("pk").first()
        if thing is not None:
            answer = console.get(page_of(thing))
            assert answer.status_code == 200, model
            assert 'name="_save"' not in answer.content.decode()
            shown += 1
    assert shown >= 16
    for name in ("index", "doctor", "money_policy_add", "catalog_category_add"):
        assert console.get(reverse(f"operator:{name}")).status_code == 200, name


def test_every_field_has_a_name_in_bengali() -> None:
    """A field of a table without a name of its own would be shown by the name that the code gives it."""
    with translation.override("bn"):
        named = {
            (model.__name__, name): str(label_for_field(name, model, desk))
            for model, desk in site._registry.items()
            for name in (*desk.list_display, *(desk.fields or ()))
        }
    assert len(named) > 200
    assert not {where: label for where, label in named.items() if label.isascii() and label != "ID"}


@pytest.mark.parametrize(
    "model", [Letter, RecordedFact, Reaction, Entry, Payment, Member, Clearing, Transition, ProcrastinateJob]
)
def test_lists_count_nothing_and_ask_the_same_for_twenty_rows(
    console: Client, world: World, now: datetime, model: Any
) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert console.get(list_of(model)).status_code == 200
        return [query["sql"] for query in queries.captured_queries]

    few = asked()
    for _ in range(3):
        make_checkout.paid_order(make_checkout.tier(at=now), at=now)
    many = asked()
    assert len(few) == len(many)
    assert not [sql for sql in many if "COUNT(" in sql.upper()]


def test_the_order_tells_its_whole_story(console: Client, world: World) -> None:
    page = console.get(page_of(world.order)).content.decode()
    for words in (
        f"Order {world.order.number} was paid, and the sale was booked.",
        "The sale of ৳450 was divided.",
        "The receipt was written to the buyer.",
        "Wedding cards",
    ):
        assert words in page


def test_search_finds_by_what_has_an_index(console: Client, world: World) -> None:
    seen = console.get(list_of(type(world.order)), {"q": world.order.number.lower()}).content.decode()
    assert page_of(world.order) in seen
    assert page_of(world.order) not in console.get(list_of(type(world.order)), {"q": "D-0000-0000"}).content.decode()
    assert page_of(world.studio) in console.get(list_of(type(world.studio)), {"q": "@Nadia"}).content.decode()
    assert page_of(world.offer) in console.get(list_of(type(world.offer)), {"q": "@nadia"}).content.decode()
    hostile = console.get(list_of(type(world.offer)), {"q": "'; DROP TABLE x; -- \x00 %"})
    assert hostile.status_code == 200


def test_a_ledger_account_shows_its_balance_and_statement(console: Client, world: World) -> None:
    pending = LedgerAccount.objects.get(studio=world.studio, purpose=rules.SELLER_PENDING)
    page = console.get(page_of(pending)).content.decode()
    assert "৳420.75" in page
    assert "The sale of" in page


def test_letters_are_read_in_a_frame_that_runs_nothing(console: Client, world: World, settings: Any) -> None:
    letter = Letter.objects.filter(name="receipt").get()
    assert "<iframe" in console.get(page_of(letter)).content.decode()
    frame = console.get(reverse("operator:letter-html", args=[letter.pk]))
    policy = frame["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_letters_with_keys_are_for_their_readers_only(console: Client, world: World, settings: Any) -> None:
    letter = Letter.objects.filter(name="receipt").get()
    Letter.objects.filter(pk=letter.pk).update(name="reset_password", text="The code is 12345678")
    settings.SANDBOX = False
    assert "12345678" not in console.get(page_of(letter)).content.decode()
    assert console.get(reverse("operator:letter-html", args=[letter.pk])).status_code == 404

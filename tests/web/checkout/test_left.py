"""The tick at the checkout, the letter's links, and the studio's page about them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from dhara.catalog.models import Price, Tier
from dhara.checkout.abandoned import actions
from dhara.checkout.models import Cart, CartReminder, ReminderStop
from dhara.kit import clock
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import catalog, people
from tests.make import checkout as make
from tests.make.left import DAY, reminded
from tests.web.checkout.buying import details

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def _left(client: Client, now: datetime, **told: str) -> Tier:
    tier = catalog.offer(now).tiers.get()
    client.post("/cart/lines/", {"tier": tier.pk})
    assert client.post("/checkout/", details(client, **told)).status_code == 302
    return tier


def _link(words: str = "restored") -> str:
    found = re.search(rf"(/cart/{words}/[^/]+/)", Letter.objects.get(name="cart_reminder").text)
    assert found
    return found[1]


def test_the_box_is_not_ticked_and_nothing_is_kept_without_it(client: Client, now: datetime) -> None:
    _left(client, now)
    assert not CartReminder.objects.exists()
    page = client.get("/checkout/").content.decode()
    assert re.search(r'<input[^>]*name="remind">', page)
    assert "checked" not in re.findall(r'<input[^>]*name="remind"[^>]*>', page)[0]


def test_from_the_tick_to_another_device(client: Client, now: datetime) -> None:
    tier = _left(client, now, remind="on")
    kept = CartReminder.objects.get()
    assert kept.consent == "Remind me once by e-mail if I don't finish"
    assert 'name="remind" checked' in client.get("/checkout/").content.decode()
    drain(now + 2 * DAY)
    other = Client()
    answer = other.get(_link())
    assert answer.status_code == 302
    page = other.get("/cart/").content.decode()
    assert "as you left it" in page
    assert tier.offer.title in page
    shown = other.get("/checkout/").content.decode()
    for personal in ("Karim", "karim@example.com"):
        assert personal not in page + shown
    assert Cart.objects.count() == 2


def test_unticking_takes_it_back(client: Client, now: datetime) -> None:
    _left(client, now, remind="on")
    client.post("/checkout/", details(client))
    assert CartReminder.objects.get().status == "dropped"
    assert CartReminder.objects.get().email == ""
    drain(now + 2 * DAY)
    assert not Letter.objects.filter(name="cart_reminder").exists()


def test_what_was_typed_wrong_does_not_lose_the_tick(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": catalog.offer(now).tiers.get().pk})
    page = client.post("/checkout/", details(client, name="", remind="on")).content.decode()
    assert 'name="remind" checked' in page
    assert not CartReminder.objects.exists()


def test_what_has_changed_is_said(client: Client, now: datetime) -> None:
    tier, gone = make.tier(title="Cards"), make.tier(title="Gone")
    reminded(tier, gone, at=now)
    CartReminder.objects.update(codes=["eid20"])
    Price.objects.filter(tier=tier).update(amount=60_000)
    gone.offer.status = "draft"
    gone.offer.save()
    page = client.get(_link(), follow=True).content.decode()
    assert "Something has changed since our letter" in page
    assert "EID20" in page
    assert "not for sale at the moment" in page
    assert "৳450" in page
    assert "৳600" in page


def test_an_old_link_says_so_and_an_invented_one_is_not_there(client: Client, now: datetime) -> None:
    reminded(make.tier(), at=now)
    link = _link()
    with clock.fixed(now + timedelta(days=40)):
        assert "older than 30 days" in client.get(link, follow=True).content.decode()
    assert client.get(link.replace("/restored/", "/restored/a")).status_code == 404
    assert client.get(link.replace("/restored/", "/reminders/")).status_code == 404
    assert Cart.objects.count() == 1


def test_looking_ends_nothing_and_a_mail_program_does_it_in_one_click(now: datetime) -> None:
    reminded(make.tier(), at=now)
    program = Client(enforce_csrf_checks=True)
    link = _link("reminders")
    assert "Never remind me again" in program.get(link).content.decode()
    assert not ReminderStop.objects.exists()
    answer = program.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "no such letter ever again" in answer.content.decode()
    assert ReminderStop.objects.count() == 1


def test_the_plain_checkout_asks_the_database_no_more(client: Client, now: datetime) -> None:
    """Nothing is asked about reminders where nobody ticked anything, once the policies are known."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.post("/cart/lines/", {"tier": catalog.offer(now).tiers.get().pk})
    told = details(client)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.post("/checkout/", told)
    assert not [each["sql"] for each in seen if "cartreminder" in each["sql"] or "reminderstop" in each["sql"]]


def test_the_studio_sees_sums_and_no_address(now: datetime) -> None:
    studio = people.studio()
    owner = Client()
    owner.force_login(studio.members.get().account)
    base = f"/studio/{studio.handle}/carts/"
    assert "No cart was left yet" in owner.get(base).content.decode()
    tier = make.tier(studio, title="Cards")
    reminded(tier, at=now - 2 * DAY, email="secret@example.com")
    page = owner.get(base).content.decode()
    assert "Cards" in page
    assert "৳450" in page
    assert "secret" not in page
    owner.post(f"{base}reminders/", {"on": "0"})
    cache.clear()
    assert "Switched off" in owner.get(base).content.decode()
    client = Client()
    client.post("/cart/lines/", {"tier": tier.pk})
    assert 'name="remind"' not in client.get("/checkout/").content.decode()
    owner.post(f"{base}reminders/", {"on": "1"})
    cache.clear()
    assert 'name="remind"' in client.get("/checkout/").content.decode()


def test_the_studios_page_asks_as_much_for_many_carts(now: datetime) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    studio = people.studio()
    owner = Client()
    owner.force_login(studio.members.get().account)
    tier = make.tier(studio)

    def asked() -> int:
        owner.get(f"/studio/{studio.handle}/carts/")
        with CaptureQueriesContext(connection) as seen:
            owner.get(f"/studio/{studio.handle}/carts/")
        return len(seen)

    reminded(tier, at=now)
    few = asked()
    for number in range(19):
        reminded(tier, at=now, email=f"k{number}@example.com")
    assert asked() == few


def test_nothing_is_asked_of_who_gets_it_for_free(client: Client, now: datetime) -> None:
    client.post("/cart/lines/", {"tier": make.tier(pricing="free").pk})
    assert 'name="remind"' not in client.get("/checkout/").content.decode()
    assert actions.tend(at=now) == 0

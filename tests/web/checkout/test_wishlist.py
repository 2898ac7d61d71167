"""The wish list in the browser: without scripts, as a guest and signed in, for its owner and for others."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dhara.catalog.models import Offer
from dhara.checkout.models import CartLine, Wish, WishList
from dhara.checkout.wishes import rules
from dhara.people.models import Account
from tests.make import catalog

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing_clock(frozen: Any) -> None:
    """Doors read the same moment that the tests pass as `at=`."""


@pytest.fixture
def card(now: datetime) -> Offer:
    return catalog.offer(now - timedelta(days=1), title="Wedding card")


def browser(account: Account | None = None) -> Client:
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=False)
    if account:
        client.force_login(account)
    return client


def wish(client: Client, offer: Offer, end: str = "", **headers: str) -> Any:
    return client.post(f"/wishlist/offers/{offer.pk}/{end}", headers=headers)


def page(client: Client, path: str = "/wishlist/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_guest_keeps_it_in_the_browser(card: Offer) -> None:
    client, path = browser(), f"/@{card.studio.handle}/{card.slug}"
    assert "Your wish list is empty" in page(client)
    assert 'aria-pressed="false"' in page(client, path)
    answer = wish(client, card, referer=f"http://testserver{path}")
    assert (answer.status_code, answer["Location"]) == (302, path)
    shown = page(client)
    assert "Wedding card" in shown
    assert "Sign in" in shown
    assert "It is on your wish list." in shown
    assert f'action="/wishlist/offers/{card.pk}/removal/" data-heart' in page(client, path)
    assert f'action="/wishlist/offers/{card.pk}/removal/" data-heart' in page(client, "/market/")
    assert "Wedding card" not in page(browser())
    wish(client, card, "removal/")
    assert "Your wish list is empty" in page(client)
    assert "wished" not in client.cookies or client.cookies["wished"].value == ""


def test_a_card_needs_no_token_and_a_strange_site_gets_nothing(card: Offer) -> None:
    strict = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    assert wish(strict, card, origin="https://evil.example").status_code == 403
    assert wish(strict, card, "removal/", origin="https://evil.example").status_code == 403
    assert not Wish.objects.exists()
    assert wish(strict, card, origin="http://testserver").status_code == 302
    assert Wish.objects.count() == 1
    for path in ("letters/", "letters/removal/", "sharing/", "sharing/removal/"):
        assert strict.post(f"/wishlist/{path}").status_code == 403


def test_a_script_gets_the_heart_alone(card: Offer) -> None:
    client = browser()
    answer = client.post(f"/wishlist/offers/{card.pk}/", {"wide": "1"}, headers={"x-requested-with": "heart"})
    assert answer.status_code == 200
    assert answer.content.decode().startswith('<form class="heart"')
    assert "On your wish list" in answer.content.decode()
    gone = wish(client, catalog.draft(card.created_at), **{"x-requested-with": "heart"})
    assert gone.status_code == 404


def test_what_is_gone_is_said_where_the_heart_was(card: Offer, now: datetime) -> None:
    client = browser()
    answer = wish(client, catalog.draft(now))
    assert answer["Location"] == "/wishlist/"
    assert "This is not sold any more." in page(client)


def test_it_becomes_the_accounts_without_doubles(card: Offer, now: datetime) -> None:
    account, other = catalog.account(now), catalog.offer(now - timedelta(days=1), title="Poster")
    wish(browser(account), card)
    client = browser()
    wish(client, card)
    wish(client, other)
    client.force_login(account)
    shown = page(client)
    assert (shown.count("Wedding card</a>"), shown.count("Poster</a>")) == (1, 1)
    assert client.cookies["wishlist"].value == ""
    assert "Poster" in page(browser(account))
    assert WishList.objects.get().account == account
    client.logout()
    assert "Poster" not in page(client)


def test_how_things_stand_and_the_way_into_the_cart(card: Offer, now: datetime) -> None:
    client = browser()
    wish(client, card)
    Wish.objects.update(amount=500_00)
    shown = page(client)
    assert "Cheaper now" in shown
    assert "It cost ৳500 when you put it here." in shown
    tier = re.search(r'name="tier" value="(\d+)"', shown)
    assert tier
    client.post("/cart/lines/", {"tier": tier[1], "currency": "BDT"})
    assert CartLine.objects.get().offer == card
    card.tiers.update(stock=1, sold=1)
    assert "Sold out" in page(client)
    Offer.objects.update(status="unpublished")
    shown = page(client)
    assert "Not sold any more" in shown
    assert 'name="tier"' not in shown
    assert f'href="/@{card.studio.handle}/{card.slug}"' not in shown


def test_the_button_says_what_it_puts_into_the_cart(now: datetime) -> None:
    tiers = [catalog.fixed(100_00, name="Small"), catalog.fixed(300_00, name="Whole", recommended=True)]
    several, client = catalog.offer(now - timedelta(days=1), tiers=tiers), browser()
    wish(client, several)
    shown = page(client)
    assert "৳100 and up" in shown
    assert re.search(r"Into the cart · <span[^>]*>Whole</span> ৳300", shown)
    assert f'name="tier" value="{several.tiers.get(recommended=True).pk}"' in shown
    several.tiers.update(recommended=False)
    shown = page(client)
    assert 'name="tier"' not in shown
    assert "Choose" in shown


def test_letters_only_with_the_box_ticked(card: Offer, now: datetime) -> None:
    account = catalog.account(now, language="en")
    client = browser(account)
    wish(client, card)
    assert str(rules.CONSENT) in page(client)
    client.post("/wishlist/letters/")
    assert WishList.objects.get().letters_at is None
    client.post("/wishlist/letters/", {"agreed": "1"})
    own = WishList.objects.get()
    assert (own.letters_at, own.consent, own.consent_language) == (now, str(rules.CONSENT), "en")
    assert "No more letters" in page(client)
    client.post("/wishlist/letters/removal/")
    assert WishList.objects.get().letters_at is None
    guest = browser()
    wish(guest, card)
    assert 'name="agreed"' not in page(guest)
    guest.post("/wishlist/letters/", {"agreed": "1"})
    assert not WishList.objects.filter(letters_at__isnull=False).exists()


def test_the_link_of_a_letter(card: Offer, now: datetime) -> None:
    account = catalog.account(now, language="en")
    client = browser(account)
    wish(client, card)
    client.post("/wishlist/letters/", {"agreed": "1"})
    path = f"/wishlist/letters/{rules.stop_token(WishList.objects.get().pk)}/"
    assert "No more letters about your wish list?" in page(browser(), path)
    assert WishList.objects.get().letters_at is not None
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert WishList.objects.get().letters_at is None
    assert browser().get("/wishlist/letters/" + "x" * 40 + "/").status_code == 404


def test_it_is_shared_by_a_link_and_given(card: Offer, now: datetime) -> None:
    account = catalog.account(now, name="Sultana Begum", language="en")
    client = browser(account)
    wish(client, card)
    wish(client, sold := catalog.offer(now - timedelta(days=1), title="Sold", tiers=[catalog.fixed(stock=0)]))
    long = client.post("/wishlist/sharing/", {"name": "x" * 61})
    assert long.status_code == 422
    assert "x" * 61 in long.content.decode()
    client.post("/wishlist/sharing/", {"name": "For my birthday"})
    found = re.search(r"/wishlist/shared/[A-Za-z0-9_-]+/", page(client))
    assert found
    friend = browser()
    answer = friend.get(found[0])
    shown = answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "For my birthday" in shown
    assert sold.title not in shown
    assert "Sultana" not in shown
    assert account.email not in shown
    tier = card.tiers.get()
    led = friend.post("/cart/lines/", {"tier": tier.pk, "currency": "BDT", "then": "gift"})
    assert led["Location"] == "/checkout/?gift=1"
    desk = friend.get(led["Location"]).content.decode()
    assert re.search(r'id="id_gift"[^>]* checked', desk)
    assert not re.search(r'id="id_gift"[^>]* checked', friend.get("/checkout/").content.decode())
    client.post("/wishlist/sharing/removal/")
    assert friend.get(found[0]).status_code == 404


def test_the_seller_learns_a_number_and_nothing_else(card: Offer, now: datetime) -> None:
    wisher = catalog.account(now, name="Sultana Begum", language="en")
    wish(browser(wisher), card)
    wish(browser(), card)
    Account.objects.update(language="en")
    owner = browser(Account.objects.get(memberships__studio=card.studio, memberships__role="owner"))
    shown = page(owner, f"/studio/{card.studio.handle}/offers/{card.pk}/")
    assert "On 2 wish lists" in shown
    assert "Sultana" not in shown


def test_nonsense_in_the_cookies_is_nothing(card: Offer) -> None:
    client = browser()
    client.cookies["wished"] = "x-" + "9" * 40 + "-1_2-" + str(card.pk)
    client.cookies["wishlist"] = "forged"
    assert f'action="/wishlist/offers/{card.pk}/removal/"' in page(client, "/market/")
    assert "Your wish list is empty" in page(client)


def test_a_long_list_asks_no_more(card: Offer, now: datetime, django_assert_max_num_queries: Any) -> None:
    client = browser(catalog.account(now))
    wish(client, card)
    page(client)
    with django_assert_max_num_queries(12) as one:
        page(client)
    many = len(one)
    for _each in range(7):
        wish(client, catalog.offer(now - timedelta(days=1)))
    page(client)
    with django_assert_max_num_queries(many):
        page(client)

"""An offer's page: what it shows, to whom, and what it hides."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.people.studios import actions as studios
from tests.make import catalog as make
from tests.make import delivery

pytestmark = pytest.mark.django_db


def path_of(offer: Offer) -> str:
    return f"/@{offer.studio.handle}/{quote(offer.slug)}"


def test_it_tells_what_it_is_and_sells_it_by_a_plain_form(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, title="বিয়ের কার্ড", summary="Gold on red", description="<p>Print it <b>at home</b>.</p>")
    page = visitor.get(path_of(offer))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert "Gold on red" in text
    assert "<strong>at home</strong>" in text
    assert "৳450" in text
    tier = offer.tiers.get()
    form = text[text.index('action="/cart/lines/"') :]
    assert f'name="tier" value="{tier.pk}"' in form
    assert "csrfmiddlewaretoken" in form
    assert "What you get" in text


def test_the_button_fills_the_cart(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, title="Wedding card")
    browser = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    text = browser.get(path_of(offer)).content.decode()
    fields = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text[text.index("/cart/lines/") :])
    )
    answer = browser.post("/cart/lines/", fields)
    assert (answer.status_code, answer["Location"]) == (302, "/cart/")
    assert "Wedding card" in browser.get("/cart/").content.decode()


def test_its_data_for_search_engines_can_not_break_out(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, title="</script><script>alert(1)</script>", summary="a & b < c")
    text = visitor.get(path_of(offer)).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert block
    product, trail = json.loads(block[1])["@graph"]
    assert product["name"] == "</script><script>alert(1)</script>"
    assert product["description"] == "a & b < c"
    assert product["offers"]["price"] == "450.00"
    assert product["offers"]["priceCurrency"] == "BDT"
    assert product["offers"]["availability"].endswith("InStock")
    assert trail["@type"] == "BreadcrumbList"
    assert "<script>alert" not in text


def test_other_sites_find_a_card_and_each_language_its_address(visitor: Client, soon: datetime, settings: Any) -> None:
    shop = make.shop(soon)
    offer = make.offer(soon, shop, "বিয়ের কার্ড")
    cover = make.picture(shop.studio, soon)
    offers.add_picture(offer, cover, by=shop.by, at=soon)
    text = visitor.get(path_of(offer)).content.decode()
    there = settings.PUBLIC_URL + path_of(offer)
    assert f'<link rel="canonical" href="{there}">' in text
    assert f'hreflang="bn" href="{there}?lang=bn"' in text
    assert f'property="og:image" content="{settings.PUBLIC_URL}/media/share/{cover.pk}-{cover.token}.jpg"' in text
    assert "summary_large_image" in text
    bengali = visitor.get(path_of(offer) + "?lang=bn")
    assert '<html lang="bn"' in bengali.content.decode()
    assert f'rel="canonical" href="{there}?lang=bn"' in bengali.content.decode()
    assert bengali.cookies["lang"].value == "bn"


def test_tiers_stand_side_by_side_with_their_files(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    offer = make.offer(soon, shop, tiers=[make.fixed(100_00, name="Small"), make.fixed(900_00, name="Large", stock=3)])
    delivery.file(offer, shop, soon, "Extra pages")
    text = visitor.get(path_of(offer)).content.decode()
    assert text.count('action="/cart/lines/"') == 2
    assert "Extra pages" in text
    assert "Only 3 copies left" in text


def test_who_pays_what_they_want_types_it(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, tiers=[make.choose(50_00, 200_00)])
    text = visitor.get(path_of(offer)).content.decode()
    assert 'name="amount"' in text
    assert 'value="200"' in text
    assert "৳50 or more." in text


def test_prices_switch_their_currency(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, tiers=[TierDraft(prices=(PriceDraft("BDT", 450_00), PriceDraft("USD", 5_00)))])
    assert 'aria-pressed="true">BDT' in visitor.get(path_of(offer)).content.decode()
    visitor.post("/ui/currency/", {"currency": "USD", "next": path_of(offer)})
    text = visitor.get(path_of(offer)).content.decode()
    assert "$5" in text
    assert 'name="currency" value="USD"' in text


def test_what_is_sold_out_says_so_and_has_no_button(visitor: Client, soon: datetime) -> None:
    offer = make.offer(soon, tiers=[make.fixed(stock=2)])
    Tier.objects.filter(offer=offer).update(sold=2)
    text = visitor.get(path_of(offer)).content.decode()
    assert "Sold out" in text
    assert 'action="/cart/lines/"' not in text
    assert "SoldOut" in text


@pytest.mark.parametrize("twist", [str.upper, lambda handle: handle + "/"])
def test_another_spelling_leads_to_the_right_address(visitor: Client, soon: datetime, twist: Any) -> None:
    offer = make.offer(soon)
    there = f"/@{twist(offer.studio.handle)}".replace("//", "/")
    answer = visitor.get(f"{there.rstrip('/')}/{quote(offer.slug)}/" if "/" in twist("x") else f"{there}/{offer.slug}")
    assert (answer.status_code, answer["Location"]) == (301, path_of(offer))


def test_old_addresses_lead_on(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    offer = make.offer(soon, shop, "First title")
    old = path_of(offer)
    offers.edit(offer, by=shop.by, at=soon, slug="second-title")
    offer.refresh_from_db()
    assert visitor.get(old)["Location"] == path_of(offer)
    before = shop.studio.handle
    studios.change_handle(shop.studio.pk, handle="newname", by=shop.by, at=soon)
    assert visitor.get(f"/@{before}/second-title")["Location"] == "/@newname/second-title"
    assert visitor.get(f"/@{before}")["Location"] == "/@newname"


@pytest.mark.parametrize("state", ["draft", "unpublished", "hidden", "archived"])
def test_what_is_not_on_the_market_is_not_there(visitor: Client, soon: datetime, state: str) -> None:
    offer = make.offer(soon, title="Secret plans")
    Offer.objects.filter(pk=offer.pk).update(status=state)
    outsider = Client()
    outsider.force_login(make.account(soon))
    for client in (visitor, outsider):
        for path in (path_of(offer), path_of(offer) + "?preview"):
            answer = client.get(path)
            assert answer.status_code == 404
            assert "Secret plans" not in answer.content.decode()


def test_members_see_it_before_it_is_published_and_can_not_buy(soon: datetime) -> None:
    shop = make.shop(soon)
    offer = make.offer(soon, shop, "Secret plans", published=False)
    Offer.objects.filter(pk=offer.pk).update(publish_at=soon + timedelta(days=30))
    member = Client(headers={"accept-language": "en"})
    member.force_login(shop.owner)
    member.cookies["lang"] = "en"
    page = member.get(path_of(offer) + "?preview")
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "Preview" in text
    assert "It will be on the market from" in text
    assert 'action="/cart/lines/"' not in text
    assert "noindex" in text
    assert "Only members of its studio" in member.get(path_of(offer)).content.decode()


def test_who_bought_it_is_led_to_the_files(soon: datetime) -> None:
    offer = make.offer(soon)
    buyer = make.account(soon)
    grant = delivery.bought(soon, offer, account=buyer)
    client = Client(headers={"accept-language": "en"})
    client.force_login(buyer)
    client.cookies["lang"] = "en"
    assert f'href="/library/{grant.pk}/"' in client.get(path_of(offer)).content.decode()
    Offer.objects.filter(pk=offer.pk).update(status="unpublished")
    gone = client.get(path_of(offer))
    assert gone.status_code == 404
    assert "What you bought stays yours" in gone.content.decode()
    assert f'href="/library/{grant.pk}/"' in gone.content.decode()


def test_its_last_day_takes_it_off(visitor: Client, soon: datetime, frozen: Any) -> None:
    offer = make.offer(soon)
    Offer.objects.filter(pk=offer.pk).update(unpublish_at=soon + timedelta(days=2))
    assert "until" in visitor.get(path_of(offer)).content.decode()
    frozen.shift(3 * 86_400)
    assert visitor.get(path_of(offer)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/@nobody/x", "/@%00/x", "/@" + "n" * 300, "/@nadia/" + "%E0%A6%95" * 300, "/@a'b/--"]
)
def test_addresses_of_nothing_are_not_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_rich_page_costs_what_a_poor_one_does(
    visitor: Client, soon: datetime, django_assert_max_num_queries: Any
) -> None:
    shop = make.shop(soon)
    poor = make.offer(soon, shop)
    visitor.get(path_of(poor))
    with django_assert_max_num_queries(8) as one:
        visitor.get(path_of(poor))
    rich = make.offer(soon, shop, tiers=[make.fixed(100_00 + n, name=f"Tier {n}") for n in range(10)])
    for number in range(10):
        delivery.file(rich, shop, soon, f"File {number}")
        offers.add_picture(rich, make.picture(shop.studio, soon), by=shop.by, at=soon)
        make.offer(soon, shop)
    with django_assert_max_num_queries(len(one)):
        assert visitor.get(path_of(rich)).content.count(b"Tier ") >= 10


def test_the_compiled_reads_answer_as_the_plain_ones(soon: datetime, now: datetime) -> None:
    from dhara.catalog.offers import queries, shown

    shop = make.shop(soon)
    made = make.offer(soon, shop, tiers=[make.fixed(100_00, name="A"), make.choose(20_00, 50_00, name="B", stock=4)])
    offers.add_picture(made, make.picture(shop.studio, soon), alt="Red", by=shop.by, at=soon)
    plain, hot = (each.page(shop.studio.handle, made.slug, now) for each in (queries, shown))
    assert plain is not None
    assert hot is not None
    assert (hot.title, hot.studio, hot.category, hot.cover) == (plain.title, plain.studio, plain.category, plain.cover)

    def tiers(of: Offer) -> list[Any]:
        return [
            (t.pk, t.name, t.pricing, t.left, [(p.currency, p.amount, p.suggested) for p in t.prices.all()])
            for t in of.tiers.all()
        ]

    assert tiers(hot) == tiers(plain)
    (one,), (other,) = hot.pictures.all(), plain.pictures.all()
    assert (one.alt, one.picture.token, one.picture.sizes()) == (other.alt, other.picture.token, other.picture.sizes())
    for order in ("newest", "popular"):
        rows = shown.listing(now, order=order).items
        assert [row.id for row in rows] == [offer.pk for offer in queries.listing(now, order=order).items]

"""The library, the door to files, and lost links."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.checkout.models import Order
from dhara.delivery.downloads import actions as downloads
from dhara.delivery.downloads.queries import files_for, link_for
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Download, Grant
from dhara.kit.actor import SYSTEM, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Account
from tests.make import catalog as make
from tests.make import checkout, delivery, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def bought(now: datetime, *, by: Account | None = None, title: str = "", of: Any = None, content: bytes = b"") -> Grant:
    """Somebody (a guest by default) has bought an offer with one file."""
    shop = of or make.shop(now)
    offer = make.offer(now, shop, title, file=not content, published=not content)
    if content:
        from dhara.catalog.offers import actions as offers

        delivery.file(offer, shop, now, "The plan", content)
        offers.publish(offer, by=shop.by, at=now)
    more: dict[str, Any] = {"by": person(by.pk), "email": by.email} if by else {}
    order = checkout.paid_order(offer.tiers.get(), at=now, **more)
    return Grant.objects.select_related("order", "offer").get(order=order)


def link(grant: Grant, at: datetime) -> str:
    return f"/d/{link_for(grant, files_for(grant)[0].newest, at)}/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_visitor_is_shown_the_ways_in(client: Client, language: str) -> None:
    client.cookies["lang"] = language
    html = client.get("/library/").content.decode()
    assert "/account/login/?next=/library/" in html
    assert "/library/lost/" in html
    assert client.get("/library/1/")["Location"].startswith("/account/login/")


def test_an_empty_library_says_what_to_do(client: Client, now: datetime) -> None:
    client.force_login(people.account())
    assert "Your library is still empty" in client.get("/library/").content.decode()
    assert "Nothing here by that name" in client.get("/library/?q=plan").content.decode()


def test_the_library_shows_what_is_ones_own_and_nothing_else(client: Client, now: datetime) -> None:
    karim, mitu = people.account(), people.account("mitu@example.com")
    mine, hers = bought(now, by=karim, title="My plan"), bought(now, by=mitu, title="Her plan")
    client.force_login(karim)
    html = client.get("/library/").content.decode()
    assert "My plan" in html
    assert "Her plan" not in html
    assert client.get(f"/library/{mine.pk}/").status_code == 200
    for path in (f"/library/{hers.pk}/", "/library/0/", f"/library/{9**30}/"):
        assert client.get(path).status_code == 404


def test_search_and_order(client: Client, now: datetime) -> None:
    karim = people.account()
    for title in ("Budget sheet", "Album of patterns", "Ramadan cards"):
        bought(now, by=karim, title=title)
    client.force_login(karim)
    html = client.get("/library/?sort=title").content.decode()
    assert html.index("Album of") < html.index("Budget") < html.index("Ramadan")
    html = client.get("/library/?q=ramadan&sort=nonsense&page=99").content.decode()
    assert "Ramadan cards" in html
    assert "Budget" not in html
    for hostile in ("%00", "'", "%25", "x" * 500, "<script>"):
        assert client.get(f"/library/?q={hostile}&page={hostile}&show={hostile}").status_code == 200


def test_one_query_count_for_one_purchase_and_for_twenty(client: Client, now: datetime) -> None:
    karim, of = people.account(), make.shop(now)
    client.force_login(karim)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/library/")
        return len(queries)

    bought(now, by=karim, of=of)
    asked()
    few = asked()
    for _each in range(19):
        bought(now, by=karim, of=of)
    assert asked() == few <= 11


def test_an_item_shows_versions_checksums_and_what_is_new(client: Client, now: datetime, frozen: Any) -> None:
    karim, of = people.account(), make.shop(now)
    grant = bought(now, by=karim, of=of)
    file = files_for(grant)[0].file
    fresh = delivery.stored(of.studio, now, b"second")
    downloads.release_version(file, fresh, notes="Two more pages", announce=False, by=of.by, at=now)
    client.force_login(karim)
    html = client.get(f"/library/{grant.pk}/").content.decode()
    assert "Two more pages" in html
    assert fresh.sha256 in html
    assert "Download version 1" in html
    links = re.findall(r'href="(/d/[^"]+)"', html)
    assert [body(client.get(each)) for each in links][0] == b"second"
    assert len(links) == 2


def test_a_file_comes_whole_in_part_and_is_counted_once(client: Client, now: datetime) -> None:
    grant = bought(now, content=b"0123456789")
    where = link(grant, now)
    whole = client.get(where)
    assert body(whole) == b"0123456789"
    assert "attachment" in whole["Content-Disposition"]
    assert whole["Referrer-Policy"] == "same-origin"
    assert "no-cache" in whole["Cache-Control"]
    rest = client.get(where, headers={"Range": "bytes=4-"})
    assert (rest.status_code, body(rest), rest["Content-Range"]) == (206, b"456789", "bytes 4-9/10")
    assert client.head(where)["Content-Length"] == "10"
    assert client.get(where, headers={"Range": "bytes=99-"}).status_code == 416
    assert client.get(where, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert client.post(where).status_code == 405
    assert Download.objects.count() == 1


def test_an_expired_link_leads_on_but_tells_nothing(client: Client, now: datetime, frozen: Any) -> None:
    karim = people.account()
    grant = bought(now, by=karim, title="Secret plan")
    where = link(grant, now)
    frozen.shift(timedelta(hours=2))
    answer = client.get(where)
    assert answer.status_code == 410
    assert "Secret plan" not in answer.content.decode()
    assert "/library/lost/" in answer.content.decode()
    client.force_login(karim)
    assert f"/library/{grant.pk}/" in client.get(where).content.decode()
    client.force_login(people.account("mitu@example.com"))
    assert f"/library/{grant.pk}/" not in client.get(where).content.decode()


@pytest.mark.parametrize("token", ["x", "a:b", "%00", "..", "ধারা", "x" * 1500])
def test_a_broken_link_gets_a_friendly_page(client: Client, token: str) -> None:
    answer = client.get(f"/d/{token}/")
    assert answer.status_code == 404


def test_a_tampered_link_opens_nothing(client: Client, now: datetime) -> None:
    where = link(bought(now), now)
    for each in (where[:-4] + "AAA/", where.replace("/d/", "/d/A"), where[:20] + where[21:]):
        assert client.get(each).status_code == 404
    assert not Download.objects.exists()


def test_a_link_of_a_refunded_purchase_says_why(client: Client, now: datetime) -> None:
    karim = people.account()
    grant = bought(now, by=karim)
    where = link(grant, now)
    grants.revoke(grant.key, reason="The file was not what was promised", by=SYSTEM, at=now)
    answer = client.get(where)
    assert answer.status_code == 403
    assert "refunded" in answer.content.decode()
    assert "not what was promised" in answer.content.decode()
    client.force_login(karim)
    item = client.get(f"/library/{grant.pk}/").content.decode()
    assert "refunded" in item
    assert "/d/" not in item
    assert grant.offer.title not in client.get("/library/").content.decode()
    assert grant.offer.title in client.get("/library/?show=ended").content.decode()
    order = client.get(f"/library/o/{grant.order.token}/").content.decode()
    assert "refunded" in order
    assert "/d/" not in order


def test_a_guest_opens_the_order_by_its_link_only(client: Client, now: datetime) -> None:
    grant = bought(now, title="Ramadan cards")
    html = client.get(f"/library/o/{grant.order.token}/").content.decode()
    assert "Ramadan cards" in html
    assert "/account/signup/?email=karim%40example.com" in html
    assert client.get(f"/library/o/{grant.order.number}/").status_code == 404
    assert client.get("/library/o/" + "x" * 32 + "/").status_code == 404


def test_an_order_that_waits_for_its_files_looks_again(client: Client, now: datetime) -> None:
    order = checkout.paid_order(make.offer(now).tiers.get(), at=now, delivered=False)
    html = client.get(f"/library/o/{order.token}/").content.decode()
    assert 'http-equiv="refresh"' in html
    assert 'http-equiv="refresh"' not in client.get(f"/library/o/{order.token}/?looked=99").content.decode()


def test_a_lost_link_is_answered_alike_for_everybody(client: Client, now: datetime) -> None:
    grant = bought(now)
    known = client.post("/library/lost/", {"email": "Karim@Example.com"})
    unknown = client.post("/library/lost/", {"email": "nobody@example.com"})
    assert known["Location"] == unknown["Location"]
    assert "Look into your mail" in client.get(known["Location"]).content.decode()
    drain(now)
    letter = Letter.objects.get(name="lost_links")
    assert letter.to_email == "karim@example.com"
    assert f"/library/o/{grant.order.token}/" in letter.text


@pytest.mark.parametrize("typed", ["", "karim", "a@b", "\x00@x.com", "x" * 300 + "@example.com"])
def test_a_lost_link_needs_an_address(client: Client, typed: str) -> None:
    answer = client.post("/library/lost/", {"email": typed})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_lost_links_are_not_for_pestering(client: Client, now: datetime) -> None:
    answers = [client.post("/library/lost/", {"email": "karim@example.com"}).status_code for _each in range(4)]
    assert answers == [302, 302, 302, 429]
    more = [client.post("/library/lost/", {"email": f"k{each}@example.com"}).status_code for each in range(8)]
    assert 429 in more


def test_a_guests_purchase_is_welcomed_once(client: Client, now: datetime) -> None:
    grant = bought(now)
    karim = people.account()
    grants.claim(karim.pk, karim.email, by=person(karim.pk), at=now)
    client.force_login(karim)
    html = client.get("/library/").content.decode()
    assert "1 purchase that you made" in html
    assert grant.offer.title in html
    assert "1 purchase that you made" not in client.get("/library/").content.decode()
    assert "/account/signup/" not in client.get(f"/library/o/{grant.order.token}/").content.decode()
    assert Order.objects.count() == 1

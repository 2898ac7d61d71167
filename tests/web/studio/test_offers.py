"""Offers without scripts: the list, a new one, its sections, what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions
from tests.make import catalog
from tests.web.studio.place import HTMX, Workplace, png, text


def begun(work: Workplace, title: str = "বিয়ের কার্ড") -> str:
    catalog.category()
    response = work.nadia.post(f"{work.base}offers/new/", {"title": title, "kind": "download"})
    assert response.status_code == 302
    return response["Location"]


def the_offer() -> Offer:
    return Offer.objects.get()


def fill(work: Workplace, url: str) -> None:
    about = {
        "title": "বিয়ের কার্ড",
        "slug": "",
        "summary": "Ready to print",
        "description": "<p>Two sizes.</p><script>alert(1)</script>",
        "category": catalog.category().pk,
        "tags": "wedding, কার্ড",
        "language": "bn",
    }
    assert work.nadia.post(f"{url}about/", about)["Location"] == f"{url}#about"
    assert work.nadia.post(f"{url}files/", {"file": text()})["Location"] == f"{url}#files"
    assert work.nadia.post(f"{url}pictures/", {"file": png()})["Location"] == f"{url}#pictures"
    assert work.nadia.post(f"{url}prices/", one_price("৪৫০"))["Location"] == f"{url}#prices"


def one_price(amount: str, **more: str) -> dict[str, str]:
    rows = {"tiers-TOTAL_FORMS": "1", "tiers-INITIAL_FORMS": "0", "tiers-0-pricing": "fixed"}
    return {**rows, "tiers-0-gives": "all", "tiers-0-amount_BDT": amount, **more}


def test_an_offer_is_made_and_published_without_scripts(work: Workplace) -> None:
    url = begun(work)
    draft = work.nadia.get(url).content.decode()
    assert "Upload at least one file." in draft
    assert "Add a price, or make it free." in draft
    refused = work.nadia.post(f"{url}publication/")
    assert refused.status_code == 422
    assert "Upload at least one file." in refused.content.decode()
    assert the_offer().status == "draft"

    fill(work, url)
    offer = the_offer()
    assert offer.slug == "বিয়ের-কার্ড"
    assert offer.description == "<p>Two sizes.</p>"
    assert offer.tags == ["wedding", "কার্ড"]
    assert offer.from_prices == {"BDT": 450_00}
    assert offer.cover is not None
    assert "Everything is there." in work.nadia.get(url).content.decode()
    assert work.nadia.post(f"{url}publication/")["Location"] == url
    assert the_offer().status == "published"


def test_what_is_typed_wrong_stays_beside_its_reason(work: Workplace) -> None:
    url = begun(work)
    response = work.nadia.post(f"{url}about/", {"title": "", "summary": "keep me", "language": "bn", "tags": "x" * 40})
    page = response.content.decode()
    assert response.status_code == 422
    assert "keep me" in page
    assert "x" * 40 in page
    assert "What you typed is still here" in page
    assert the_offer().title == "বিয়ের কার্ড"
    taken = catalog.draft(the_offer().created_at, work.shop, "Other")
    response = work.nadia.post(f"{url}about/", {"title": "A", "slug": taken.slug, "language": "bn"})
    assert "already in use" in response.content.decode()


@pytest.mark.parametrize("section", ["about", "schedule", "seo"])
def test_with_scripts_a_section_answers_alone(work: Workplace, section: str) -> None:
    url = begun(work)
    given = {"title": "New title", "language": "en", "seo_title": "For search"}
    response = work.nadia.post(f"{url}{section}/", given, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<section id="{section}"' in page
    assert "<html" not in page
    assert 'id="offer-state" class="card" aria-label="State of the offer" hx-swap-oob="true"' in page
    assert "Saved." in page
    wrong = {"title": "", "seo_title": "x" * 100, "unpublish_at": "2020-01-01T00:00"}
    refused = work.nadia.post(f"{url}{section}/", wrong, headers=HTMX)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()


def test_a_schedule_is_read_by_the_studios_clock(work: Workplace, now: datetime) -> None:
    url = begun(work)
    work.nadia.post(f"{url}schedule/", {"publish_at": "2026-04-01T09:30", "unpublish_at": "2026-04-14T00:00"})
    offer = the_offer()
    assert offer.publish_at is not None
    assert offer.publish_at.isoformat() == "2026-04-01T03:30:00+00:00"
    assert 'value="2026-04-01T09:30"' in work.nadia.get(url).content.decode()
    refused = work.nadia.post(f"{url}schedule/", {"publish_at": "2026-04-01T09:30", "unpublish_at": "2026-03-03T00:00"})
    assert "The last day must come after the first" in refused.content.decode()


def test_a_published_offer_must_stay_complete(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop, "Cards")
    url = f"{work.base}offers/{offer.pk}/"
    response = work.nadia.post(f"{url}about/", {"title": "Cards", "description": "", "language": "bn"})
    assert response.status_code == 422
    assert "Describe it" in response.content.decode()
    assert the_offer().description


def test_take_down_copy_archive_restore(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop, "Cards")
    url = f"{work.base}offers/{offer.pk}/"
    work.nadia.post(f"{url}withdrawal/")
    assert the_offer().status == "unpublished"
    again = work.nadia.post(f"{url}withdrawal/")
    assert again.status_code == 409
    assert "not for sale at the moment" in again.content.decode()
    copy = work.nadia.post(f"{url}copy/")["Location"]
    assert copy != url
    assert "Cards (" in work.nadia.get(copy).content.decode()
    work.nadia.post(f"{url}archiving/")
    assert Offer.objects.get(pk=offer.pk).status == "archived"
    assert "Cards</a>" not in work.nadia.get(f"{work.base}offers/").content.decode()
    assert "Cards</a>" in work.nadia.get(f"{work.base}offers/?status=archived").content.decode()
    work.nadia.post(f"{url}restoration/")
    assert Offer.objects.get(pk=offer.pk).status == "unpublished"


def test_the_reason_of_the_operator_is_shown(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop)
    actions.hide(offer, reason="The <b>fonts</b> are not yours.", by=catalog.operator_of(now), at=now)
    page = work.nadia.get(f"{work.base}offers/{offer.pk}/").content.decode()
    assert "The &lt;b&gt;fonts&lt;/b&gt; are not yours." in page
    assert "publication/" not in page


def test_the_list_finds_by_words_and_state(work: Workplace, now: datetime) -> None:
    catalog.offer(now, work.shop, "Wedding cards")
    catalog.draft(now, work.shop, "ঈদ পোস্টার")
    url = f"{work.base}offers/"
    assert "Wedding cards" not in work.nadia.get(url, {"q": "ঈদ"}).content.decode()
    assert "ঈদ পোস্টার" in work.nadia.get(url, {"q": "ঈদ"}).content.decode()
    assert "ঈদ পোস্টার" not in work.nadia.get(url, {"status": "published"}).content.decode()
    assert "Nothing found" in work.nadia.get(url, {"q": "%'\"<script>\x00"}).content.decode()
    assert work.nadia.get(url, {"status": "nonsense", "page": "-9x"}).status_code == 200


def test_the_list_costs_the_same_however_long(work: Workplace, now: datetime) -> None:
    url = f"{work.base}offers/"
    catalog.offer(now, work.shop)
    with CaptureQueriesContext(connection) as one:
        work.nadia.get(url)
    for number in range(19):
        catalog.offer(now + timedelta(minutes=number), work.shop)
    with CaptureQueriesContext(connection) as twenty:
        work.nadia.get(url)
    assert len(twenty) == len(one) <= 9


def test_the_editor_costs_the_same_however_much_is_on_it(work: Workplace, now: datetime) -> None:
    small = catalog.offer(now, work.shop)
    with CaptureQueriesContext(connection) as one:
        work.nadia.get(f"{work.base}offers/{small.pk}/")
    tiers = [catalog.fixed(100_00 * n, name=f"Tier {n}") for n in range(1, 9)]
    large = catalog.offer(now, work.shop, tiers=tiers)
    for number in range(8):
        actions.add_picture(large, catalog.picture(work.shop.studio, now), by=work.shop.by, at=now)
        work.nadia.post(f"{work.base}offers/{large.pk}/files/", {"file": text(f"part {number}.txt", b"%d" % number)})
    with CaptureQueriesContext(connection) as many:
        work.nadia.get(f"{work.base}offers/{large.pk}/")
    # One query more: the versions of the files that prices give are the same list twice, never one for each.
    assert len(many) <= len(one) + 1 <= 26

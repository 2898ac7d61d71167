"""A pre-order as people see it: the page, the cart, the order with its way out, the studio's two buttons."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.catalog.models import Offer
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.api.door import Program
from tests.make.releases import WEEK, bought, coming, complete, line_of, release_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BEFORE = timedelta(hours=1)


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def signed_in(offer: Offer) -> Client:
    owner = offer.studio.members.get().account
    owner.language = "en"
    owner.save(update_fields=["language"])
    client = english()
    client.force_login(owner)
    return client


def test_before_it_comes_out_the_buyer_sees_when_and_can_leave(now: datetime) -> None:
    offer = coming(now - BEFORE, now + WEEK)
    client = english()
    page = client.get(f"/@{offer.studio.handle}/{offer.slug}").content.decode()
    assert "Pre-order" in page
    assert "Comes out on 9 March 2026" in page
    assert "Bangladesh time, UTC+6" in page
    assert "schema.org/PreOrder" in page
    assert "Yours at once" not in page
    client.post("/cart/lines/", {"tier": offer.tiers.get().pk, "currency": "BDT"})
    assert "Pre-order: you pay now" in client.get("/cart/").content.decode()
    assert "Pre-order: comes out on" in client.get("/checkout/").content.decode()
    assert Program().get(f"/offers/{offer.pk}").json()["releases_at"].startswith("2026-03-09")

    order = bought(offer, now)
    letter = Letter.objects.get(name="receipt")
    assert "pre-order" in letter.subject
    assert "9 March 2026" in letter.text
    address = f"/checkout/o/{order.token}/"
    shown = client.get(address).content.decode()
    assert "Your pre-order is placed" in shown
    assert "http-equiv" not in shown  # nothing is waited for in this minute
    other = bought(coming(now - BEFORE, now + WEEK), now, email="other@example.com")
    cancel = f"{address}preorders/%d/cancellation/"
    assert client.post(cancel % line_of(other).pk).status_code == 404
    assert client.post(cancel % line_of(order).pk).status_code == 302
    assert "Your pre-order is cancelled" in client.get(address).content.decode()
    assert line_of(order).preorder == "off"
    assert line_of(other).preorder == "waits"


def test_the_studio_postpones_and_releases(now: datetime) -> None:
    offer = coming(now - BEFORE, now + WEEK)
    order = bought(offer, now)
    client = signed_in(offer)
    edit = f"/studio/{offer.studio.handle}/offers/{offer.pk}/"
    page = client.get(edit).content.decode()
    assert "1 pre-order" in page
    assert "Release it now" in page
    refused = client.post(f"{edit}release/")
    assert refused.status_code == 422
    assert "Upload at least one file." in refused.content.decode()
    wrong = client.post(f"{edit}release/date/", {"releases_at": "2026-03-03T10:00"})
    assert wrong.status_code == 422
    assert "2026-03-03T10:00" in wrong.content.decode()
    assert client.post(f"{edit}release/date/", {"releases_at": "2026-04-09T10:00"}).status_code == 302
    drain(now)
    assert Letter.objects.filter(name="preorder_postponed").count() == 1
    complete(offer, now)
    assert client.post(f"{edit}release/").status_code == 302
    drain(now)
    assert (release_of(offer).status, line_of(order).preorder) == ("released", "out")
    assert "Release it now" not in client.get(edit).content.decode()
    assert "Your files" in english().get(f"/checkout/o/{order.token}/").content.decode()


def test_the_date_is_typed_where_the_schedule_is(now: datetime) -> None:
    from tests.make import catalog

    offer = catalog.offer(now - BEFORE, published=False, file=False)
    client = signed_in(offer)
    edit = f"/studio/{offer.studio.handle}/offers/{offer.pk}/"
    assert "Comes out on" in client.get(edit).content.decode()
    assert client.post(f"{edit}publication/").status_code == 422
    assert client.post(f"{edit}schedule/", {"releases_at": "2026-03-20T10:00"}).status_code == 302
    assert client.post(f"{edit}publication/").status_code == 302
    drain(now)
    assert release_of(offer).promised_at.isoformat() == "2026-03-20T04:00:00+00:00"

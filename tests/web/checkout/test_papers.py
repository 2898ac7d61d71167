"""A buyer's invoices, with the order's secret and without an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.checkout.models import Paper
from dhara.kit.queue import drain
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import papers, people
from tests.make import refunds as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(frozen: Any) -> Client:
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def studio(db: None) -> Studio:
    return people.studio()


def told(page: Any) -> str:
    return str(page.content.decode())


def test_what_was_given_is_there_in_both_languages(guest: Client, studio: Studio, now: datetime) -> None:
    papers.gives(studio, at=now)
    order = make.paid_order(make.tier(studio), at=now)
    made.refunded(order, 5_000, at=now)
    drain(now)
    page = told(guest.get(f"/checkout/o/{order.token}/"))
    for paper in Paper.objects.all():
        assert paper.label in page
        for lang in ("bn", "en"):
            address = f"/checkout/o/{order.token}/papers/{paper.pk}.pdf?lang={lang}"
            assert address in page
            answer = guest.get(address)
            assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert "Get the invoice" not in page


def test_a_guest_asks_for_it_once(guest: Client, studio: Studio, now: datetime) -> None:
    papers.gives(studio, at=now, automatic=False)
    order = make.paid_order(make.tier(studio), at=now)
    page = f"/checkout/o/{order.token}/"
    ask = f"{page}invoice/{studio.handle}/"
    assert ask in told(guest.get(page))
    assert guest.get(ask).status_code == 200
    long = guest.post(ask, {"company": "Karim & Sons", "tax_id": "x" * 41})
    assert (long.status_code, "Karim &amp; Sons" in told(long)) == (422, True)
    given = {"company": "Karim & Sons", "address": "12 Station Road", "tax_id": "009"}
    assert guest.post(ask, given)["Location"] == page
    assert guest.post(ask, {"company": "Another"})["Location"] == page
    paper = Paper.objects.get()
    assert paper.content["buyer"]["company"] == "Karim & Sons"
    after = told(guest.get(page))
    assert paper.label in after
    assert ask not in after


def test_a_seller_who_gives_none_is_not_asked(guest: Client, studio: Studio, now: datetime) -> None:
    order = make.paid_order(make.tier(studio), at=now)
    page = f"/checkout/o/{order.token}/"
    assert "invoice/" not in told(guest.get(page))
    for handle in (studio.handle, "nobody"):
        assert guest.get(f"{page}invoice/{handle}/").status_code == 404
        assert guest.post(f"{page}invoice/{handle}/", {"company": "x"}).status_code == 404


def test_another_orders_papers_are_not_there(guest: Client, studio: Studio, now: datetime) -> None:
    papers.gives(studio, at=now)
    mine, theirs = (make.paid_order(make.tier(studio), at=now) for _each in range(2))
    paper = Paper.objects.get(order=theirs)
    assert guest.get(f"/checkout/o/{mine.token}/papers/{paper.pk}.pdf").status_code == 404
    assert guest.get(f"/checkout/o/{'x' * 32}/papers/{paper.pk}.pdf").status_code == 404
    unpaid = make.placed(make.tier(studio), at=now)
    assert guest.get(f"/checkout/o/{unpaid.token}/invoice/{studio.handle}/").status_code == 404

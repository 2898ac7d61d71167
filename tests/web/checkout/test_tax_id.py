"""A business adds its tax id on the order's page, without an account and without JavaScript."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dhara.checkout.models import Order, Refund
from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund
from tests.make import checkout as make
from tests.make import late_ids, papers, people
from tests.make import refunds as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def order(now: datetime) -> Order:
    studio = late_ids.charging(people.studio(), at=now)
    papers.gives(studio, at=now)
    return late_ids.sold_to("DE", late_ids.tier(studio), at=now)


def page(order: Order) -> str:
    return reverse("order-tax-id", args=[order.token])


def text(client: Client, url: str) -> str:
    return client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_the_order_page_offers_it_and_the_tax_comes_back(client: Client, order: Order, now: datetime) -> None:
    assert page(order) in text(client, reverse("order", args=[order.token]))
    assert "Get €19.00 back" in text(client, page(order))
    answer = client.post(page(order), {"tax_id": "de 136 695 976"})
    assert answer.url == reverse("order", args=[order.token])
    drain(now)
    told = text(client, reverse("order", args=[order.token]))
    assert page(order) not in told
    assert late_ids.GERMAN in told
    assert f"CI-{now.year}-00001" in told


def test_two_tabs_bring_it_back_once(client: Client, order: Order) -> None:
    for _tab in range(2):
        assert client.post(page(order), {"tax_id": late_ids.GERMAN}).status_code == 302
    assert PaymentRefund.objects.count() == 1
    assert "has a tax id already" in text(client, page(order))


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("DE12", 422), ("DE136695975", 422)])
def test_a_wrong_id_is_told_beside_the_field_and_stays_typed(
    client: Client, order: Order, typed: str, status: int
) -> None:
    answer = client.post(page(order), {"tax_id": typed}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == status
    assert answer.context["form"].errors["tax_id"]
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not Refund.objects.exists()


def test_why_nothing_goes_back_is_said_in_the_readers_language(client: Client, order: Order, now: datetime) -> None:
    Order.objects.filter(pk=order.pk).update(paid_at=now - timedelta(days=61))
    assert "could be added until" in text(client, page(order))
    assert client.post(page(order), {"tax_id": late_ids.GERMAN}).status_code == 409
    assert page(order) not in text(client, reverse("order", args=[order.token]))
    with translation.override("bn"):
        told = client.get(page(order), HTTP_ACCEPT_LANGUAGE="bn").content.decode()
    assert "could be added until" not in told
    Order.objects.filter(pk=order.pk).update(paid_at=now)
    made.refunded(order, at=now)
    assert "Everything was given back already" in text(client, page(order))


def test_where_no_tax_is_charged_nothing_is_offered_or_asked(client: Client, now: datetime) -> None:
    plain = make.paid_order(make.tier(people.studio()), at=now)
    assert page(plain) not in text(client, reverse("order", args=[plain.token]))
    assert "there is none to give back" in text(client, page(plain))
    unpaid = make.placed(make.tier(people.studio(handle="rafi")), at=now)
    assert client.get(page(unpaid)).status_code == 404


def test_the_seller_reads_it_on_the_orders_page(client: Client, order: Order, now: datetime) -> None:
    late_ids.add(order, at=now)
    drain(now)
    client.force_login(order.lines.get().studio.members.get().account)
    told = text(client, reverse("studio-order", args=["nadia", order.number]))
    assert "the tax of order" in told
    assert f"as the buyer added the tax id {late_ids.GERMAN}" in told
    assert "The buyer was told that the tax goes back." in told
    year = text(client, reverse("studio-year", args=["nadia"]))
    assert "Tax given back for a later tax id" in year

"""Dashboard, orders and money as each role sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.checkout.models import Order
from dhara.kit.mail.models import Letter
from dhara.people.models import Studio
from tests.make import catalog, checkout
from tests.web.studio.place import Workplace


@pytest.fixture
def order(work: Workplace, now: datetime) -> Order:
    offer = catalog.offer(now, work.shop, "Wedding cards")
    return checkout.paid_order(offer.tiers.get(), at=now)


def read(work: Workplace, path: str, who: str = "owner", **query: str) -> str:
    response = work.clients[who].get(work.base + path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_sale_is_on_every_page(work: Workplace, order: Order) -> None:
    dashboard = read(work, "", period="today")
    assert "৳450" in dashboard
    assert "Wedding cards" in dashboard
    assert order.number in read(work, "orders/")
    page = read(work, f"orders/{order.number}/")
    for words in ("karim@example.com", "Paid by the buyer", "Gateway fee", "Your share", "The receipt was written"):
        assert words in page
    money = read(work, "money/")
    assert order.number in money
    assert "Your share of a sale" in money
    assert "Platform fee" in money


def test_who_may_not_see_buyers_sees_none_anywhere(work: Workplace, order: Order) -> None:
    for path in ("", "orders/", f"orders/{order.number}/"):
        page = read(work, path, "viewer")
        assert "karim@example.com" not in page
        assert "Karim Uddin" not in page
    assert order.number not in read(work, "orders/", "viewer", q="karim@example.com")
    assert order.number in read(work, "orders/", "owner", q="karim@example.com")


def test_who_may_not_see_money_sees_no_shares(work: Workplace, order: Order) -> None:
    page = read(work, f"orders/{order.number}/", "support")
    assert "karim@example.com" in page
    assert "Gateway fee" not in page
    assert "Pending" not in read(work, "", "support")
    assert "money/" not in read(work, "orders/", "support")


def test_another_studios_order_is_not_there(work: Workplace, order: Order, now: datetime) -> None:
    other = catalog.shop(now, "Tanvir")
    client = work.clients["outsider"]
    client.force_login(other.owner)
    assert client.get(f"/studio/{other.studio.handle}/orders/{order.number}/").status_code == 404
    assert client.post(f"/studio/{other.studio.handle}/orders/{order.number}/letter/").status_code == 404


def test_the_receipt_goes_out_again_once_in_ten_minutes(work: Workplace, order: Order, frozen: Any) -> None:
    url = f"{work.base}orders/{order.number}/letter/"

    def receipts() -> int:
        return Letter.objects.filter(name="receipt", to_email="karim@example.com").count()

    before = receipts()
    sent = work.clients["support"].post(url, follow=True).content.decode()
    assert "on its way to the buyer again" in sent
    assert receipts() == before + 1
    assert "give it ten minutes" in work.nadia.post(url, follow=True).content.decode()
    assert receipts() == before + 1
    frozen.shift(timedelta(minutes=11))
    work.nadia.post(url)
    assert receipts() == before + 2


def test_no_receipt_for_what_was_not_paid(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop)
    order = checkout.placed(offer.tiers.get(), at=now)
    page = work.nadia.post(f"{work.base}orders/{order.number}/letter/", follow=True).content.decode()
    assert "there is no receipt" in page
    assert not Letter.objects.filter(name="receipt").exists()


def test_orders_are_filtered_exported_and_paged(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop, "=HYPERLINK(1)")
    tier = offer.tiers.get()
    for number in range(27):
        at = now + timedelta(minutes=number)
        checkout.paid_order(tier, at=at, email=f"b{number}@example.com", delivered=False)
    first = read(work, "orders/")
    assert first.count("order-row-figures") == 25
    assert "Earlier orders" in first
    assert "Nothing found" in read(work, "orders/", status="refunded")
    assert read(work, "orders/", after="broken~cursor", period="x", offer="9" * 40, status="?").count(
        "order-row-figures"
    )
    table = b"".join(work.nadia.get(f"{work.base}orders/export.csv", {"q": "b3@"})).decode()  # type: ignore[arg-type]
    assert table.count("b3@example.com") == 1
    assert "'=HYPERLINK(1)" in table


def test_lists_cost_the_same_however_long(work: Workplace, now: datetime) -> None:
    tier = catalog.offer(now, work.shop).tiers.get()
    checkout.paid_order(tier, at=now)
    counts = {}
    for path in ("", "orders/", "money/"):
        with CaptureQueriesContext(connection) as one:
            read(work, path)
        counts[path] = len(one)
    for number in range(19):
        checkout.paid_order(tier, at=now + timedelta(minutes=number), email=f"b{number}@example.com", delivered=False)
    for path, count in counts.items():
        with CaptureQueriesContext(connection) as many:
            read(work, path)
        assert len(many) == count <= 20, path


def test_the_list_of_orders_asks_little(work: Workplace, order: Order) -> None:
    """Besides who comes: eight at most, as `bin/bench order_list` wants it, in the frame with all its counts."""
    who = ("django_session", "people_account", "usersessions_usersession")
    for query in ({}, {"q": order.email}):
        with CaptureQueriesContext(connection) as asked:
            read(work, "orders/", **query)
        ours = [each for each in asked if not any(f'FROM "{table}"' in each["sql"] for table in who)]
        assert len(ours) <= 8, query


def test_a_new_studio_is_told_what_to_do(work: Workplace) -> None:
    page = read(work, "")
    assert "What to do next" in page
    assert f"{work.base}offers/new/" in page
    assert "What to do next" not in read(work, "", "viewer")
    assert "No income yet" in read(work, "money/")
    assert "No orders yet" in read(work, "orders/")


def test_finished_steps_leave_the_page_after_the_first_sale(work: Workplace, order: Order) -> None:
    page = read(work, "")
    assert "Still worth doing" in page
    assert "Make your first offer" not in page


def test_broken_periods_and_currencies_are_ignored(work: Workplace, order: Order) -> None:
    read(work, "", period="-1", currency="<b>")
    read(work, "money/", account="x", currency="XXX", before="9" * 18)
    read(work, "money/", before="abc")


def test_a_suspended_studio_says_so(work: Workplace) -> None:
    Studio.objects.update(status="suspended")
    assert "This studio is suspended" in read(work, "")


def test_the_way_to_the_studio(work: Workplace, now: datetime) -> None:
    assert work.nadia.get("/studio/")["Location"] == work.base
    assert work.clients["outsider"].get("/studio/")["Location"] == "/studio/new/"
    second = catalog.shop(now, "Second")
    from dhara.people.models import Member

    Member.objects.create(studio=second.studio, account=work.shop.owner, role="viewer", since=now)
    assert "Second" in work.nadia.get("/studio/").content.decode()

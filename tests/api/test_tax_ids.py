"""A later tax id over the API: once, by the buyer or the seller, and only where reverse charge applies."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.checkout.models import Order
from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund
from tests.api.door import Program, key_of, problem
from tests.make import late_ids, people
from tests.make.race import errors, race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BODY = {"tax_id": late_ids.GERMAN}


@pytest.fixture
def cast(now: datetime) -> people.Cast:
    found = people.cast()
    late_ids.charging(found.studio, at=now)
    return found


@pytest.fixture
def order(cast: people.Cast, now: datetime) -> Order:
    return late_ids.sold_to("DE", late_ids.tier(cast.studio), at=now)


@pytest.fixture
def seller(cast: people.Cast, now: datetime) -> Program:
    return Program(key_of(cast.nadia, now, "refunds:read", "refunds:write", studio=cast.studio))


def test_the_buyer_adds_it_with_the_orders_secret(order: Order) -> None:
    buyer = Program()
    answers = [buyer.post(f"/orders/{order.number}/tax-id", BODY, Order_Token=order.token) for _time in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    told = answers[0].json()
    assert (told["tax_id"], told["amount"]["amount"], told["status"]) == (late_ids.GERMAN, 1_900, "pending")
    assert PaymentRefund.objects.count() == 1


def test_the_seller_adds_it_and_sees_it_among_the_refunds(seller: Program, order: Order) -> None:
    made = seller.post(f"/studios/nadia/orders/{order.number}/tax-id", BODY)
    assert made.status_code == 201
    again = seller.post(f"/studios/nadia/orders/{order.number}/tax-id", BODY)
    assert again.json() == made.json()
    listed = seller.get("/studios/nadia/refunds").json()["items"][0]
    assert (listed["id"], listed["tax_id"], listed["lines"][0]["borne"]["amount"]) == (
        made.json()["refund"],
        late_ids.GERMAN,
        0,
    )


def test_refusals_are_problems_with_the_field(seller: Program, order: Order, cast: people.Cast, now: datetime) -> None:
    url = f"/studios/nadia/orders/{order.number}/tax-id"
    assert problem(seller.post(url, {"tax_id": "DE12"}), 422, "tax_id_form")["errors"][0]["field"] == "tax_id"
    british = late_ids.sold_to("GB", late_ids.tier(cast.studio), at=now)
    refused = seller.post(f"/studios/nadia/orders/{british.number}/tax-id", {"tax_id": "GB980780684"})
    problem(refused, 409, "no_reverse_charge")
    assert seller.post("/studios/nadia/orders/D-2345-6789/tax-id", BODY).status_code == 404
    assert Program().post(f"/orders/{order.number}/tax-id", BODY).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_a_key_and_the_buyer_at_once_bring_it_back_once(now: datetime) -> None:
    cast = people.cast()
    late_ids.charging(cast.studio, at=now)
    order = late_ids.sold_to("DE", late_ids.tier(cast.studio), at=now)
    key = Program(key_of(cast.nadia, now, "refunds:write", studio=cast.studio))

    def by_key() -> int:
        return key.post(f"/studios/nadia/orders/{order.number}/tax-id", BODY).status_code

    def by_buyer() -> int:
        return Program().post(f"/orders/{order.number}/tax-id", BODY, Order_Token=order.token).status_code

    answers = race(by_key, by_buyer, by_key, by_buyer)
    assert not errors(answers)
    assert answers == [201] * 4
    assert PaymentRefund.objects.count() == 1
    drain(now)

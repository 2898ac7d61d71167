"""A payment that begins with its order, as the checkout does it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Tier
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST
from dhara.kit.refusal import Refused
from dhara.money.models import Payment
from tests.make import checkout as make

pytestmark = pytest.mark.django_db


def test_an_order_whose_payment_begins_with_it(now: datetime) -> None:
    tier, means = make.tier(stock=1), orders.Means("sandbox", "/back/{token}/")
    order = make.placed(tier, means=means, at=now)
    payment = Payment.objects.get()
    assert Order.objects.get(payment=payment) == order
    assert (payment.status, payment.return_url) == ("created", f"/back/{payment.token}/")
    with CaptureQueriesContext(connection) as asked:
        address = orders.pay(order, means, by=GUEST, at=now)
    assert not any('FROM "checkout_order"' in query["sql"] for query in asked), "it was written a moment ago"
    again = Order.objects.get(pk=order.pk)
    assert orders.pay(again, means, by=GUEST, at=now) == address
    assert Payment.objects.count() == 1


def test_an_order_that_can_not_be_paid_so_is_not_placed(now: datetime) -> None:
    tier = make.tier(stock=1)
    with pytest.raises(Refused):
        make.placed(tier, means=orders.Means("nobody", "/"), at=now)
    assert not Order.objects.exists()
    assert Tier.objects.get().reserved == 0
    assert make.placed(tier, means=orders.Means("sandbox", "/"), at=now).status == "pending"

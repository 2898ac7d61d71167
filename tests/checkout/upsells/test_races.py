"""Both hands on the button."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.checkout.models import Order, Upsell
from dhara.checkout.upsells import actions
from dhara.kit.actor import GUEST
from dhara.kit.currency import Money
from tests.make import checkout as make
from tests.make import people
from tests.make.race import at_once
from tests.make.suggestions import suggestion

pytestmark = pytest.mark.django_db(transaction=True)


def _order(now: datetime) -> Order:
    studio = people.studio()
    main, other = make.tier(studio), make.tier(studio, stock=1)
    suggestion(main, other, "upsell", bp=2_000)
    return make.paid_order(main, at=now)


def test_eight_acceptances_are_one_order(now: datetime) -> None:
    order = _order(now)
    total = Money(36_000, "BDT")
    found = at_once(*[lambda: actions.accept(order.pk, step="upsell", total=total, by=GUEST, at=now).pk] * 8)
    assert len(set(found)) == 1, found
    assert Order.objects.count() == 2


def test_yes_and_no_at_once_is_one_of_them(now: datetime) -> None:
    order = _order(now)
    total = Money(36_000, "BDT")
    at_once(
        *[
            lambda: actions.accept(order.pk, step="upsell", total=total, by=GUEST, at=now),
            lambda: actions.decline(order.pk, step="upsell", by=GUEST, at=now),
        ]
        * 3
    )
    answer = Upsell.objects.get()
    assert Order.objects.count() == (1 if answer.made_id is None else 2)

"""An order over the API says the state, where its rate counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.checkout.models import Order
from dhara.kit.actor import SYSTEM
from dhara.money.tax import actions
from tests.api.door import Program, problem, wanted
from tests.make import checkout as make
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_region_is_needed_checked_and_answered(now: datetime) -> None:
    studio = people.studio()
    given = {"tax_id": "123456789", "inclusive": False, "countries": ()}
    actions.set_profile(studio.pk, registered=True, country="US", **given, by=SYSTEM, at=now)
    law = {"name": "Sales tax", "source": "The law", "since": now.date() - timedelta(days=1)}
    actions.add_rate(country="US", region="US-CA", bp=725, **law, by=SYSTEM, at=now)
    offer = make.tier(studio, prices={"USD": 10_000}).offer
    body = wanted(offer, currency="USD", confirmed_total=10_725, country="US")
    problem(Program().order(body), 422, "region_missing")
    problem(Program().order({**body, "region": "US-ZZ"}), 422, "region_unknown")
    problem(Program().order({**body, "region": "California"}), 422, "invalid")
    made = Program().order({**body, "region": "US-CA"})
    assert made.status_code == 201, made.content.decode()
    assert (made.json()["region"], made.json()["country"]) == ("US-CA", "US")
    assert Order.objects.get().tax == 725

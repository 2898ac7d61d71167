"""Release against refund, release twice, two workers on one line: each buyer has it once, or the money once."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.catalog.models import Release
from dhara.catalog.releases import actions as releases
from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.models import Refund
from dhara.checkout.preorders import actions
from dhara.delivery.models import Grant
from dhara.delivery.preorders import actions as delivery
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from tests.make.race import forget_jobs, race
from tests.make.releases import WEEK, bought, coming, complete, line_of, release_of, seller

pytestmark = pytest.mark.django_db(transaction=True)


def test_release_while_the_buyer_cancels(now: datetime) -> None:
    offer = coming(now, file=True)
    orders = [bought(offer, now, email=f"buyer{n}@example.com") for n in range(4)]
    by = seller(offer)
    cancels = [
        lambda order=order, line=line_of(order): actions.cancel(order.pk, line.pk, by=GUEST, at=now) for order in orders
    ]
    race(lambda: releases.release(offer, by=by, at=now), lambda: releases.release(offer, by=by, at=now), *cancels)
    lines = [line_of(order) for order in orders]
    race(*[lambda line=line: delivery.hand_over(line.pk, by=SYSTEM, at=now) for line in lines * 2])
    drain(now)
    assert release_of(offer).version == 1
    for order in orders:
        line = line_of(order)
        got = Grant.objects.filter(order=order, status="active").count()
        back = Refund.objects.filter(order=order, status="succeeded").count()
        told = Letter.objects.filter(name="preorder_out", to_email=order.email).count()
        assert (line.preorder, got, back, told) in (("out", 1, 0, 1), ("off", 0, 1, 0))


WAYS = ("buy", "cancel", "complete", "release", "postpone", "work", "wait", "sweep")
STEPS = st.lists(st.sampled_from(WAYS), max_size=9)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_everybody_has_it_or_their_money(now: datetime, steps: list[str]) -> None:
    forget_jobs()  # of the example before
    offer = coming(now)
    orders, at = [bought(offer, now, email=f"first-{offer.pk}@example.com")], now
    for place, step in enumerate(steps):
        try:
            if step == "buy":
                orders.append(bought(offer, at, email=f"buyer{place}-{offer.pk}@example.com"))
            elif step == "cancel":
                actions.cancel(orders[-1].pk, line_of(orders[-1]).pk, by=GUEST, at=at)
            elif step == "complete":
                complete(offer, at)
            elif step == "release":
                releases.release(offer, by=seller(offer), at=at)
            elif step == "postpone":
                releases.postpone(offer, to=at + 2 * WEEK, by=seller(offer), at=at)
            elif step == "work":
                drain(at)
            elif step == "sweep":
                delivery.sweep()
            else:
                at += WEEK
                drain(at)
        except Refused:
            pass
    drain(at + 8 * WEEK + PATIENCE)
    assert Release.objects.get(offer=offer).status in ("released", "given_up")
    for order in orders:
        line = line_of(order)
        got = Grant.objects.filter(order=order, status="active").count()
        back = Refund.objects.filter(order=order, status="succeeded").count()
        assert (got, back) in ((1, 0), (0, 1)), (line.preorder, steps)
        assert line.preorder != "waits"

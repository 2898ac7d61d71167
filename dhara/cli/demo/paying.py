"""Money for work, paid through the sandbox as buyers do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dhara.kit.actor import Actor
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.work.funding import actions
from dhara.work.models import Funding, Unit

RETURN_TO = "/pay/{token}/return/"
CHOSEN, BACK = timedelta(seconds=40), timedelta(seconds=50)


def pay_units(units: list[Unit], *, by: Actor, at: datetime) -> None:
    """Milestones or a week of one agreement."""
    intent = f"demo-units-{units[0].pk}"
    _pay(lambda: actions.fund([each.pk for each in units], intent=intent, by=by, at=at), by, at)


def pay_pool(engagement_id: int, amount: int, *, by: Actor, at: datetime) -> None:
    """All of a campaign; `amount` in minor units."""
    intent = f"demo-pool-{engagement_id}"
    _pay(lambda: actions.fund_pool(engagement_id, amount, intent=intent, by=by, at=at), by, at)


def _pay(begin: Callable[[], Funding], by: Actor, at: datetime) -> None:
    begun = begin()
    actions.pay(begun.pk, "sandbox", RETURN_TO, by=by, at=at)
    payment = Funding.objects.select_related("payment").get(pk=begun.pk).payment
    assert payment is not None
    assert payment.gateway_ref is not None
    sandbox.choose(payment.gateway_ref, "pay", at=at + CHOSEN)
    actions.confirm(payment.token, by=by, at=at + BACK)

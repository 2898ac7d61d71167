"""Software for sale with licence keys, and keys that somebody bought."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.delivery.grants import actions as grants
from dhara.delivery.licences import actions
from dhara.delivery.models import Licence
from dhara.kit.actor import SYSTEM
from tests.make import catalog as make
from tests.make.catalog import Shop
from tests.make.delivery import paid_order


def offer(
    at: datetime,
    of: Shop | None = None,
    *,
    stock: int | None = None,
    keys: str = "",
    published: bool = True,
    title: str = "Jolchobi, a drawing program",
    **terms: Any,
) -> Offer:
    """Software whose keys are made by the pattern; with `keys` they come from this list."""
    of = of or make.shop(at)
    made = offers.create(
        of.studio, kind="licence", title=title, description="<p>Draw.</p>", category=make.category(), by=of.by, at=at
    )
    (tier,) = prices.set_tiers(made, [make.fixed(stock=stock)], by=of.by, at=at)
    actions.set_terms(made, **{"source": "list" if keys else "pattern", **terms}, by=of.by, at=at)
    if keys:
        tier.offer = made
        actions.add_keys(tier, keys, by=of.by, at=at)
    return offers.publish(made, by=of.by, at=at) if published else made


def sold(at: datetime, of: Offer, *, copies: int = 1, **buyer: Any) -> list[Licence]:
    """Somebody bought so many copies, and has the keys."""
    tier = of.tiers.select_related("offer").first()
    assert tier is not None
    if tier.stock is not None:
        prices.take_for_paid(tier.pk, copies)
    order = paid_order(at, tier, **buyer)
    order.lines.update(quantity=copies)
    grants.deliver(order.pk, by=SYSTEM, at=at)
    return list(Licence.objects.filter(grant__order=order).order_by("number"))

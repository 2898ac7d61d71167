"""Make an order of what a studio gives away: nobody went to a checkout for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.catalog.models import Tier
from dhara.catalog.prices.rules import FREE
from dhara.checkout.orders import rules
from dhara.checkout.orders.actions.sale import close
from dhara.checkout.orders.models import Order, OrderLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict
from dhara.money.policies import queries as policies
from dhara.people.accounts.queries import by_proven_email


@transaction.atomic
def give(tier: Tier, *, email: str, name: str, language: str, key: str, why: str, by: Actor, at: datetime) -> Order:
    """One copy of a free tier (loaded with offer and studio), as an order of nothing to pay: it is theirs.

    `key` makes it once; `why` ("form:3") is kept, and whoever gives it writes the letter: there is no receipt, and the
    sellers are not told of a sale. Raises Conflict for what is not free.
    """
    intent = rules.given_intent(key)
    if before := Order.objects.filter(intent=intent).first():
        return before
    if tier.pricing != FREE or tier.retired:
        raise Conflict("not_free")
    studio, owner = tier.offer.studio, by_proven_email(email)
    order = Order(
        status=rules.DRAFT,
        status_at=at,
        number=rules.new_number(),
        token=rules.new_token(),
        intent=intent,
        account=owner,
        email=email,
        name=name,
        language=language,
        currency=studio.currency,
        total=0,
        policies={**policies.frozen({studio.pk}, at=at), rules.GIVEN: why},
        created_at=at,
    )
    rows.insert(order)
    line = OrderLine(
        order=order,
        studio=studio,
        offer=tier.offer,
        tier=tier,
        title=tier.offer.title,
        tier_name=tier.name,
        unit_price=0,
        gross=0,
        created_at=at,
        found_by=rules.found_by(studio.pk, order.number, tier.offer.title, email, name),
    )
    rows.insert(line)
    return close(order, [line], payment=None, by=by, at=at)

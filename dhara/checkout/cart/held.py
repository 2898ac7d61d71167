"""What bears on a cart from elsewhere: what its own waiting order has set aside, what the buyer has already."""

from __future__ import annotations

from typing import Any

from dhara.catalog.models import Suggestion
from dhara.checkout.cart.models import CartLine
from dhara.kit import rows
from dhara.people.models import Account


def held_for(cart_id: int) -> dict[int, int]:
    """Copies that a pending order of this very cart has set aside, by tier."""
    with rows.cursor() as cursor:
        cursor.execute(_HELD, [cart_id])
        return dict(cursor.fetchall())


def launched(cart_id: int) -> dict[int, int]:
    """Copies that it has taken at a launch price which is for a number of copies, by tier."""
    with rows.cursor() as cursor:
        cursor.execute(_LAUNCHED, [cart_id])
        return dict(cursor.fetchall())


# Copies are taken as long as the line's are set aside.
_LAUNCHED = """
SELECT l.tier_id, sum((o.policies -> 'launched' ->> l.tier_id::text)::int)::int
  FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id
 WHERE o.cart_id = %s AND o.status = 'pending' AND l.stock_held AND o.policies -> 'launched' ? l.tier_id::text
 GROUP BY l.tier_id
"""


# Each line's own tier, and what a bundle among them consists of.
_HELD = """
SELECT tier_id, sum(quantity)::int FROM (
  SELECT unnest(l.tier_id || COALESCE(ARRAY(
      SELECT part::bigint FROM jsonb_array_elements_text(o.policies -> 'parts' -> l.offer_id::text) part
    ), ARRAY[]::bigint[])) AS tier_id, l.quantity
    FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id
   WHERE o.cart_id = %s AND o.status = 'pending' AND l.stock_held
) held GROUP BY tier_id
"""


def owned_parts(account: Account, tier_ids: list[int]) -> set[int]:
    """Those of the tiers that the account has bought, alone or in a bundle."""
    with rows.cursor() as cursor:
        cursor.execute(_OWNED_PARTS, {"account": account.pk, "tiers": tier_ids})
        return {row[0] for row in cursor.fetchall()}


_OWNED_PARTS = """
SELECT t.id FROM unnest(%(tiers)s::bigint[]) AS t(id) WHERE EXISTS (
  SELECT 1 FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id
   WHERE o.account_id = %(account)s AND o.paid_at IS NOT NULL AND o.status <> 'refunded'
     AND (l.tier_id = t.id OR o.policies -> 'parts' -> l.offer_id::text @> to_jsonb(t.id)))
"""


def known(account: Account, lines: list[CartLine], more: list[Suggestion]) -> tuple[set[int], set[int]]:
    """The tiers among the lines (and what is suggested) that the account has bought, and the studios it works in."""
    tiers = [line.tier_id for line in lines] + [each.tier_id for each in more]
    bought: Any = account.orders.filter(paid_at__isnull=False, lines__tier_id__in=tiers)
    studios = account.memberships.filter(studio_id__in={line.offer.studio_id for line in lines})
    return set(bought.values_list("lines__tier_id", flat=True)), set(studios.values_list("studio_id", flat=True))

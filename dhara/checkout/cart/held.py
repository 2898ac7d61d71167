"""What bears on a cart from elsewhere: what its own waiting order has set aside, what the buyer has already.

And what the kinds of its offers say: what else was chosen, and whether there is a place for the work; and who would
work for themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dhara.catalog.kinds import KINDS, Added, Adds, Answers, Queues, is_held
from dhara.catalog.models import Offer, Suggestion, Tier
from dhara.catalog.prices.rules import FIXED
from dhara.checkout.cart.models import CartLine
from dhara.kit import rows
from dhara.kit.refusal import Refused
from dhara.people.models import Account
from dhara.people.ties import queries as ties
from dhara.people.ties.queries import SameHands


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


def added(chosen: Sequence[tuple[Tier, Answers]], code: str) -> list[list[Added] | Refused]:
    """What was chosen with each tier (loaded with its offer), at today's prices; no query where nothing was."""
    found: list[list[Added] | Refused] = [[] for _each in chosen]
    places: dict[str, list[int]] = {}
    for place, (tier, answers) in enumerate(chosen):
        if answers and tier.pricing == FIXED:
            places.setdefault(tier.offer.kind, []).append(place)
    for kind, own in places.items():
        if isinstance(adds := KINDS.get(kind), Adds):
            for place, each in zip(own, adds.added([chosen[place] for place in own], code), strict=True):
                found[place] = each
    return found


def added_sums(chosen: Sequence[tuple[Tier, Answers]], code: str) -> list[int]:
    """What that adds to each price, in minor units: nothing where it is not to be had."""
    return [0 if isinstance(each, Refused) else sum(one.amount for one in each) for each in added(chosen, code)]


def full(offers: Iterable[Offer], *, beside: int | None = None, lock: bool = False) -> dict[int, Refused]:
    """Those of the offers (one for each line) that have no place left, see kinds.Queues."""
    wanted: dict[str, Counter[int]] = {}
    for offer in offers:
        wanted.setdefault(offer.kind, Counter())[offer.pk] += 1
    found: dict[int, Refused] = {}
    for kind, numbers in wanted.items():
        if isinstance(queues := KINDS.get(kind), Queues):
            found |= queues.full(numbers, beside=beside, lock=lock)
    return found


def same_hands(account: Account | None, offers: Sequence[Offer]) -> dict[int, SameHands]:
    """Those of the offers that would be paid work of studios tied to the account, by their ids: none is with oneself.

    One query where there is such work, none elsewhere.
    """
    work = {offer.pk: offer.studio_id for offer in offers if is_held(offer)} if account else {}
    if account is None or not work:
        return {}
    tied = ties.of_studios(account.pk, set(work.values()))
    return {offer: tied[studio] for offer, studio in work.items() if studio in tied}

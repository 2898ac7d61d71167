"""Count anew what is bought together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dhara.catalog.offers.queries import on_market
from dhara.checkout.orders.rules import BOUGHT
from dhara.checkout.together import rules
from dhara.checkout.together.models import Together


def count_anew(*, at: datetime) -> int:
    """For all offers on the market, some in each transaction; what is found no more is forgotten. How many pairs."""
    found, last = 0, 0
    while ids := list(_after(last, at)):
        found, last = found + _count(ids, at), ids[-1]
    Together.objects.exclude(offer__in=on_market(at)).delete()
    return found


def _after(last: int, at: datetime) -> list[int]:
    sold = on_market(at).filter(pk__gt=last, sold__gte=rules.LEAST).order_by("pk")
    return list(sold.values_list("pk", flat=True)[: rules.AT_ONCE])


@transaction.atomic
def _count(offer_ids: list[int], at: datetime) -> int:
    Together.objects.filter(offer_id__in=offer_ids).delete()
    values: dict[str, Any] = {
        "offers": offer_ids,
        "bought": list(BOUGHT),
        "since": at - rules.LOOKED_BACK,
        "within": rules.WITHIN,
        "least": rules.LEAST,
        "kept": rules.KEPT,
        "most": rules.MOST_BOUGHT,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return int(cursor.rowcount)


# A buyer is an account, or an address that has none. What was free, went back, or was bought by a member of the very
# studio is no example. A bundle and its parts are not bought together, they are one.
_COUNT = """
WITH lines AS NOT MATERIALIZED (
  SELECT l.offer_id, l.studio_id, o.paid_at, o.account_id, o.email
    FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
   WHERE o.status = ANY(%(bought)s) AND o.paid_at >= %(since)s AND l.gross > l.refunded
     AND NOT EXISTS (
       SELECT FROM people_member m WHERE m.studio_id = l.studio_id AND m.account_id = o.account_id)
), bought AS (
  SELECT DISTINCT offer_id, studio_id, paid_at, account_id, CASE WHEN account_id IS NULL THEN email END AS email,
         COALESCE(account_id::text, email) AS who
    FROM lines WHERE offer_id = ANY(%(offers)s)
), buyers AS (
  SELECT DISTINCT account_id, email, who FROM bought
), theirs AS (
  SELECT b.who, l.offer_id, l.paid_at
    FROM buyers b JOIN lines l ON l.account_id = b.account_id
   UNION ALL
  SELECT b.who, l.offer_id, l.paid_at
    FROM buyers b JOIN lines l ON l.email = b.email AND l.account_id IS NULL
), usual AS (
  SELECT who FROM theirs GROUP BY 1 HAVING count(DISTINCT offer_id) <= %(most)s
), pairs AS (
  SELECT b.offer_id, b.studio_id, t.offer_id AS other_id, count(DISTINCT b.who) AS buyers
    FROM bought b JOIN usual u ON u.who = b.who JOIN theirs t ON t.who = b.who AND t.offer_id <> b.offer_id
     AND t.paid_at BETWEEN b.paid_at - %(within)s AND b.paid_at + %(within)s
   GROUP BY 1, 2, 3 HAVING count(DISTINCT b.who) >= %(least)s
), ranked AS (
  SELECT p.offer_id, p.other_id, p.buyers, row_number() OVER (
      PARTITION BY p.offer_id ORDER BY f.studio_id = p.studio_id DESC, p.buyers DESC, f.sold DESC, f.id) AS place
    FROM pairs p JOIN catalog_offer f ON f.id = p.other_id JOIN people_studio s ON s.id = f.studio_id
   WHERE f.status = 'published' AND s.status = 'open' AND NOT EXISTS (
       SELECT FROM catalog_bundlepart part JOIN catalog_tier given ON given.id = part.tier_id
        WHERE (part.bundle_id, given.offer_id) IN ((p.offer_id, p.other_id), (p.other_id, p.offer_id)))
)
INSERT INTO checkout_together (offer_id, other_id, buyers, position, counted_at)
SELECT offer_id, other_id, buyers, place, %(at)s FROM ranked WHERE place <= %(kept)s
"""

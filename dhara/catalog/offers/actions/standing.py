"""What the market keeps about offers: how many were sold, under which words they are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from dhara.catalog.offers.models import Offer
from dhara.catalog.search.actions import words_of

_BATCH = 500


def counting_sold(copies: Mapping[int, int]) -> tuple[str, list[Any]]:
    """SQL to put after a WITH, and its parameters: so many copies of these offers (by id) were paid for.

    For the statement that writes the sale itself. Offers are locked by id, so that nobody waits in a circle.
    """
    return _SOLD, [list(copies), list(copies.values())]


_SOLD = """paid_for AS (
  SELECT o.id, g.copies FROM catalog_offer o JOIN unnest(%s::bigint[], %s::integer[]) AS g(id, copies) ON g.id = o.id
  ORDER BY o.id FOR NO KEY UPDATE OF o
), counted AS (
  UPDATE catalog_offer o SET sold = o.sold + paid_for.copies FROM paid_for WHERE o.id = paid_for.id
)"""


def reindex(*, offer_id: int | None = None, studio_id: int | None = None, category_id: int | None = None) -> int:
    """Write the search words anew: of one offer, of a studio or a shelf (its name changed), or of all.

    Returns how many.
    """
    rows = Offer.objects.select_related("studio", "category__parent").defer("search").order_by("pk")
    if offer_id is not None:
        rows = rows.filter(pk=offer_id)
    if studio_id is not None:
        rows = rows.filter(studio_id=studio_id)
    if category_id is not None:
        rows = rows.filter(Q(category_id=category_id) | Q(category__parent_id=category_id))
    done, last = 0, 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        for offer in batch:
            offer.search = words_of(offer)
        Offer.objects.bulk_update(batch, ["search"])
        done, last = done + len(batch), batch[-1].pk
    return done

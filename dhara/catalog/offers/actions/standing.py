"""What the market keeps about offers: how many were sold, under which words they are found."""

from __future__ import annotations

from django.db.models import Q

from dhara.catalog.offers.models import Offer
from dhara.catalog.search.actions import words_of
from dhara.kit import rows

_BATCH = 500


def count_sold(offer_id: int, quantity: int) -> None:
    """Copies of the offer were paid for (or, when negative, refunded): one statement."""
    with rows.cursor() as cursor:
        sql = "UPDATE catalog_offer SET sold = sold + %s WHERE id = %s AND sold >= %s"
        cursor.execute(sql, [quantity, offer_id, -quantity])


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

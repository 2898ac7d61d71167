"""Reads: when money becomes available."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Sum

from dhara.kit.currency import Money
from dhara.money.clearing.models import Clearing


def coming(studio_id: int, *, limit: int = 30) -> list[tuple[datetime, Money]]:
    """What becomes available next, the soonest first: (when, how much), sums per moment and currency."""
    rows = (
        Clearing.objects.filter(studio_id=studio_id, cleared_at__isnull=True)
        .values("due_at", "currency")
        .annotate(sum=Sum(F("amount") - F("taken_back")))
        .filter(sum__gt=0)
        .order_by("due_at", "currency")[:limit]
    )
    return [(row["due_at"], Money(row["sum"], row["currency"])) for row in rows]

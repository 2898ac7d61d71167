"""Reads: what is set aside."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.money.escrow import rules
from dhara.money.escrow.models import Hold


def open_holds(subject: str) -> QuerySet[Hold]:
    """What is still set aside for a subject, the first one first."""
    return Hold.objects.filter(subject=subject, status=rules.HELD).order_by("id")


def open_below(key: str) -> QuerySet[Hold]:
    """What is still set aside under keys that begin so, the first one first."""
    return Hold.objects.filter(key__startswith=key, status=rules.HELD).order_by("id")

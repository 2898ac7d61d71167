"""Reads of releases."""

from __future__ import annotations

from dhara.catalog.releases.models import Release


def of_offer(offer_id: int) -> Release | None:
    return Release.objects.filter(offer_id=offer_id).first()

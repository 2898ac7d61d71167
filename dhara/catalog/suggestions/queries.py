"""Reads of suggestions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from dhara.catalog.bundles.rules import CLOSED
from dhara.catalog.prices.models import Tier
from dhara.catalog.suggestions.models import Suggestion
from dhara.kit import rows

_ALONG = ("offer", "tier", "tier__offer", "tier__offer__studio", "tier__offer__cover", "tier__offer__cover__file")


def beside(offer_ids: Iterable[int], *kinds: str, covers: bool = True) -> list[Suggestion]:
    """What these offers suggest in ways of `kinds`, with tiers, their offers and studios (and covers): one query."""
    along = _ALONG if covers else _ALONG[:4]
    where = "t.offer_id = ANY(%s) AND t.kind = ANY(%s)"
    return rows.load(Suggestion, where, [list(offer_ids), list(kinds)], along=along, tail="ORDER BY t.position, t.id")


def of_offer(offer_id: int) -> QuerySet[Suggestion]:
    """All of an offer, for its studio."""
    found = Suggestion.objects.filter(offer_id=offer_id).select_related("tier__offer__cover__file")
    return found.prefetch_related("tier__prices").order_by("kind", "position", "id")


def candidates(studio_id: int, offer_id: int) -> QuerySet[Tier]:
    """What may be suggested beside an offer: tiers of the studio's other offers."""
    tiers = Tier.objects.filter(offer__studio_id=studio_id, retired=False).exclude(offer_id=offer_id)
    return tiers.exclude(offer__status__in=CLOSED).select_related("offer").order_by("offer__title", "position", "id")

"""What is shown beside an offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dhara.catalog.offers.queries import on_market, with_launches
from dhara.catalog.offers.shown import ROW, CardRow
from dhara.checkout.together import rules
from dhara.kit.hot import Hot


def bought_with(offer_id: int, at: datetime) -> list[CardRow]:
    """What buyers of the offer bought besides and can be bought now, the studio's own first; one query."""
    return [CardRow(*row) for row in _shown(offer=offer_id, at=at)]


def _build(*, offer: int, at: datetime) -> QuerySet[Any, Any]:
    found = with_launches(on_market(at)).filter(bought_with__offer_id=offer).order_by("bought_with__position")
    return found.values_list(*ROW)[: rules.MOST * 2]


_shown = Hot(_build)

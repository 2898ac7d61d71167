"""A studio's own offers: what it advises buyers to take."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from dhara.api.v1.access import WRITING_OFFERS, caller, needs
from dhara.api.v1.endpoints.market import Handle, OfferId
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import recommendations as shapes
from dhara.catalog.models import Offer
from dhara.catalog.prices import actions
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere

router = Router(tags=["Studios"])


@router.post(
    "/studios/{handle}/offers/{offer_id}/recommendation",
    response=shapes.RecommendationOut,
    operation_id="recommend_tier",
    summary="Recommend a tier",
)
@needs(WRITING_OFFERS)
def recommend_tier(
    request: HttpRequest, handle: Path[Handle], offer_id: Path[OfferId], wanted: shapes.RecommendationIn
) -> Any:
    """It takes the place of the one that was recommended before; with null there is none any more. Twice is once."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "edit_offers")
    offer = Offer.objects.select_related("studio").filter(studio=studio, pk=offer_id).first()
    if offer is None:
        raise NotFoundHere()
    actions.recommend(offer, wanted.tier, by=me.by, at=clock.now())
    return shapes.RecommendationOut(offer=offer.pk, tier=wanted.tier)

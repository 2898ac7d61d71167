"""The pictures of a studio's own offers: add one that was uploaded; order, describe, take away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Status

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import WRITING_CATALOG, Caller, needs
from dhara.api.v1.endpoints import offering
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.own_offers import ONE, TAG, OwnOfferId, shown
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.endpoints.uploads import PICTURE, taken
from dhara.api.v1.schemas import own_offers as shapes
from dhara.catalog.offers import actions
from dhara.kit import clock
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio

router = Router(tags=[TAG])


@router.post(
    f"{ONE}/pictures", response={201: shapes.OwnOfferOut}, operation_id="add_own_picture", summary="Add a picture"
)
@needs(WRITING_CATALOG)
def add_own_picture(
    request: HttpRequest,
    handle: Path[Handle],
    own_offer: Path[OwnOfferId],
    wanted: shapes.OwnPictureIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Last in the row; the first one becomes the cover.

    Send the same `Idempotency-Key` again when no answer came: it is added once.
    """
    (studio, me), at = desk_of(request, handle, "edit_offers"), clock.now()
    offer = offering.whole(studio, own_offer, me.person).offer

    def add() -> int:
        with taken(wanted.upload, PICTURE, studio, at) as file:
            return actions.add_picture(offer, file.picture, alt=wanted.alt, by=me.by, at=at).pk

    make_once(add, key=f"own-picture:{offer.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, shown(studio, own_offer, me))


@router.put(
    f"{ONE}/pictures",
    response=shapes.OwnOfferOut,
    operation_id="arrange_own_pictures",
    summary="Arrange and remove pictures",
)
@needs(WRITING_CATALOG)
def arrange_own_pictures(
    request: HttpRequest, handle: Path[Handle], own_offer: Path[OwnOfferId], wanted: shapes.ArrangementIn
) -> Any:
    """The pictures that are to stay, in their order, with what they show."""
    studio, me = desk_of(request, handle, "edit_offers")
    _arrange(studio, own_offer, wanted, me)
    return shown(studio, own_offer, me)


@transaction.atomic
def _arrange(studio: Studio, offer_id: int, wanted: shapes.ArrangementIn, me: Caller) -> None:
    """Raises Invalid (`pictures.0.id`, `cover`), Conflict where `seen` is not the present version."""
    now = offering.present(studio, offer_id, me.person, wanted.seen)
    present = {each.picture_id: each for each in now.offer.pictures.all()}
    placed = []
    for place, each in enumerate(wanted.pictures):
        found = present.pop(each.id, None)
        if found is None:
            raise _gone(f"pictures.{place}.id")
        placed.append((found.picture, found.alt if each.alt is None else each.alt))
    if wanted.cover is not None and wanted.cover not in {each.id for each in wanted.pictures}:
        raise _gone("cover")
    actions.set_pictures(now.offer, placed, cover_id=wanted.cover, by=me.by, at=clock.now())


def _gone(field: str) -> Invalid:
    return Invalid("picture_gone", _("This picture is not there any more."), field)

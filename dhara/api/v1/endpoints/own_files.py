"""The files of a studio's own offers: add one that was uploaded, release a newer version, retire one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import WRITING_CATALOG, Caller, needs
from dhara.api.v1.endpoints import offering
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.own_offers import ONE, TAG, OwnOfferId, shown
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.endpoints.uploads import FILE, taken
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.own_offers import OwnOfferOut
from dhara.api.v1.schemas.own_tiers import OwnFileIn, OwnVersionIn
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Offer
from dhara.delivery.downloads import actions
from dhara.delivery.downloads.models import DownloadFile
from dhara.delivery.gigs.rules import GIG
from dhara.kit import clock
from dhara.kit.files.models import StoredFile
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=[TAG])
OwnFileId = Annotated[int, Field(ge=1, le=BIGGEST)]
_FILE = f"{ONE}/files/{{own_file}}"


@router.post(f"{ONE}/files", response={201: OwnOfferOut}, operation_id="add_own_file", summary="Add a file")
@needs(WRITING_CATALOG)
def add_own_file(
    request: HttpRequest,
    handle: Path[Handle],
    own_offer: Path[OwnOfferId],
    wanted: OwnFileIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Last in the row. Tiers that give all files give it too, also to earlier buyers.

    Send the same `Idempotency-Key` again when no answer came: it is added once.
    """
    (studio, me), at = desk_of(request, handle, "edit_offers"), clock.now()
    offer = offering.whole(studio, own_offer, me.person).offer
    if offer.kind in (GIG, BUNDLE):
        raise Invalid("no_files", _("Offers of this kind have no files of their own."), "upload")

    def add(file: StoredFile) -> int:
        return actions.add_file(offer, file, title=wanted.title, announce=wanted.announce, by=me.by, at=at).pk

    _taken_once(add, wanted, studio, f"own-file:{offer.pk}:{idempotency_key}", at)
    return Status(201, shown(studio, own_offer, me))


@router.post(
    f"{_FILE}/versions", response={201: OwnOfferOut}, operation_id="release_own_file", summary="Release a new version"
)
@needs(WRITING_CATALOG)
def release_own_file(
    request: HttpRequest,
    handle: Path[Handle],
    own_offer: Path[OwnOfferId],
    own_file: Path[OwnFileId],
    wanted: OwnVersionIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Buyers get it from now on, and can still fetch the older ones.

    Send the same `Idempotency-Key` again when no answer came: it is released once.
    """
    (studio, me), at = desk_of(request, handle, "edit_offers"), clock.now()
    file = _file(studio, own_offer, own_file, me)

    def release(stored: StoredFile) -> int:
        said = actions.release_version(file, stored, notes=wanted.notes, announce=wanted.announce, by=me.by, at=at)
        return said.pk

    _taken_once(release, wanted, studio, f"own-version:{file.pk}:{idempotency_key}", at)
    return Status(201, shown(studio, own_offer, me))


@router.post(f"{_FILE}/retirement", response=OwnOfferOut, operation_id="retire_own_file", summary="Retire a file")
@needs(WRITING_CATALOG)
def retire_own_file(
    request: HttpRequest, handle: Path[Handle], own_offer: Path[OwnOfferId], own_file: Path[OwnFileId]
) -> Any:
    """New buyers do not get it; earlier ones keep it. What is for sale keeps giving something. Twice is once."""
    studio, me = desk_of(request, handle, "edit_offers")
    file = _file(studio, own_offer, own_file, me)
    if not file.retired:
        actions.retire_file(file, by=me.by, at=clock.now())
    return shown(studio, own_offer, me)


def _taken_once(
    act: Callable[[StoredFile], int], wanted: OwnFileIn | OwnVersionIn, studio: Studio, key: str, at: datetime
) -> None:
    def take() -> int:
        with taken(wanted.upload, FILE, studio, at) as file:
            return act(file)

    make_once(take, key=key, body=body_of(wanted), at=at)


def _file(studio: Studio, offer_id: int, file_id: int, me: Caller) -> DownloadFile:
    """Raises NotFoundHere."""
    offer: Offer = offering.whole(studio, offer_id, me.person).offer
    file = DownloadFile.objects.filter(pk=file_id, offer=offer).first()
    if file is None:
        raise NotFoundHere()
    file.offer = offer
    return file

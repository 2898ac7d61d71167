"""A studio's own offers, for its members: list, make, read, change, publish, take down, put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import CATALOG, WRITING_CATALOG, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints import offering
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import own_offers as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.own_gigs import own_gig_out
from dhara.api.v1.schemas.own_tiers import file_out, tiers_out
from dhara.catalog.models import Offer
from dhara.catalog.offers import actions, queries, rules
from dhara.delivery.gigs.rules import GIG
from dhara.kit import clock
from dhara.people.models import Studio

TAG: Final = "A studio's offers"
router = Router(tags=[TAG])
OwnOfferId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ALL: Final = "/studios/{handle}/own-offers"
ONE: Final = f"{_ALL}/{{own_offer}}"
# The right that each needs, what does it, and the state in which it is done already.
_Verb = tuple[str, Callable[..., Offer], str]
VERBS: Final[dict[str, _Verb]] = {
    "publish": ("publish_offers", actions.publish, rules.PUBLISHED),
    "unpublish": ("publish_offers", actions.unpublish, rules.UNPUBLISHED),
    "archive": ("edit_offers", actions.archive, rules.ARCHIVED),
    "restore": ("edit_offers", actions.restore, rules.UNPUBLISHED),
}


@router.get(_ALL, response=shapes.OwnOfferPage, operation_id="list_own_offers", summary="A studio's own offers")
@needs(CATALOG)
def list_own_offers(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.OwnOffersAsked]) -> Any:
    """Of every kind and in every state, the latest first. Only for members."""
    studio, me = desk_of(request, handle, "see_offers")
    found = queries.in_workplace(me.viewer.account, studio.pk).order_by("-pk")
    wanted = {name: value for name, value in (("status", asked.state), ("kind", asked.kind)) if value}
    cursors = Cursors("own-offers", studio=studio.pk, **wanted)
    shown, following = cursors.page(found.filter(**wanted), asked)
    return shapes.OwnOfferPage(items=[shapes.row_out(each) for each in shown], next=following)


@router.post(_ALL, response={201: shapes.OwnOfferOut}, operation_id="make_own_offer", summary="Draft an offer")
@needs(WRITING_CATALOG)
def make_own_offer(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.OwnOfferIn, idempotency_key: IdempotencyKey
) -> Any:
    """A gig or a download. Only members see it before it is published; `missing` says what it lacks for that.

    Send the same `Idempotency-Key` again when no answer came: you get the draft that was made.
    """
    (studio, me), at = desk_of(request, handle, "edit_offers"), clock.now()

    def make() -> int:
        return offering.make(studio, wanted, by=me.by, at=at).pk

    made, _new = make_once(make, key=f"own-offer:{studio.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, shown(studio, made, me))


@router.get(ONE, response=shapes.OwnOfferOut, operation_id="get_own_offer", summary="One of a studio's own offers")
@needs(CATALOG)
def get_own_offer(request: HttpRequest, handle: Path[Handle], own_offer: Path[OwnOfferId]) -> Any:
    """As its members made it, whatever its state."""
    studio, me = desk_of(request, handle, "see_offers")
    return shown(studio, own_offer, me)


@router.patch(ONE, response=shapes.OwnOfferOut, operation_id="change_own_offer", summary="Change an offer")
@needs(WRITING_CATALOG)
def change_own_offer(
    request: HttpRequest, handle: Path[Handle], own_offer: Path[OwnOfferId], wanted: shapes.OwnOfferEditIn
) -> Any:
    """What you leave out stays. All of it is done or nothing; work that was ordered keeps what was agreed.

    Texts and dates of every kind of offer, all of a gig, the prices of the others. What is for sale stays complete.
    """
    studio, me = desk_of(request, handle, "edit_offers")
    offering.change(studio, own_offer, wanted, me.person, by=me.by, at=clock.now())
    return shown(studio, own_offer, me)


@router.post(
    f"{ONE}/state",
    response=shapes.OwnOfferOut,
    operation_id="move_own_offer",
    summary="Publish an offer, take it down, put it away",
)
@needs(WRITING_CATALOG)
def move_own_offer(
    request: HttpRequest, handle: Path[Handle], own_offer: Path[OwnOfferId], wanted: shapes.OwnOfferStateIn
) -> Any:
    """Refused with all that is missing. Buyers keep what they bought; what was put away can be taken out again.

    Twice is once.
    """
    verb, act, done = VERBS[wanted.to]
    studio, me = desk_of(request, handle, verb)
    found = offering.whole(studio, own_offer, me.person).offer
    if found.status != done:
        with offering.blamed(found.kind):
            act(found, by=me.by, at=clock.now())
    return shown(studio, own_offer, me)


def shown(studio: Studio, offer_id: int, me: Caller) -> shapes.OwnOfferOut:
    """Raises NotFoundHere."""
    found = offering.whole(studio, offer_id, me.person)
    offer = found.offer
    gig = own_gig_out(list(offer.tiers.all()), found.packages, found.terms) if offer.kind == GIG else None
    tiers = [] if offer.kind == GIG else tiers_out(list(offer.tiers.all()), found.tier_files)
    lacks = actions.missing(offer) if offer.status in (rules.DRAFT, rules.UNPUBLISHED) else ()
    files = [file_out(each) for each in found.files]
    return shapes.own_offer_out(offer, found.version, gig, tiers, files, lacks)

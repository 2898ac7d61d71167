"""The market, for anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from dhara.api.v1.access import MARKET, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.schemas import market as shapes
from dhara.api.v1.schemas.base import BIGGEST, LINE
from dhara.api.v1.schemas.gigs import gig_out
from dhara.api.v1.schemas.offers import OfferOut, offer_out
from dhara.catalog.bundles.queries import parts_of
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Offer
from dhara.catalog.offers import queries
from dhara.catalog.offers.keyset import page_of
from dhara.catalog.offers.queries import Narrowed
from dhara.catalog.search import queries as searching
from dhara.checkout.together.queries import bought_with
from dhara.checkout.together.rules import MOST
from dhara.delivery.downloads.queries import shown_files
from dhara.delivery.gigs import queries as gigs
from dhara.delivery.gigs.rules import GIG
from dhara.delivery.licences.queries import terms_of
from dhara.delivery.licences.rules import LICENCE
from dhara.kit import clock
from dhara.kit.currency import CODES
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways.queries import in_use
from dhara.people.models import Studio
from dhara.people.studios.queries import by_handle

router = Router(tags=["Market"])
Handle = Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[A-Za-z0-9_]+$")]
Slug = Annotated[str, Field(min_length=1, max_length=120, pattern=LINE)]
OfferId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get("/offers", response=shapes.OfferPage, operation_id="list_offers", summary="Find offers")
@needs(MARKET)
def list_offers(request: HttpRequest, asked: Query[shapes.OffersAsked]) -> Any:
    """What is on the market, a page at a time: all of it, a shelf of it, or what fits some words."""
    at = clock.now()
    cursors = Cursors("offers", **asked.model_dump(exclude={"cursor", "limit"}))
    mark = cursors.read(asked.cursor)
    offers = _wanted(asked, at)
    following: Any
    if asked.q.strip() and asked.sort in ("", "relevance"):
        found, following = _ranked(offers, asked, mark, at)
    else:
        key = "sold" if asked.sort == "popular" else "published_at"
        page = page_of(queries.cards(searching.matching(offers, asked.q)), key, mark, asked.limit)
        found, following = page.items, page.next
    items = [shapes.card(offer, asked.currency) for offer in found]
    return shapes.OfferPage(items=items, next=cursors.write(following) if following else None)


def _wanted(asked: shapes.OffersAsked, at: datetime) -> QuerySet[Offer]:
    """What the filters leave of the market; nothing for a category or currency that there is not."""
    offers = Narrowed(free=asked.free, language=asked.language, currency=asked.currency).of(queries.on_market(at))
    if asked.category:
        shelf = queries.shelf(asked.category)
        offers = offers.filter(category_id__in=shelf.ids() if shelf else [])
    if asked.studio:
        offers = offers.filter(studio__handle__iexact=asked.studio)
    return offers if asked.currency in ("", *CODES) else offers.none()


def _ranked(
    offers: QuerySet[Offer], asked: shapes.OffersAsked, mark: Any, at: datetime
) -> tuple[list[Offer], list[Any] | None]:
    """The best matches after the last one shown, ranked as of the moment of the first page."""
    first, last, place = mark or (at.isoformat(), 0, 0)
    ids = searching.ranked(offers, asked.q, at=datetime.fromisoformat(first))
    start = ids.index(last) + 1 if last in ids else place
    wanted = ids[start : start + asked.limit]
    loaded = queries.cards(offers).order_by().in_bulk(wanted)
    more = len(ids) > start + asked.limit
    return [loaded[each] for each in wanted if each in loaded], [
        first,
        wanted[-1],
        start + len(wanted),
    ] if more else None


@router.get("/offers/{offer_id}", response=OfferOut, operation_id="get_offer", summary="One offer")
@needs(MARKET)
def get_offer(request: HttpRequest, offer_id: Path[OfferId]) -> Any:
    """An offer with its tiers, prices, pictures, and what a buyer gets: files, parts, licence keys."""
    at = clock.now()
    return _shown(queries.page_by_id(offer_id, at), at)


@router.get("/studios/{handle}", response=shapes.StudioOut, operation_id="get_studio", summary="One studio")
@needs(MARKET)
def get_studio(request: HttpRequest, handle: Path[Handle]) -> Any:
    """A seller. An old handle finds the studio too; the answer has the present one."""
    studio = open_studio(handle)
    return shapes.studio_out(studio, queries.figures_of_studio(studio.pk, clock.now()))


@router.get(
    "/studios/{handle}/offers/{slug}",
    response=OfferOut,
    operation_id="get_offer_by_address",
    summary="One offer by its address",
)
@needs(MARKET)
def get_offer_by_address(request: HttpRequest, handle: Path[Handle], slug: Path[Slug]) -> Any:
    """The offer whose page is `/@handle/slug`. Old addresses find it too."""
    at = clock.now()
    offer = queries.page(handle, slug, at)
    if offer is None and (moved := queries.moved(handle, slug, at)):
        offer = queries.page(*moved, at)
    return _shown(offer, at)


@router.get("/categories", response=shapes.CategoryList, operation_id="list_categories", summary="Categories")
@needs(MARKET)
def list_categories(request: HttpRequest) -> Any:
    """The shelves of the market, two levels, in order."""
    return shapes.categories(queries.categories_tree())


@router.get("/gateways", response=shapes.GatewayList, operation_id="list_gateways", summary="Ways to pay")
@needs(MARKET)
def list_gateways(request: HttpRequest, asked: Query[shapes.CurrencyAsked]) -> Any:
    """Through whom an order in this currency can be paid."""
    return shapes.gateways(in_use(asked.currency) if asked.currency in CODES else [])


def open_studio(handle: str) -> Studio:
    """The open studio that has or had this handle. Raises NotFoundHere."""
    studio, moved = by_handle(handle)
    if moved:
        studio, _moved = by_handle(moved)
    if studio is None:
        raise NotFoundHere()
    return studio


def _shown(offer: Offer | None, at: datetime) -> OfferOut:
    if offer is None:
        raise NotFoundHere()
    parts = parts_of([offer.pk], covers=False).get(offer.pk, []) if offer.kind == BUNDLE else []
    terms = terms_of(offer.pk) if offer.kind == LICENCE else None
    beside = bought_with(offer.pk, at)[:MOST]
    gig = None
    if offer.kind == GIG:
        gig = gig_out(offer, gigs.terms_of(offer.pk), gigs.packages(each.pk for each in offer.tiers.all()))
    return offer_out(offer, shown_files(offer.pk), parts, terms, beside, gig, at)

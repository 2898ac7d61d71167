"""The front page, the market with its shelves, and the search."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from dhara.catalog.offers import queries, shown
from dhara.catalog.offers.queries import Shelf
from dhara.catalog.offers.shown import CardRow
from dhara.kit import clock
from dhara.people.models import Studio
from dhara.people.studios.queries import public
from dhara.web.storefront import addresses, narrowing, seo
from dhara.web.storefront.answers import fresh
from dhara.web.storefront.wares import cards, rows
from dhara.web.ui.cards import OfferCard, pills
from dhara.web.ui.limits import limited
from dhara.web.ui.preferences import currency_of

FRONT: Final = 8
SEARCHES, SECONDS = 60, 60
LONGEST: Final = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at, currency, language = clock.now(), currency_of(request), get_language() or "en"
    bought = shown.listing(at, order="popular", size=3 * FRONT).items
    newest = shown.listing(at, size=2 * FRONT).items
    loved = [offer for offer in bought if offer.sold][:FRONT]
    known = {offer.id for offer in loved}
    latest = [offer for offer in newest if offer.id not in known][:FRONT]
    context = {
        "shelves": shelves(language),
        "popular": rows(loved, currency, at, language=language),
        "newest": rows(latest, currency, at, language=language),
        "studios": _studios([*bought, *newest]),
        "head": seo.head(request, "/"),
        "jsonld": seo.site(),
    }
    return fresh(request, render(request, "storefront/home.html", {"makers": context.pop("studios"), **context}))


def _studios(offers: list[CardRow], most: int = 6) -> list[Studio]:
    """The studios behind these offers, in their order, with their pictures: one query."""
    ids = list(dict.fromkeys(offer.studio_id for offer in offers))[:most]
    found = public().select_related("picture__file").in_bulk(ids)
    return [found[each] for each in ids if each in found]


def shelves(language: str) -> SafeString:
    """Links to the upper shelves."""
    return pills(_link(each, language) for each in queries.categories_tree())


def _link(shelf: Shelf, language: str) -> tuple[str, str, str]:
    """(address, name, icon)"""
    category = shelf.category
    name = category.name_bn if language == "bn" else category.name_en
    return addresses.shelf(category.slug), name, seo.icon_of(category)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return _list(request, None)


@require_safe
def shelf(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.shelf(slug)
    if found is None:
        raise Http404
    return _list(request, found)


def _list(request: HttpRequest, shelf: Shelf | None) -> HttpResponse:
    at, currency, language = clock.now(), currency_of(request), get_language() or "en"
    choice, after = narrowing.read(request.GET, currency), request.GET.get("after")
    drawn, following = _page(shelf, choice, after, currency, at)
    path = addresses.shelf(shelf.category.slug) if shelf else "/market/"
    context = {
        **_around(shelf, language),
        "choice": choice,
        "orders": _orders(request, choice.order),
        "cards": drawn,
        "next": following,
        "later": bool(after),
        "head": seo.head(request, path),
        "bare": bool(after) or bool(choice.only) or choice.order != "newest",
    }
    return fresh(request, render(request, "storefront/listing.html", context))


def _page(
    shelf: Shelf | None, choice: narrowing.Choice, after: str | None, currency: str, at: datetime
) -> tuple[list[OfferCard], str | None]:
    """The cards, and the mark of the next ones."""
    language, ids = get_language() or "en", tuple(shelf.ids()) if shelf else ()
    if not choice.only:
        plain = shown.listing(at, shelves=ids, order=choice.order, after=after)
        return rows(plain.items, currency, at, language=language), plain.next
    page = queries.listing(at, shelf=shelf, only=choice.only, order=choice.order, after=after)
    return cards(page.items, choice.only.currency or currency, at, language=language), page.next


def _around(shelf: Shelf | None, language: str) -> dict[str, Any]:
    """Where this shelf stands: its name, those above, and links to those below or beside it."""
    if shelf is None:
        return {"title": gettext("The market"), "trail": [], "beside": shelves(language)}
    above = next((top for top in queries.categories_tree() if shelf in top.children), shelf)
    trail = [(gettext("The market"), "/market/")]
    here, title, _icon = _link(shelf, language)
    top, name, _icon = _link(above, language)
    if above is not shelf:
        trail.append((name, top))
    links = [(top, gettext("All"), ""), *(_link(child, language) for child in above.children)]
    return {"title": title, "trail": trail, "beside": pills(links, here)}


def _orders(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    """The ways to sort, as links that keep what is narrowed and begin at the first page."""
    found = []
    for name, label in narrowing.ORDERS.items():
        query = request.GET.copy()
        query.pop("after", None)
        query.pop("page", None)
        query["order"] = name
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": name == chosen})
    return found


@require_safe
@limited("search", SEARCHES, SECONDS)
def search(request: HttpRequest) -> HttpResponse:
    at, currency, language = clock.now(), currency_of(request), get_language() or "en"
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    choice = narrowing.read(request.GET, currency)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 5 else 1
    found = queries.search(text, at, only=choice.only, page=page)
    offers = found.items
    suggested = [] if offers else queries.popular(at, size=4).items
    context = {
        "q": text,
        "found": found,
        "choice": choice,
        "cards": cards(offers, choice.only.currency or currency, at, language=language),
        "suggested": cards(suggested, currency, at, language=language),
        "shelves": shelves(language),
        "before": found.page - 1,
        "after": found.page + 1 if found.page < found.pages else None,
    }
    return fresh(request, render(request, "storefront/search.html", context))

"""A studio's page, and its feed of new offers."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dhara.audience.forms import queries as forms
from dhara.catalog.models import Offer
from dhara.catalog.offers import queries, shown
from dhara.kit import clock
from dhara.people.models import Studio
from dhara.people.studios.queries import by_handle
from dhara.web.storefront import addresses, seo
from dhara.web.storefront.answers import fresh
from dhara.web.storefront.said import of_studio
from dhara.web.storefront.wares import rows
from dhara.web.subscriber.block import block
from dhara.web.ui import visitors
from dhara.web.ui.preferences import currency_of


@require_safe
def without_slash(request: HttpRequest, handle: str) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    return HttpResponsePermanentRedirect(addresses.studio(quote(handle)))


@require_safe
def studio(request: HttpRequest, handle: str) -> HttpResponse:
    found, elsewhere = _find(handle)
    if elsewhere is not None:
        return HttpResponsePermanentRedirect(addresses.studio(elsewhere))
    at, currency, language = clock.now(), currency_of(request), get_language() or "en"
    after = request.GET.get("after")
    page = shown.of_studio(found.pk, at, after=after)
    visitors.seen(request, found.pk, "studio", at=at)
    form = None if after else forms.on_page(found.pk)
    count, sold = queries.figures_of_studio(found.pk, at)
    context = {
        "studio": found,
        "cards": rows(page.items, currency, at, language=language),
        "next": page.next,
        "later": bool(after),
        "count": count,
        "sold": sold,
        "said": of_studio(found),
        "head": seo.head(request, addresses.studio(found.handle), found.cover or found.picture),
        "jsonld": seo.profile(found),
        **(block(request, form, found, at=at) if form else {}),
    }
    return fresh(request, render(request, "storefront/studio.html", context))


@require_safe
def feed(request: HttpRequest, handle: str) -> HttpResponse:
    """The newest offers as RSS 2.0."""
    found, elsewhere = _find(handle)
    if elsewhere is not None:
        return HttpResponsePermanentRedirect(addresses.studio(elsewhere) + "/feed")
    items = [(each, addresses.absolute(addresses.offer(found.handle, each.slug))) for each in _newest(found)]
    page = render(
        request,
        "storefront/feed.xml",
        {"studio": found, "items": items, "url": addresses.absolute(addresses.studio(found.handle))},
        content_type="application/rss+xml; charset=utf-8",
    )
    return fresh(request, page)


def _newest(found: Studio) -> list[Offer]:
    return queries.of_studio(found.pk, clock.now(), size=30).items


def _find(handle: str) -> tuple[Studio, str | None]:
    """The studio, and its handle where this is not how it is written today."""
    found, moved = (None, None) if "\x00" in handle else by_handle(handle[:40])
    if found is None:
        raise Http404
    return found, moved or (None if found.handle == handle else found.handle)

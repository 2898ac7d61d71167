"""robots.txt and the sitemaps: an index, and files of many addresses, written while they are read from the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from dhara.catalog.offers import queries
from dhara.kit import clock
from dhara.people.studios.queries import public
from dhara.web.storefront import addresses
from dhara.web.ui.limits import limited

# The protocol allows 50,000 addresses in one file; files are of ids, so that each is one stroke of an index.
PER_FILE: Final = 20_000
MOST_FILES: Final = 40_000
_XML: Final = "application/xml; charset=utf-8"
_OPEN: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
CLOSED: Final = ("/account/", "/cart/", "/checkout/", "/d/", "/library/", "/operator/", "/outbox/", "/sandbox/",
                 "/search/", "/studio/", "/ui/")  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {_at('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8", headers=_kept(86_400))


@require_safe
@limited("sitemap", 60, 60)
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """Which files there are: found out by the highest ids, without counting."""
    at = clock.now()
    offer = queries.on_market(at).order_by("-pk").values_list("pk", flat=True).first() or 0
    studio = public().order_by("-pk").values_list("pk", flat=True).first() or 0
    names = ["pages"]
    names += [f"studios-{number}" for number in range(1, _files(studio) + 1)]
    names += [f"offers-{number}" for number in range(1, _files(offer) + 1)]
    rows = "".join(f"<sitemap><loc>{_at(f'/sitemap-{name}.xml')}</loc></sitemap>\n" for name in names)
    text = f"{_OPEN.format('sitemapindex')}{rows}</sitemapindex>\n"
    return HttpResponse(text, content_type=_XML, headers=_kept(3600))


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django calls it so
    tree = queries.categories_tree()
    slugs = [each.category.slug for top in tree for each in (top, *top.children)]
    return _urlset((path, None) for path in ["/", "/market/", "/jobs/", *map(addresses.shelf, slugs)])


@require_safe
@limited("sitemap", 60, 60)
def studios(request: HttpRequest, number: int) -> HttpResponseBase:  # noqa: ARG001 - Django calls it so
    found = public().filter(**_ids(number)).order_by("pk").values_list("handle", "status_at")
    return _urlset((addresses.studio(handle), at) for handle, at in found.iterator(chunk_size=2000))


@require_safe
@limited("sitemap", 60, 60)
def offers(request: HttpRequest, number: int) -> HttpResponseBase:  # noqa: ARG001 - Django calls it so
    found = queries.on_market(clock.now()).filter(**_ids(number)).order_by("pk")
    rows = found.values_list("studio__handle", "slug", "changed_at").iterator(chunk_size=2000)
    return _urlset((addresses.offer(handle, slug), at) for handle, slug, at in rows)


def _ids(number: int) -> dict[str, int]:
    """The condition that a file of this number stands for."""
    if not 1 <= number <= MOST_FILES:
        raise Http404
    return {"pk__gt": (number - 1) * PER_FILE, "pk__lte": number * PER_FILE}


def _files(highest: int) -> int:
    return min(-(-highest // PER_FILE), MOST_FILES)


def _urlset(rows: Iterable[tuple[str, datetime | None]]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_written(rows), content_type=_XML, headers=_kept(3600))


def _written(rows: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    yield _OPEN.format("urlset")
    for path, changed in rows:
        last = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        yield f"<url><loc>{_at(path)}</loc>{last}</url>\n"
    yield "</urlset>\n"


def _at(path: str) -> str:
    return escape(addresses.absolute(path))


def _kept(seconds: int) -> dict[str, str]:
    return {"Cache-Control": f"public, max-age={seconds}"}

"""An offer's page: for visitors, for members of its studio before it is published, for its buyers afterwards."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from dhara.catalog.bundles import queries as bundles
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Category, Offer
from dhara.catalog.offers import queries, shown
from dhara.catalog.offers.rules import PUBLISHED
from dhara.checkout.refunds.queries import terms_of
from dhara.checkout.wishes import queries as wishes
from dhara.delivery.downloads.queries import shown_files
from dhara.delivery.gigs.rules import GIG
from dhara.delivery.grants.queries import library
from dhara.delivery.licences.queries import seats_of
from dhara.delivery.licences.rules import LICENCE
from dhara.kit import clock
from dhara.kit.html import plain
from dhara.money.policies.queries import value
from dhara.people.access.queries import Viewer
from dhara.web.storefront import addresses, seo
from dhara.web.storefront.answers import signed_in
from dhara.web.storefront.gigs import GigShown, PackageShown, gig
from dhara.web.storefront.page import Wares, wares
from dhara.web.storefront.said import Said, of_offer
from dhara.web.storefront.together import bought_besides, goes_well
from dhara.web.storefront.wares import rows
from dhara.web.ui import hearts, visitors
from dhara.web.ui.preferences import currency_of

MORE: Final = 4
DESCRIBED: Final = 160


@require_safe
def without_slash(request: HttpRequest, handle: str, slug: str) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    return HttpResponsePermanentRedirect(quote(addresses.offer(handle, slug), safe="/@"))


@require_safe
def offer(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    if "\x00" in handle + slug:
        raise Http404
    at, slug, handle = clock.now(), unicodedata.normalize("NFC", slug)[:200], handle[:40]
    if "preview" in request.GET and signed_in(request):
        return _preview(request, handle, slug, at)
    found = shown.page(handle, slug, at)
    if found is None:
        return _elsewhere(request, handle, slug, at)
    if found.studio.handle != handle:
        return HttpResponsePermanentRedirect(quote(addresses.offer(found.studio.handle, slug), safe="/@"))
    visitors.seen(request, found.studio_id, f"offer:{found.pk}", at=at)
    owned = library(_account(request)).filter(offer=found).first() if signed_in(request) else None
    own = {"owned": owned, "wished": _wished(request, found)}
    response = render(request, "storefront/offer.html", context(request, found, at) | own)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _wished(request: HttpRequest, found: Offer) -> bool:
    """Asked for whoever is signed in; a visitor's browser knows."""
    if signed_in(request):
        return wishes.is_on(wishes.find(None, _account(request)), found.pk)
    return found.pk in hearts.wished(request)


def _account(request: HttpRequest) -> Any:
    return request.user


def context(request: HttpRequest, found: Offer, at: datetime) -> dict[str, Any]:
    """Everything on the page; six queries besides the offer's own, two more for a bundle, one for a licence.

    A gig asks four, and one or two for what was said of it.
    """
    language, currency = get_language() or "en", currency_of(request)
    parts = bundles.parts_of([found.pk]).get(found.pk, []) if found.kind == BUNDLE else []
    ware = wares(
        found,
        shown_files(found.pk),
        currency,
        request.GET.dict(),
        most=bundles.copies_left(parts),
        seats=seats_of(found.pk, [tier.pk for tier in found.tiers.all()]) if found.kind == LICENCE else None,
        at=at,
    )
    work = gig(found, ware, at) if found.kind == GIG else None
    said = of_offer(found) if work else None
    pairs = goes_well(found, ware, at)
    together = bought_besides(found, pairs, at)
    named = {found.pk, *(each.id for each in together)}
    near = shown.of_studio(found.studio_id, at, size=MORE + 1).items
    path = addresses.offer(found.studio.handle, found.slug)
    about = found.seo_description or found.summary or plain(found.description, DESCRIBED)
    trail = _trail(found.category, language)
    head = seo.head(request, path, found.cover)
    return {
        "offer": found,
        "studio": found.studio,
        "wares": ware,
        "gig": work,
        "said": said,
        "parts": [(part, part.price(ware.currency)) for part in parts],
        "worth": bundles.worth(parts, ware.currency),
        "saving": bundles.saving(parts, ware.only.now) if ware.only and not ware.only.choose else None,
        "pictures": found.pictures.all(),
        "about": about,
        "trail": trail,
        "pairs": pairs,
        "together": rows(together, currency, at, language=language),
        "more": rows([each for each in near if each.id not in named][:MORE], currency, at, language=language),
        "refunds": terms_of([found.studio_id])[found.studio_id],
        "clearing_days": value("clearing.days", found.studio_id, at=at),
        "head": head,
        "jsonld": _product(found, ware, work, head, about, [*trail, (found.title, path)], said),
        "on_sale": found.status == PUBLISHED,
        "token": True,
    }


def _trail(category: Category | None, language: str) -> list[tuple[str, str]]:
    steps = [(gettext("The market"), "/market/")]
    chain = [each for each in (category and category.parent, category) if each is not None]
    return steps + [(c.name_bn if language == "bn" else c.name_en, addresses.shelf(c.slug)) for c in chain]


def _product(
    found: Offer,
    ware: Wares,
    work: GigShown | None,
    head: seo.Head,
    about: str,
    steps: list[tuple[str, str]],
    said: Said | None,
) -> Any:
    url, full = head.plain, bool(work and work.full)
    offers = [
        {
            "name": tier.name,
            **seo.offer_of(
                tier.now,
                url=url,
                available=not (tier.sold_out or full),
                until=tier.ends,
                starts=found.releases_at,
            ),
        }
        for tier in ware.tiers
        if tier.now is not None
    ]
    product: dict[str, Any] = {
        "@type": "Product",
        "name": found.title,
        "description": about,
        "url": url,
        "image": head.picture,
        "inLanguage": found.language,
        "brand": {"@type": "Brand", "name": found.studio.name},
        "offers": offers[0] if len(offers) == 1 else offers,
    }
    if work:
        product = _service(product, found, work) | (said.schema() if said else {})
    asked = [seo.questions(work.faq)] if work and work.faq else []
    return seo.block({"@graph": [product, *asked, seo.trail(steps)]})


def _service(product: dict[str, Any], found: Offer, work: GigShown) -> dict[str, Any]:
    """A gig is no thing: schema.org has a word of its own for it."""
    brand = product.pop("brand")
    made = {**product, "@type": "Service", "provider": {"@type": "Organization", "name": brand["name"]}}
    if found.category:
        made["serviceType"] = found.category.name_bn if found.language == "bn" else found.category.name_en
    offers = made["offers"]
    for each, package in zip(offers if isinstance(offers, list) else [offers], _priced(work), strict=True):
        each["deliveryLeadTime"] = {"@type": "QuantitativeValue", "value": package.days, "unitCode": "DAY"}
    return made


def _priced(work: GigShown) -> list[PackageShown]:
    return [each for each in work.packages if each.tier.now is not None]


def _preview(request: HttpRequest, handle: str, slug: str, at: datetime) -> HttpResponse:
    """As visitors will see it, for members of the studio; nobody else learns that it is there."""
    found = queries.preview_at(_account(request), handle, slug)
    if found is None:
        raise Http404
    may = Viewer(_account(request)).may(found.studio, "edit_offers")
    page = context(request, found, at) | {"preview": True, "may_edit": may, "on_sale": False}
    response = render(request, "storefront/offer.html", page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _elsewhere(request: HttpRequest, handle: str, slug: str, at: datetime) -> HttpResponse:
    """It moved; or it is not for sale, which only its buyers and its studio are told."""
    there = queries.moved(handle, slug, at)
    if there is not None:
        return HttpResponsePermanentRedirect(quote(addresses.offer(*there), safe="/@"))
    if not signed_in(request):
        raise Http404
    found = queries.ever_at(handle, slug)
    if found is None:
        raise Http404
    visitors.seen(request, found.studio_id, f"offer:{found.pk}", at=at)
    owned = library(_account(request)).filter(offer=found).first()
    member = Viewer(_account(request)).role_in(found.studio) is not None
    if owned is None and not member:
        raise Http404
    page = {"offer": found, "studio": found.studio, "owned": owned, "member": member}
    response = render(request, "storefront/gone.html", page, status=404)
    response.headers["Cache-Control"] = "private, no-store"
    return response

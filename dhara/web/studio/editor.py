"""The one page on which an offer is made: its sections, each saved by itself, and what is still missing.

Every view of the editor ends in `saved` or `refused`. With htmx both answer with the section alone (and the head and
the state of the offer, which may have changed with it), without it `saved` leads back to the page and `refused` shows
the whole page with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.catalog.bundles import queries as bundles
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.collaborators import queries as collaborators
from dhara.catalog.collaborators.rules import ACCEPTED, WHOLE
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions, queries, rules
from dhara.catalog.prices.rules import FREE
from dhara.catalog.releases import queries as releases
from dhara.catalog.suggestions import queries as suggestions
from dhara.catalog.suggestions.rules import KINDS, MOST
from dhara.checkout.preorders import queries as preorders
from dhara.checkout.wishes import queries as wishes
from dhara.delivery.downloads import queries as downloads
from dhara.delivery.downloads.models import DownloadFile
from dhara.delivery.gigs.rules import GIG
from dhara.delivery.grants.queries import count_holders
from dhara.delivery.licences import queries as licences
from dhara.delivery.licences.rules import LICENCE, LIST
from dhara.kit import clock
from dhara.kit.currency import Money, choices
from dhara.kit.html import plain
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotFoundHere
from dhara.web.studio import gigs
from dhara.web.studio.doors import Desk, frame
from dhara.web.studio.forms import prices
from dhara.web.studio.forms.collaborators import Invite
from dhara.web.studio.forms.licences import Terms
from dhara.web.studio.forms.offers import About, NewDate, Schedule, Seo
from dhara.web.studio.forms.suggestions import Propose

Context = dict[str, Any]
OFFER_VERBS: Final = {"edit": "edit_offers", "publish": "publish_offers"}


def offer_of(desk: Desk, offer_id: int) -> Offer:
    """One of the studio's offers with tiers, prices and pictures. Raises NotFoundHere."""
    offer = queries.preview(desk.viewer.account, offer_id)
    if offer is None or offer.studio_id != desk.studio.pk:
        raise NotFoundHere("offer_gone", _("This offer is not there any more."))
    return offer


def files_of(offer: Offer) -> list[DownloadFile]:
    return list(downloads.files_of_offer(offer.pk))


def _about(offer: Offer) -> Context:
    return {"about": About.of(offer), "public_base": f"{host()}/@{offer.studio.handle}/"}


def _pictures(offer: Offer) -> Context:
    return {"pictures": offer.pictures.all(), "most_pictures": rules.MAX_PICTURES}


def _files(offer: Offer) -> Context:
    return {"files": files_of(offer), "holders": count_holders(offer.pk)}


def _prices(offer: Offer) -> Context:
    tiers = list(offer.tiers.all())
    files = [(file.pk, file.title) for file in files_of(offer)]
    codes = prices.currencies_for(offer, tiers)
    rows = prices.rows_of(tiers, downloads.tier_files(offer.pk), clock.now())
    shown = prices.formset(codes, files, zone=offer.studio.time_zone, listed=listed(offer), rows=rows)
    return price_context(shown, codes, files)


def listed(offer: Offer) -> bool:
    """Whether its keys come from a list, which says how many copies there are. A query only for software."""
    terms = licences.terms_of(offer.pk) if offer.kind == LICENCE else None
    return terms is not None and terms.source == LIST


def price_context(formset: prices.Tiers, codes: list[str], files: list[tuple[int, str]]) -> Context:
    more = [] if len(codes) >= prices.MAX_CURRENCIES else [c for c in choices(current()) if c[0] not in codes]
    return {"prices": formset, "codes": codes, "more_currencies": more, "choose_files": len(files) > 1}


def _schedule(offer: Offer) -> Context:
    return {"schedule": Schedule(offer=offer)}


def _seo(offer: Offer) -> Context:
    return {"seo": Seo.of(offer), "seo_shown": seo_shown(offer)}


def seo_shown(offer: Offer) -> Context:
    """How a search engine would show it."""
    return {
        "title": offer.seo_title or offer.title,
        "text": offer.seo_description or offer.summary or plain(offer.description, 155),
        "otherwise": offer.summary or plain(offer.description, 155),
        "address": f"{host()} › @{offer.studio.handle} › {offer.slug}",
    }


def _collaborators(offer: Offer) -> Context:
    asked = list(collaborators.of_offer(offer.pk))
    given = sum(each.bp for each in asked if each.status == ACCEPTED)
    return {
        "collaborators": [(each, f"{each.bp / 100:g}") for each in asked],
        "own_percent": f"{(WHOLE - given) / 100:g}",
        "collaborator_form": Invite(auto_id="id_collaborator_%s"),
    }


def _suggestions(offer: Offer) -> Context:
    known = list(suggestions.of_offer(offer.pk))
    groups = [(kind, words, [each for each in known if each.kind == kind]) for kind, words in KINDS.items()]
    return {
        "suggestion_groups": groups,
        "suggestion_form": propose(offer),
        "suggestions_full": all(len(own) >= MOST[kind] for kind, _words, own in groups),
    }


def propose(offer: Offer, *args: Any) -> Propose:
    """The form for another suggestion."""
    tiers = list(suggestions.candidates(offer.studio_id, offer.pk))
    return Propose(*args, tiers=tiers, code=offer.studio.currency, auto_id="id_suggestion_%s")


def _licences(offer: Offer) -> Context:
    terms = licences.terms_of(offer.pk)
    return {
        "licence_terms": Terms.of(offer, terms),
        "pools": licences.pools_of(offer.pk) if terms and terms.source == LIST else [],
        "verify_url": f"{settings.PUBLIC_URL}/api/v1/licences/verify",
    }


def _parts(offer: Offer) -> Context:
    code = offer.studio.currency
    parts = bundles.parts_of([offer.pk], covers=False).get(offer.pk, [])
    order = {part.tier.pk: place for place, part in enumerate(parts)}
    tiers = sorted(bundles.candidates(offer.studio_id), key=lambda tier: order.get(tier.pk, len(order)))
    alone, price = bundles.worth(parts, code), offer.price_from(code)
    return {
        "candidates": [(tier, _least(tier, code), tier.pk in order) for tier in tiers],
        "bundle_worth": alone,
        "bundle_saving": bundles.saving(parts, price),
        "bundle_dear": bool(alone and price and price.currency == code and price.minor >= alone.minor),
    }


def _least(tier: Tier, code: str) -> Money | None:
    """What a tier costs at least, in the studio's currency where it has a price in that."""
    if tier.pricing == FREE:
        return Money(0, code)
    prices = sorted(tier.prices.all(), key=lambda price: price.currency != code)
    return Money(prices[0].amount, prices[0].currency) if prices else None


SECTIONS: Final[dict[str, Callable[[Offer], Context]]] = {
    "about": _about,
    "pictures": _pictures,
    **gigs.SECTIONS,
    "parts": _parts,
    "licences": _licences,
    "files": _files,
    "prices": _prices,
    "schedule": _schedule,
    "suggestions": _suggestions,
    "collaborators": _collaborators,
    "seo": _seo,
}


# Sections that only offers of one kind have, and those that a kind lacks.
ONLY_OF: Final = {"licences": LICENCE, "parts": BUNDLE, **dict.fromkeys(gigs.SECTIONS, GIG)}
LACKS: Final = {BUNDLE: ("files",), GIG: gigs.LACKS}


def has(offer: Offer, section: str) -> bool:
    return ONLY_OF.get(section, offer.kind) == offer.kind and section not in LACKS.get(offer.kind, ())


def titles(offer: Offer) -> dict[str, str]:
    return {name: words for name, words in _titles().items() if has(offer, name)}


def _titles() -> dict[str, str]:
    return {
        "about": _("About the offer"),
        "pictures": _("Pictures"),
        **gigs.titles(),
        "parts": _("What the bundle gives"),
        "licences": _("Licence keys"),
        "files": _("Files"),
        "prices": _("Prices"),
        "schedule": _("Schedule"),
        "suggestions": _("Suggestions"),
        "collaborators": _("Collaborators"),
        "seo": _("Search engines"),
    }


def lacks(offer: Offer, missing: Iterable[str]) -> list[tuple[str, str]]:
    """Each with the id of the place on the page that asks for it, if it has one."""
    places = gigs.PLACES if offer.kind == GIG else {}
    found = [(each, getattr(each, "place", "")) for each in missing]
    return [(each, places.get(place, place)) for each, place in found]


def host() -> str:
    return settings.PUBLIC_URL.partition("://")[2]


def _release(offer: Offer) -> Context:
    """How a promise stands: who waits, and what may be done about it. Nothing is asked of other offers."""
    if offer.releases_at is None or offer.published_at is None:
        return {}
    waiting, paid = preorders.totals(offer.pk)
    return {
        "release": releases.of_offer(offer.pk),
        "waiting": waiting,
        "waiting_paid": paid,
        "new_date": NewDate(offer=offer),
    }


def _standing(desk: Desk, offer: Offer) -> Context:
    """What the head of the page says: the state, what is missing, what may be done."""
    open_address = f"/@{desk.studio.handle}/{offer.slug}"
    return {
        "offer": offer,
        "edit_url": f"/studio/{desk.studio.handle}/offers/{offer.pk}/",
        "missing": lacks(offer, actions.missing(offer) if offer.status in (rules.DRAFT, rules.UNPUBLISHED) else ()),
        "address": open_address,
        "public_url": f"{settings.PUBLIC_URL}{open_address}",
        "may_edit": desk.may("edit_offers"),
        "may_publish": desk.may("publish_offers"),
        "may_share": desk.may("edit_collaborators"),
        "wishes": wishes.count_for(offer.pk),
        **_release(offer),
    }


def page(
    request: HttpRequest, desk: Desk, offer: Offer, *, section: str = "", status: int = 200, **changed: Any
) -> HttpResponse:
    """The whole page, or with htmx its one section."""
    context = frame(desk, "offers", **_standing(desk, offer), titles=titles(offer))
    fragment = bool(section and getattr(request, "htmx", False))
    for name, build in SECTIONS.items():
        if has(offer, name) and (name == section or not fragment):
            context |= build(offer)
    context |= changed
    if fragment:
        context |= {"section": f"studio/offer/{section}.html", "oob": True}
    return render(
        request, "studio/offer/fragment.html" if fragment else "studio/offer/editor.html", context, status=status
    )


def saved(request: HttpRequest, desk: Desk, offer_id: int, section: str, message: str = "") -> HttpResponse:
    """After a change: the section anew, or back to it."""
    message = message or _("Saved.")
    if getattr(request, "htmx", False):
        return page(request, desk, offer_of(desk, offer_id), section=section, saved=message)
    messages.success(request, message)
    return to_editor(desk, offer_id, section)


def refused(request: HttpRequest, desk: Desk, offer_id: int, section: str, **changed: Any) -> HttpResponse:
    """After a refusal: what was typed with what is wrong with it. Nothing was changed."""
    return page(request, desk, offer_of(desk, offer_id), section=section, status=422, wrong=section, **changed)


def to_editor(desk: Desk, offer_id: int, section: str = "") -> HttpResponse:
    response = redirect("studio-offer", desk.studio.handle, offer_id)
    if section:
        response["Location"] += f"#{section}"
    return response

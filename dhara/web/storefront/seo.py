"""What search engines and other sites read of a page: canonical address, languages, cards, schema.org data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dhara.catalog.models import Category
from dhara.kit.currency import Money
from dhara.kit.files.models import Picture
from dhara.kit.locale.languages import site_name
from dhara.people.models import Studio
from dhara.web.storefront.addresses import absolute, studio
from dhara.web.ui import icons
from dhara.web.ui.pictures import src
from dhara.web.ui.preferences import LANGUAGES

_ICONS: Final = frozenset(icons.names())


@dataclass(frozen=True, slots=True)
class Head:
    """For `storefront/head.html`, absolute: `plain` speaks the reader's language, `canonical` the one asked for."""

    plain: str
    canonical: str
    languages: list[tuple[str, str]]
    picture: str
    locale: str


def head(request: HttpRequest, path: str, picture: Picture | None = None) -> Head:
    """A page that was asked for in a language (`?lang=bn`) is that language's own page."""
    plain = absolute(path)
    asked = request.GET.get("lang", "") if request.META.get("QUERY_STRING") else ""
    shown = absolute(f"/media/share/{picture.pk}-{picture.token}.jpg") if picture else absolute(static("share.jpg"))
    return Head(
        plain,
        f"{plain}?lang={asked}" if asked in LANGUAGES else plain,
        [(code, f"{plain}?lang={code}") for code in LANGUAGES],
        shown,
        "bn_BD" if get_language() == "bn" else "en_US",
    )


def block(data: dict[str, Any]) -> SafeString:
    """JSON-LD for a data block, escaped as Django's json_script does: no browser can take a part of it for a tag."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def site() -> SafeString:
    url = absolute("/")
    action = {
        "@type": "SearchAction",
        "target": f"{url}search/?q={{search_term_string}}",
        "query-input": "required name=search_term_string",
    }
    return block({"@type": "WebSite", "name": settings.SITE_NAME, "url": url, "potentialAction": action})


def profile(of: Studio) -> SafeString:
    about: dict[str, Any] = {"@type": "Organization", "name": of.name, "url": absolute(studio(of.handle))}
    if of.tagline:
        about["description"] = of.tagline
    if of.picture:
        about["image"] = absolute(src(of.picture, 640))
    if of.links:
        about["sameAs"] = [link["url"] for link in of.links]
    return block({"@type": "ProfilePage", "mainEntity": about})


def questions(asked: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """A FAQPage of [{"question", "answer"}]."""
    entities = [
        {"@type": "Question", "name": each["question"], "acceptedAnswer": {"@type": "Answer", "text": each["answer"]}}
        for each in asked
    ]
    return {"@type": "FAQPage", "mainEntity": entities}


def trail(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """A BreadcrumbList of (name, path)."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def offer_of(
    price: Money, *, url: str, available: bool, until: datetime | None = None, starts: datetime | None = None
) -> dict[str, Any]:
    """A schema.org Offer; the price in major units with the currency's decimals, `until` when it stands.

    `starts` is when it comes out, where that is ahead.
    """
    state = ("PreOrder" if starts else "InStock") if available else "SoldOut"
    ends = {"priceValidUntil": until.isoformat()} if until else {}
    if starts:
        ends["availabilityStarts"] = starts.isoformat()
    return {
        **ends,
        "@type": "Offer",
        "price": str(price.decimal()),
        "priceCurrency": price.currency,
        "availability": f"https://schema.org/{state}",
        "url": url,
    }


def icon_of(category: Category) -> str:
    """Its icon, where we have a drawing of it: an operator may have typed anything."""
    return category.icon if category.icon in _ICONS else "tag"


def name_of_site() -> str:
    return site_name(get_language() or "en")

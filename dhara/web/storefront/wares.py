"""From an offer, as lists load it, to what its card shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext, ngettext, pgettext

from dhara.catalog.models import Offer
from dhara.catalog.offers.shown import CardRow
from dhara.catalog.prices.launch import Listed, lowest
from dhara.delivery.gigs.queries import soonest
from dhara.delivery.gigs.rules import GIG
from dhara.kit.currency import Money
from dhara.kit.files.models import Picture
from dhara.kit.locale.dates import show_date, show_short, show_time
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import current
from dhara.trust.reviews.queries import of_offers
from dhara.web.storefront import addresses
from dhara.web.ui.cards import OfferCard

NEW_FOR: Final = timedelta(days=14)
# A card is at most 18rem wide: on the sharpest screens twice that, and never the largest picture.
_WIDEST: Final = 700


def cards(offers: Iterable[Offer], currency: str, at: datetime, *, language: str = "") -> list[OfferCard]:
    """`currency` is the visitor's; `language` the page's: titles in another one are marked for screen readers."""
    found = list(offers)
    kinds = [(each.pk, each.kind) for each in found]
    days, means = _days(kinds), _means(kinds)
    return [_card(each, currency, at, language, days.get(each.pk), means.get(each.pk, "")) for each in found]


def _days(offers: Iterable[tuple[int, str]]) -> dict[int, int]:
    """In how many days work is delivered; no query where there is none among the offers."""
    works = [key for key, kind in offers if kind == GIG]
    return soonest(works) if works else {}


def _means(offers: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The stars of those that were reviewed: work only, and no query where there is none."""
    works = [key for key, kind in offers if kind == GIG]
    found = of_offers(works) if works else {}
    return {key: in_script(f"{each.mean / 100:.1f}", current()) for key, each in found.items()}


def _card(
    offer: Offer, currency: str, at: datetime, language: str, days: int | None = None, stars: str = ""
) -> OfferCard:
    source, several = _cover(offer.cover)
    plain = offer.price_from(currency)
    launch = _launch(getattr(offer, "launches", None), plain, at)
    return OfferCard(
        url=addresses.offer(offer.studio.handle, offer.slug),
        title=offer.title,
        studio=offer.studio.name,
        price=launch.price if launch else plain,
        was=launch.was if launch else None,
        several=offer.prices_vary,
        picture=source,
        srcset=several,
        badge=_badge(offer.releases_at, offer.published_at, at),
        language=offer.language if offer.language != language else "",
        note=_note(offer.releases_at, launch, days),
        offer_id=offer.pk,
        stars=stars,
    )


@dataclass(frozen=True, slots=True)
class _Launch:
    price: Money
    was: Money
    ends: str


def _launch(listed: Listed | None, plain: Money | None, at: datetime) -> _Launch | None:
    """The launch price that is the lowest price now, with when it ends in words."""
    found = lowest(listed, plain.currency, at) if listed and plain else None
    if found is None or plain is None or found.amount > plain.minor:
        return None
    lang = current()
    if found.until is not None:
        moment = f"{show_short(found.until, lang)}, {show_time(found.until, lang)}"
        ends = gettext("Launch price until %(moment)s") % {"moment": moment}
    else:
        copies = found.left or 0
        told = {"copies": number(copies, lang)}
        ends = (
            ngettext("Launch price for %(copies)s more copy", "Launch price for %(copies)s more copies", copies) % told
        )
    return _Launch(Money(found.amount, plain.currency), Money(found.regular, plain.currency), ends)


def _note(releases_at: datetime | None, launch: _Launch | None, days: int | None = None) -> str:
    comes = gettext("Comes out on %(date)s") % {"date": show_date(releases_at, current())} if releases_at else ""
    done = ""
    if days:
        shown = {"days": number(days, current())}
        done = ngettext("Work, from %(days)s day", "Work, from %(days)s days", days) % shown
    return " · ".join(filter(None, (done, comes, launch.ends if launch else "")))


def _badge(releases_at: datetime | None, published_at: datetime | None, at: datetime) -> str:
    if releases_at is not None:
        return pgettext("on a card", "Pre-order")
    return gettext("New") if published_at is not None and published_at > at - NEW_FOR else ""


def _cover(picture: Picture | None) -> tuple[str, str]:
    if picture is None:
        return "", ""
    return _sources(picture.pk, picture.file.sha256, picture.width, picture.renditions)


def _sources(key: int | None, sha256: str, width: int, renditions: list[dict[str, Any]]) -> tuple[str, str]:
    """Address and srcset of the sizes that cards need, put together at once: a page has dozens of them."""
    if key is None:
        return "", ""
    base = f"/media/{key}-{sha256[:16]}/"
    widths = [size["width"] for size in renditions if size["width"] <= _WIDEST]
    if len(widths) < 2:
        return f"{base}{widths[0] if widths else width}.webp", ""
    return f"{base}{widths[-1]}.webp", ", ".join([f"{base}{width}.webp {width}w" for width in widths])


def rows(found: Iterable[CardRow], currency: str, at: datetime, *, language: str = "") -> list[OfferCard]:
    """The same of the tuples that the market's pages are read as."""
    made = []
    found = list(found)
    kinds = [(each.id, each.kind) for each in found]
    days, means = _days(kinds), _means(kinds)
    for each in found:
        source, several = _sources(each.picture, each.sha256 or "", each.width or 0, each.renditions or [])
        plain = each.price_from(currency)
        launch = _launch(each.launches, plain, at) if each.launches else None
        made.append(
            OfferCard(
                url=addresses.offer(each.handle, each.slug),
                title=each.title,
                studio=each.studio,
                price=launch.price if launch else plain,
                was=launch.was if launch else None,
                several=each.prices_vary,
                picture=source,
                srcset=several,
                badge=_badge(each.releases_at, each.published_at, at),
                language=each.language if each.language != language else "",
                note=_note(each.releases_at, launch, days.get(each.id)),
                offer_id=each.id,
                stars=means.get(each.id, ""),
            )
        )
    return made

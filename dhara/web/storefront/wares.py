"""From an offer, as lists load it, to what its card shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext

from dhara.catalog.models import Offer
from dhara.catalog.offers.shown import CardRow
from dhara.kit.files.models import Picture
from dhara.web.storefront import addresses
from dhara.web.ui.cards import OfferCard

NEW_FOR: Final = timedelta(days=14)
# A card is at most 18rem wide: on the sharpest screens twice that, and never the largest picture.
_WIDEST: Final = 700


def cards(offers: Iterable[Offer], currency: str, at: datetime, *, language: str = "") -> list[OfferCard]:
    """`currency` is the visitor's; `language` the page's: titles in another one are marked for screen readers."""
    new, since = gettext("New"), at - NEW_FOR
    return [card(offer, currency, new if _is_new(offer, since) else "", language) for offer in offers]


def card(offer: Offer, currency: str, badge: str = "", language: str = "") -> OfferCard:
    source, several = _cover(offer.cover)
    return OfferCard(
        url=addresses.offer(offer.studio.handle, offer.slug),
        title=offer.title,
        studio=offer.studio.name,
        price=offer.price_from(currency),
        several=offer.prices_vary,
        picture=source,
        srcset=several,
        badge=badge,
        language=offer.language if offer.language != language else "",
    )


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
    new, since = gettext("New"), at - NEW_FOR
    made = []
    for each in found:
        source, several = _sources(each.picture, each.sha256 or "", each.width or 0, each.renditions or [])
        made.append(
            OfferCard(
                url=addresses.offer(each.handle, each.slug),
                title=each.title,
                studio=each.studio,
                price=each.price_from(currency),
                several=each.prices_vary,
                picture=source,
                srcset=several,
                badge=new if each.published_at > since else "",
                language=each.language if each.language != language else "",
            )
        )
    return made


def _is_new(offer: Offer, since: datetime) -> bool:
    return offer.published_at is not None and offer.published_at > since

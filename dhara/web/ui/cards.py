"""Offer cards and prices, drawn by plain functions: a listing shows dozens of them and must stay fast."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from dhara.kit.currency import Money
from dhara.web.ui import art, hearts, icons

SIZES = "(min-width: 68rem) 18rem, (min-width: 48rem) 33vw, 50vw"


_CURRENT = ' aria-current="page"'


@dataclass(frozen=True, slots=True)
class OfferCard:
    """What one card shows. `language` is that of the title, `several` means that other tiers cost more.

    `note` is what one has to know of the price or the day, such as until when it holds.
    With `offer_id` it has a heart for the wish list. `stars` is the mean of its reviews, as it is shown.
    """

    url: str
    title: str
    studio: str
    price: Money | None
    was: Money | None = None
    several: bool = False
    picture: str = ""
    srcset: str = ""
    alt: str = ""
    badge: str = ""
    language: str = ""
    note: str = ""
    offer_id: int = 0
    stars: str = ""


def price(
    amount: Money | tuple[int, str] | None,
    was: Money | tuple[int, str] | None = None,
    *,
    several: bool = False,
    size: str = "",
) -> SafeString:
    """A price for the reader's eyes and ears; nothing at all for None."""
    if amount is None:
        return SafeString("")
    lang = get_language() or "en"
    now = amount if isinstance(amount, Money) else Money(*amount)
    text: str = escape(now.display(lang) if now else gettext("Free"))
    if several:
        text = gettext("%(price)s and up") % {"price": text}
    before: str = ""
    if was is not None:
        old = was if isinstance(was, Money) else Money(*was)
        before = format_html(
            '<s class="price-was"><span class="sr-only">{} </span>{}</s>', gettext("before"), old.display(lang)
        )
    classes = f"price price-{escape(size)}" if size else "price"
    return SafeString(f'<span class="{classes}">{text}{before}</span>')  # every part is escaped above


def card(offer: OfferCard, wished: Container[int] = ()) -> SafeString:
    """One card: the whole of it leads to the offer, read aloud as its title alone."""
    if offer.picture:
        srcset = f' srcset="{escape(offer.srcset)}" sizes="{SIZES}"' if offer.srcset else ""
        cover = (
            f'<img src="{escape(offer.picture)}"{srcset} alt="{escape(offer.alt)}" '
            'width="640" height="480" loading="lazy" decoding="async">'
        )
    else:
        cover = art.drawing("cover")
    badge = f'<span class="badge badge-marigold">{escape(offer.badge)}</span>' if offer.badge else ""
    lang = f' lang="{escape(offer.language)}"' if offer.language else ""
    note = f'<p class="offer-note">{escape(offer.note)}</p>' if offer.note else ""
    heart = hearts.heart(offer.offer_id, offer.title, on=offer.offer_id in wished) if offer.offer_id else ""
    return SafeString(  # every part is escaped here or above
        f'<li class="offer-card"><div class="offer-cover">{cover}{badge}</div><div>'
        f'<h3 class="offer-title"{lang}><a href="{escape(offer.url)}">{escape(offer.title)}</a></h3>'
        f'<p class="offer-by">{escape(offer.studio)}{_stars(offer.stars)}</p></div>'
        f"{price(offer.price, offer.was, several=offer.several)}{note}{heart}</li>"
    )


def _stars(shown: str) -> str:
    """Beside the studio's name; read aloud with what it is of."""
    if not shown:
        return ""
    return f' · ★ {escape(shown)}<span class="sr-only"> {escape(gettext("of 5 stars"))}</span>'


def pills(links: Iterable[tuple[str, str, str]], here: str = "") -> SafeString:
    """A row of links (address, label, icon or ""); the one at `here` is the present page."""
    found = [
        f'<li><a class="pill" href="{escape(url)}"{_CURRENT if url == here else ""}>'
        f"{icons.svg(icon) if icon else ''}{escape(label)}</a></li>"
        for url, label, icon in links
    ]
    return SafeString(f'<ul class="pills">{"".join(found)}</ul>')  # every part is escaped or an icon of ours


def grid(offers: Iterable[OfferCard], wished: Container[int] = ()) -> SafeString:
    """A list of cards; empty when there are none (show <c-empty> instead)."""
    return SafeString(f'<ul class="offer-grid">{"".join(card(offer, wished) for offer in offers)}</ul>')

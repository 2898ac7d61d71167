"""The heart that puts an offer on the wish list, on cards and on its page; which hearts are full."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dhara.web.ui import icons

# Which offers are on the visitor's list, the latest first: only ever shown, never trusted.
WISHED_COOKIE: Final = "wished"
MOST_SHOWN: Final = 120


def wished(request: HttpRequest | None) -> frozenset[int]:
    """What the cookie says; nothing for whoever never wished, and for nonsense."""
    text = request.COOKIES.get(WISHED_COOKIE, "") if request is not None else ""
    if not text:
        return frozenset()
    parts = text.split("-")[:MOST_SHOWN]
    return frozenset(int(each) for each in parts if each.isascii() and each.isdecimal() and len(each) < 19)


def packed(offer_ids: Iterable[int]) -> str:
    return "-".join(str(each) for each in list(offer_ids)[:MOST_SHOWN])


def heart(offer_id: int, title: str, *, on: bool, wide: bool = False) -> SafeString:
    """A form that needs no script; heart.js only spares the visitor a new page. `wide` has words beside the heart."""
    words = gettext("On your wish list") if on else gettext("Put on the wish list")
    label = f"{words}: {title}"
    end = "removal/" if on else ""
    look, shown, more = "heart-button", "", ""
    if wide:
        look, shown, more = "btn btn-quiet w-full", f"<span>{escape(words)}</span>", ' name="wide" value="1"'
    return SafeString(  # every part is escaped, a number or ours
        f'<form class="heart" method="post" action="/wishlist/offers/{offer_id}/{end}" data-heart data-again>'
        f'<button class="{look}" aria-pressed="{"true" if on else "false"}" aria-label="{escape(label)}" '
        f'title="{escape(words)}"{more}>{icons.svg("heart")}{shown}</button></form>'
    )

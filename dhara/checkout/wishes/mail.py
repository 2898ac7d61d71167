"""The letter about something that is wished for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from dhara.catalog.models import Offer
from dhara.checkout.wishes import rules
from dhara.checkout.wishes.models import Wish
from dhara.checkout.wishes.rules import Standing
from dhara.kit.currency import Money
from dhara.kit.mail.letters import post
from dhara.people.models import Account


def stop_url(list_id: int) -> str:
    return f"{settings.PUBLIC_URL}/wishlist/letters/{rules.stop_token(list_id)}/"


def wish_news(wish: Wish, account: Account, offer: Offer, now: Standing, reason: str, *, at: datetime) -> None:
    """It costs less, can be had again, or has come out; with the way to be left alone (RFC 8058)."""
    stop, lang = stop_url(wish.wishlist_id), account.language
    code = wish.currency if wish.currency in now.prices else next(iter(now.prices), "")
    same = wish.amount is not None and code == wish.currency
    post(
        key=f"wish:{reason}:{offer.pk}:{account.pk}",
        name="wish_news",
        to=account.email,
        to_name=account.name,
        language=lang,
        template="checkout/mail/wish_news",
        context={
            "name": account.get_short_name(),
            "reason": reason,
            "offer": offer,
            "studio": offer.studio,
            "price": Money(now.prices[code], code).display(lang) if code else "",
            "was": Money(wish.amount or 0, code).display(lang) if same and reason == rules.CHEAPER else "",
            "free": bool(code) and now.prices[code] == 0,
            "url": f"{settings.PUBLIC_URL}/@{offer.studio.handle}/{offer.slug}",
            "list_url": f"{settings.PUBLIC_URL}/wishlist/",
            "stop_url": stop,
            "settings_url": f"{settings.PUBLIC_URL}/account/mail/",
        },
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        account_ref=account.pk,
        at=at,
    )

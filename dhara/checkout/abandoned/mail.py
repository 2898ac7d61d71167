"""The one letter about a cart that was left. It names no person: whoever typed the address may have mistyped it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings

from dhara.checkout.abandoned import rules
from dhara.checkout.abandoned.models import CartReminder
from dhara.checkout.cart.shown import CartView, LineView
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.digits import number
from dhara.kit.locale.text import shorten
from dhara.kit.mail.actions import forget as forget_letter
from dhara.kit.mail.letters import post


def restore_url(reminder: CartReminder, at: datetime) -> str:
    return f"{settings.PUBLIC_URL}/cart/restored/{rules.restore_token(reminder.pk, at + rules.KEPT)}/"


def stop_url(address: str) -> str:
    return f"{settings.PUBLIC_URL}/cart/reminders/{rules.stop_token(address)}/"


def cart_reminder(reminder: CartReminder, view: CartView, lines: Sequence[LineView], *, at: datetime) -> None:
    """What lies in the cart at the prices of now, the way back to it, and the way to be left alone (RFC 8058)."""
    lang = reminder.language
    by_studio = groupby(sorted(lines, key=_studio_of), _studio_of)
    sellers = [_seller(list(group), view.currency, lang) for _studio, group in by_studio]
    stop = stop_url(reminder.email)
    post(
        key=_key(reminder),
        name="cart_reminder",
        to=reminder.email,
        language=lang,
        template="checkout/mail/cart_reminder",
        context={
            "sellers": sellers,
            "title": shorten(lines[0].offer.title, 60),
            "total": view.total.display(lang),
            "asked": show_date(reminder.asked_at, lang),
            "until": show_date(at + rules.KEPT, lang),
            "cart_url": restore_url(reminder, at),
            "stop_url": stop,
        },
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        at=at,
    )


def _studio_of(line: LineView) -> int:
    return line.offer.studio_id


def forget(reminder: CartReminder) -> None:
    """The letter's address, and its text with the way back."""
    forget_letter(_key(reminder))


def _key(reminder: CartReminder) -> str:
    return f"cart_reminder:{reminder.pk}"


def _seller(lines: list[LineView], code: str, lang: str) -> dict[str, object]:
    return {"name": lines[0].offer.studio.name, "lines": [_line(line, code, lang) for line in lines]}


def _line(line: LineView, code: str, lang: str) -> dict[str, str]:
    copies = f"× {number(line.quantity, lang)}" if line.quantity > 1 else ""
    gross = line.priced.gross if line.priced else 0
    detail = " ".join(part for part in (line.tier.name, copies) if part)
    return {"title": line.offer.title, "detail": detail, "amount": Money(gross, code).display(lang)}

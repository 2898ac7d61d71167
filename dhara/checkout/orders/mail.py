"""The letters about orders, one named function each. They are written inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.checkout.orders import rules
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import part_titles, sums
from dhara.checkout.pricing.rules import in_words
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date, show_moment, show_zone
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import in_language
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.people.models import Account, Studio


def library_url(order: Order) -> str:
    """Opens what was bought, without signing in: a secret."""
    return f"{settings.PUBLIC_URL}/library/o/{order.token}/"


def order_url(order: Order) -> str:
    """The order's own page: its state, and another try to pay."""
    return f"{settings.PUBLIC_URL}/checkout/o/{order.token}/"


def receipt_url(order: Order) -> str:
    return f"{settings.PUBLIC_URL}/checkout/o/{order.token}/receipt.pdf"


def receipt(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    keys: Sequence[tuple[str, str]] = (),
    again: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """What was bought, for how much, and where it is; with licence `keys`, each with the title of its offer.

    That of a gift says who gets it when instead, and opens nothing. Needs line.studio loaded. Written once, unless
    `again`.
    """
    context = {
        "keys": keys,
        **_lines(order, lines, order.language),
        "library_url": library_url(order),
        "receipt_url": receipt_url(order),
        **_coming(order, lines),
        **_gift(order),
    }
    key = f"receipt_again:{order.pk}:{at.isoformat()}" if again else f"receipt:{order.pk}"
    _to_buyer("receipt", key, order, context, by=by, at=at)


def payment_declined(order: Order, *, by: Actor, at: datetime) -> None:
    """Nothing was charged, and here is how to try again; once per try."""
    context = {"amount": _amount(order.total, order, order.language), "order_url": order_url(order)}
    _to_buyer("payment_declined", f"payment_declined:{order.pk}:{order.payment_id}", order, context, by=by, at=at)


def money_returned(order: Order, *, payment_id: int, amount: Money, twice: bool, by: Actor, at: datetime) -> None:
    """Money that came too late, or twice, goes back by itself."""
    context = {"amount": amount.display(order.language), "order_url": order_url(order), "twice": twice}
    _to_buyer("money_returned", f"money_returned:{order.pk}:{payment_id}", order, context, by=by, at=at)


def payment_refused(order: Order, *, payment_id: int, amount: Money, by: Actor, at: datetime) -> None:
    """We looked at the payment and can not take it: all of it goes back."""
    context = {"amount": amount.display(order.language), "order_url": order_url(order)}
    _to_buyer("payment_refused", f"payment_refused:{order.pk}:{payment_id}", order, context, by=by, at=at)


def payment_in_review(order: Order, *, payment_id: int, by: Actor, at: datetime) -> None:
    """The money is there, but somebody has to look at it first."""
    context = {"amount": _amount(order.total, order, order.language), "order_url": order_url(order)}
    _to_buyer("payment_in_review", f"payment_in_review:{order.pk}:{payment_id}", order, context, by=by, at=at)


def sale_made(
    order: Order, lines: Sequence[OrderLine], studio: Studio, to: Account, *, with_buyer: bool, by: Actor, at: datetime
) -> None:
    """To a member of a studio: what was just sold, and their share. `lines` are the studio's own."""
    lang = to.language
    context = {
        **_lines(order, lines, lang),
        "name": to.get_short_name(),
        "studio": studio.name,
        "title": shorten(lines[0].title, 60),
        "free": not sum(line.gross for line in lines),
        "gross": _amount(sum(line.gross for line in lines), order, lang),
        "net": _amount(sum(line.net for line in lines), order, lang),
        "buyer": order.name if with_buyer else "",
        "number": order.number,
        "order_url": f"{settings.PUBLIC_URL}/studio/{studio.handle}/orders/{order.number}/",
        "preferences_url": f"{settings.PUBLIC_URL}/account/mail/",
    }
    post(
        key=f"sale_made:{order.pk}:{studio.pk}:{to.pk}",
        name="sale_made",
        to=to.email,
        to_name=to.name,
        language=lang,
        template="checkout/mail/sale_made",
        context=context,
        account_ref=to.pk,
        studio_ref=studio.pk,
        by=by,
        at=at,
    )


def lost_links(email: str, orders: Sequence[Order], given: Sequence[Order], *, asked: str, at: datetime) -> None:
    """The links to everything that was bought with an address, and `given` to it: orders with their gifts.

    Needs order.lines loaded; the latest order first.
    """
    first = orders[0] if orders else given[0].gift
    lang = first.language
    rows = [
        {
            "number": order.number,
            "date": show_date(order.paid_at or order.created_at, lang),
            "titles": shorten(", ".join(line.title for line in order.lines.all()), 120),
            "url": order_url(order) if order.gifted else library_url(order),
        }
        for order in orders
    ] + [
        {
            "number": _gift_from(order.name, lang),
            "date": show_date(order.gift.sent_at or order.gift.due_at, lang),
            "titles": shorten(", ".join(line.title for line in order.lines.all()), 120),
            "url": f"{settings.PUBLIC_URL}/library/g/{order.gift.token}/",
        }
        for order in given
    ]
    post(
        key=f"lost_links:{email}:{asked}"[:200],
        name="lost_links",
        to=email,
        to_name=first.name,
        language=lang,
        template="checkout/mail/lost_links",
        context={"orders": rows},
        at=at,
    )


def _gift_from(name: str, lang: str) -> str:
    with in_language(lang):
        return _("A gift from %(name)s") % {"name": name}


def _to_buyer(name: str, key: str, order: Order, context: dict[str, Any], *, by: Actor, at: datetime) -> None:
    post(
        key=key,
        name=name,
        to=order.email,
        to_name=order.name,
        language=order.language,
        template=f"checkout/mail/{name}",
        context={"name": order.name, "number": order.number, **context},
        account_ref=order.account_id,
        by=by,
        at=at,
    )


def _coming(order: Order, lines: Sequence[OrderLine]) -> dict[str, Any]:
    """What has yet to come out, with its moment; offers are asked for only where there is something."""
    waits = [line for line in lines if line.preorder == rules.WAITS and line.offer.releases_at]
    lang = order.language
    return {
        "coming": [
            (line.title, f"{show_moment(line.offer.releases_at, lang)} ({show_zone(line.offer.releases_at, lang)})")
            for line in waits
            if line.offer.releases_at
        ],
        "only_coming": len(waits) == len(lines),
        "order_url": order_url(order),
    }


def _gift(order: Order) -> dict[str, Any]:
    """Nothing, and no query, for what is none."""
    if not order.gifted:
        return {}
    gift = order.gift
    day = show_date(gift.sent_at or gift.due_at, order.language)
    return {"gift": gift, "gift_day": day, "order_url": order_url(order)}


def _lines(order: Order, lines: Sequence[OrderLine], lang: str) -> dict[str, Any]:
    """What the letters' tables show: sellers with their lines at list prices, why it costs less, and what is paid."""
    by_studio, parts = sorted(lines, key=lambda line: line.studio_id), part_titles(order)
    sellers = [
        {"name": own[0].studio.name, "lines": [_line(line, parts.get(line.offer_id, []), order, lang) for line in own]}
        for own in (list(group) for _studio, group in groupby(by_studio, lambda line: line.studio_id))
    ]
    bill = sums(order, lines)
    with in_language(lang):
        steps = [{"words": in_words(kind, why), "amount": _minus(less, lang)} for kind, why, less in bill.reductions]
    for tax, amount in bill.tops:
        words = f"{tax.name} {in_script(tax.percent, lang)}%"
        steps.append({"words": words, "amount": amount.display(lang)})
    total = _amount(sum(line.gross for line in lines), order, lang)
    return {"sellers": sellers, "steps": steps, "total": total}


def _line(line: OrderLine, parts: Sequence[str], order: Order, lang: str) -> dict[str, str]:
    copies = f"× {number(line.quantity, lang)}" if line.quantity > 1 else ""
    more = [f"{title} +{_amount(minor, order, lang)}" for title, minor in line.besides]
    named = " ".join(each for each in (line.tier_name, copies) if each)
    detail = " · ".join(part for part in (named, *parts, *more) if part)
    listed = max(line.list_price, line.unit_price) * line.quantity
    return {"title": line.title, "detail": detail, "amount": _amount(listed, order, lang)}


def _minus(amount: Money, lang: str) -> str:
    return f"−{amount.display(lang)}"


def _amount(minor: int, order: Order, lang: str) -> str:
    return Money(minor, order.currency).display(lang)

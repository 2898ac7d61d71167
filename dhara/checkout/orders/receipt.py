"""The receipt of an order as PDF, in Bengali or English, set by typst.

What people typed reaches typst as JSON data and is never read as code.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.checkout.orders import rules
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.orders.queries import given_back, part_titles, sums
from dhara.checkout.pricing.rules import TaxSum, in_words
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import in_language, known, site_name
from dhara.kit.typesetting import typeset
from dhara.money.tax.queries import place_name

_HERE = Path(__file__).resolve().parents[1]
TEMPLATE = _HERE / "templates" / "checkout" / "receipt" / "receipt.typ"
FONTS = _HERE / "fonts"
_KEEP_SECONDS = 6 * 3600


def pdf(order: Order, language: str | None = None) -> bytes:
    """The receipt in `language` (the order's own by default). Kept a while for each version of the order."""
    lang = known(language or order.language)
    back = order.lines.aggregate(sum=Sum("refunded"))["sum"]
    key = f"receipt:{order.pk}:{order.version}:{back}:{lang}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = compiled(content(order, lang))
        cache.set(key, kept, _KEEP_SECONDS)
    return kept


def compiled(data: dict[str, Any], **options: Any) -> bytes:
    """What `content` says as a PDF (or, with format="png", as a picture of the first page)."""
    return typeset(TEMPLATE, data, root=_HERE, fonts=FONTS, **options)


def content(order: Order, lang: str) -> dict[str, Any]:
    """All words and amounts of the receipt, ready for readers of `lang`. Two queries, one more for bundles."""
    lines = list(order.lines.select_related("studio"))
    with in_language(lang):
        paid = order.paid_at is not None
        return {
            "lang": lang,
            "site": site_name(),
            "title": f"{_('Receipt')} {order.number}",
            "heading": _("Receipt") if paid else _("Order"),
            "number": order.number,
            "facts": _facts(order, lang),
            "columns": {"quantity": _("Quantity"), "price": _("Price"), "amount": _("Line total")},
            "sellers": _sellers(order, lines, lang),
            "sums": _sums(order, lines, lang),
            "total": {"label": _("Total"), "amount": _amount(order.total, order, lang)},
            "stamp": _stamp(order),
            "notes": _notes(order),
            "footer": f"{site_name()} · {settings.PUBLIC_URL.split('://')[-1]}",
            "pages": [_("Page %(number)s") % {"number": in_script(n, lang)} for n in range(1, 40)],
        }


def _facts(order: Order, lang: str) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Buyer"), "lines": [order.name, order.email, *_where(order), *_tax_id(order)]},
        {"label": _("Ordered"), "lines": [show_moment(order.created_at, lang)]},
    ]
    if order.paid_at is not None:
        rows.append({"label": _("Paid"), "lines": [show_moment(order.paid_at, lang)]})
    return rows


def _where(order: Order) -> list[str]:
    """The place, where its region made the tax what it is."""
    return [place_name(order.country, order.region)] if order.region else []


def _tax_id(order: Order) -> list[str]:
    return [_("Tax id: %(id)s") % {"id": order.tax_id}] if order.tax_id else []


def _sellers(order: Order, lines: list[OrderLine], lang: str) -> list[dict[str, Any]]:
    by_studio, parts = sorted(lines, key=lambda line: line.studio_id), part_titles(order)
    return [
        {
            "name": studio.name,
            "handle": f"@{studio.handle}",
            "lines": [
                {
                    "title": line.title,
                    "tier": " · ".join(_named(line, parts.get(line.offer_id, []), order, lang)),
                    "quantity": number(line.quantity, lang),
                    "price": _amount(line.unit_price, order, lang),
                    "amount": _amount(line.unit_price * line.quantity, order, lang),
                }
                for line in group
            ],
        }
        for studio, group in ((studio, list(group)) for studio, group in groupby(by_studio, lambda line: line.studio))
    ]


def _named(line: OrderLine, parts: list[str], order: Order, lang: str) -> list[str]:
    besides = [f"{title} +{_amount(minor, order, lang)}" for title, minor in line.besides]
    return [part for part in (line.tier_name, *parts, *besides) if part]


def _sums(order: Order, lines: list[OrderLine], lang: str) -> list[dict[str, str]]:
    """Each row between the list prices and the total, then what the total contains and what went back."""
    count = ngettext("%(count)s item", "%(count)s items", len(lines)) % {"count": number(len(lines), lang)}
    bill = sums(order, lines)
    rows = [(count, bill.listed.minor)]
    rows += [(in_words(kind, words), -amount.minor) for kind, words, amount in bill.reductions]
    rows += [(_tax(tax, lang), amount.minor) for tax, amount in bill.tops]
    rows += [(_("of it %(tax)s") % {"tax": _tax(tax, lang)}, amount.minor) for tax, amount in bill.within]
    back = given_back(order)
    if back:
        rows.append((_("Refunded"), -back))
    return [{"label": label, "amount": _amount(minor, order, lang)} for label, minor in rows]


def _tax(tax: TaxSum, lang: str) -> str:
    return f"{tax.name} {in_script(tax.percent, lang)}%"


def _stamp(order: Order) -> str:
    if order.status in rules.BOUGHT:
        return _("Paid in full") if order.total else _("Free: nothing to pay")
    words = str(rules.LIFECYCLE.states[order.status])
    return words[:1].upper() + words[1:]


def _notes(order: Order) -> list[str]:
    """What the buyer may ask: what this paper is, and where the things bought are."""
    sellers = _("Each seller named above sold to you in their own name; %(site)s took the payment for them.")
    where = [sellers % {"site": site_name()}]
    if order.gifted:
        return [*where, _("This order is a gift: what was bought is its receiver's, and the receipt is yours.")]
    return [
        *where,
        _("What you bought is in your library. The link is in the letter we sent to %(email)s.")
        % {"email": order.email},
    ]


def _amount(minor: int, order: Order, lang: str) -> str:
    return Money(minor, order.currency).display(lang, exact=True)

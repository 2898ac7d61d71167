"""What the studio has: pending and available, each movement in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dhara.checkout.models import OrderLine
from dhara.kit.currency import Money
from dhara.money.clearing.queries import coming
from dhara.money.ledger import queries, rules
from dhara.money.models import LedgerAccount
from dhara.web.studio.doors import Desk, frame, member

PAGE = 30
PURPOSES = {"pending": rules.SELLER_PENDING, "available": rules.SELLER_AVAILABLE}


@dataclass(frozen=True)
class Movement:
    """A line of the statement; `parts` are what a sale was made of: (what, how much, taken away)."""

    line: queries.StatementLine
    words: str
    number: str = ""
    parts: tuple[tuple[str, Money], ...] = ()


@require_GET
@member("see_money")
def money(request: HttpRequest, desk: Desk) -> HttpResponse:
    held = queries.balances(desk.studio.pk)
    codes = list(held) or [desk.studio.currency]
    currency = request.GET.get("currency", "")
    currency = currency if currency in codes else codes[0]
    account = request.GET.get("account", "")
    account = account if account in PURPOSES else "pending"
    lines = _lines(desk.studio.pk, PURPOSES[account], currency, request.GET.get("before", ""))
    context = {
        "held": held,
        "currency": currency,
        "currencies": codes if len(codes) > 1 else [],
        "account": account,
        "movements": _movements(desk.studio.pk, lines[:PAGE]),
        "next": lines[PAGE - 1].leg_id if len(lines) > PAGE else None,
        "coming": coming(desk.studio.pk, limit=6),
        "may_see_orders": desk.may("see_orders"),
    }
    return render(request, "studio/money.html", frame(desk, "money", **context))


def _lines(studio_id: int, purpose: str, currency: str, before: str) -> list[queries.StatementLine]:
    found = LedgerAccount.objects.filter(studio_id=studio_id, purpose=purpose, currency=currency).first()
    if found is None:
        return []
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    return queries.statement(found.pk, before=cursor, limit=PAGE + 1)


def _movements(studio_id: int, lines: list[queries.StatementLine]) -> list[Movement]:
    """The lines with their orders: one query for all of them."""
    ids = {line.subject.removeprefix("order:") for line in lines if line.subject.startswith("order:")}
    sold: dict[str, list[OrderLine]] = {}
    rows = OrderLine.objects.filter(studio_id=studio_id, order_id__in=[int(each) for each in ids if each.isdecimal()])
    for row in rows.select_related("order"):
        sold.setdefault(f"order:{row.order_id}", []).append(row)
    return [_movement(line, sold.get(line.subject, [])) for line in lines]


def _movement(line: queries.StatementLine, sold: list[OrderLine]) -> Movement:
    if not sold:
        return Movement(line, line.sentence)
    number = sold[0].order.number
    if line.memo != "sale":
        return Movement(line, line.sentence, number)
    return Movement(line, _("Your share of a sale"), number, _parts(sold))


def _parts(sold: list[OrderLine]) -> tuple[tuple[str, Money], ...]:
    code = sold[0].order.currency
    named = {
        "gross": _("Paid by the buyer"),
        "tax": _("Tax"),
        "gateway_fee": _("Gateway fee"),
        "platform_fee": _("Platform fee"),
    }
    sums = {name: sum(getattr(row, name) for row in sold) for name in named}
    return tuple(
        (words, Money(sums[name] if name == "gross" else -sums[name], code))
        for name, words in named.items()
        if sums[name]
    )

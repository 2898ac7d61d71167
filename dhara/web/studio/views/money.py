"""What the studio has: pending and available, each movement in words."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dhara.checkout.models import OrderLine
from dhara.kit.currency import Money
from dhara.kit.sheets import safe
from dhara.money.clearing.queries import coming
from dhara.money.ledger import queries, rules
from dhara.money.models import LedgerAccount, Payout
from dhara.web.studio import work
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.views.payouts import asking

PAGE = 30
PURPOSES = {"pending": rules.SELLER_PENDING, "available": rules.SELLER_AVAILABLE}


@dataclass(frozen=True)
class Movement:
    """A line of the statement; `parts` are what a sale was made of: (what, how much, taken away).

    `work` is the address of the work that it was earned with.
    """

    line: queries.StatementLine
    words: str
    number: str = ""
    payout: str = ""
    parts: tuple[tuple[str, Money], ...] = ()
    work: str = ""


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
        "set_aside": work.set_aside(desk.studio.pk, currency),
        "may_see_orders": desk.may("see_orders"),
        **asking(desk, currency),
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
    paid, done = _payouts(studio_id, lines), work.of_lines(studio_id, lines)
    return [
        _earned(line, done[line.leg_id])
        if line.leg_id in done
        else _movement(line, sold.get(line.subject, []), paid.get(line.subject, ""))
        for line in lines
    ]


def _earned(line: queries.StatementLine, done: work.Done) -> Movement:
    """With paid work, which has a page of its own."""
    words = _("Became available: “%(title)s”") if line.memo == "clearing" else _("Earned with “%(title)s”")
    return Movement(line, words % {"title": done.title}, work=done.url)


def _payouts(studio_id: int, lines: list[queries.StatementLine]) -> dict[str, str]:
    """The numbers of the payouts among the lines, by subject."""
    ids = [line.subject.removeprefix("payout:") for line in lines if line.subject.startswith("payout:")]
    found = Payout.objects.filter(studio_id=studio_id, pk__in=[int(each) for each in ids]) if ids else []
    return {f"payout:{payout.pk}": payout.number for payout in found}


def _movement(line: queries.StatementLine, sold: list[OrderLine], payout: str) -> Movement:
    sentence = _("Became available") if line.memo == "clearing" else line.sentence
    if not sold:
        words = _("Your part of a sale that you share") if line.memo == "sale" else sentence
        return Movement(line, words, payout=payout)
    number = sold[0].order.number
    if line.memo != "sale":
        return Movement(line, sentence, number)
    return Movement(line, _("Your share of a sale"), number, parts=_parts(sold))


def _parts(sold: list[OrderLine]) -> tuple[tuple[str, Money], ...]:
    code = sold[0].order.currency
    named = {
        "gross": _("Paid by the buyer"),
        "tax": _("Tax"),
        "gateway_fee": _("Gateway fee"),
        "platform_fee": _("Platform fee"),
        "shared": _("Collaborators"),
    }
    sums = {name: sum(getattr(row, name) for row in sold) for name in named}
    return tuple(
        (words, Money(sums[name] if name == "gross" else -sums[name], code))
        for name, words in named.items()
        if sums[name]
    )


@require_GET
@member("see_money")
def export(request: HttpRequest, desk: Desk) -> StreamingHttpResponse:
    """All movements of a currency as a table: what was pending and what was available, the latest first."""
    currency = request.GET.get("currency", "")
    currency = currency if currency in queries.balances(desk.studio.pk) else desk.studio.currency
    response = StreamingHttpResponse(_table(desk, currency), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-money-{currency}.csv"'
    return response


class _Line:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def _table(desk: Desk, currency: str) -> Iterator[str]:
    table = csv.writer(_Line())
    yield "\ufeff"
    yield table.writerow([_("When"), _("Balance"), _("What"), _("Reference"), _("Amount"), _("Currency")])
    names = {"pending": _("Pending"), "available": _("Available")}
    for account, purpose in PURPOSES.items():
        before: str = ""
        while lines := _lines(desk.studio.pk, purpose, currency, before)[:PAGE]:
            before = str(lines[-1].leg_id)
            for each in _movements(desk.studio.pk, lines):
                amount = f"{each.line.amount.decimal():f}"
                told = [names[account], each.words, each.number or each.payout]
                yield table.writerow([each.line.at.isoformat(), *map(safe, told), amount, currency])

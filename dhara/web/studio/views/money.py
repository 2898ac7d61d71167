"""What the studio has: pending and available, each movement in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dhara.money.clearing.queries import coming
from dhara.money.ledger import queries, rules
from dhara.money.models import LedgerAccount
from dhara.web.studio.doors import Desk, frame, member

PAGE = 30
PURPOSES = {"pending": rules.SELLER_PENDING, "available": rules.SELLER_AVAILABLE}


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
        "lines": lines[:PAGE],
        "next": lines[PAGE - 1].leg_id if len(lines) > PAGE else None,
        "coming": coming(desk.studio.pk, limit=8),
    }
    return render(request, "studio/money.html", frame(desk, "money", **context))


def _lines(studio_id: int, purpose: str, currency: str, before: str) -> list[queries.StatementLine]:
    found = LedgerAccount.objects.filter(studio_id=studio_id, purpose=purpose, currency=currency).first()
    if found is None:
        return []
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    return queries.statement(found.pk, before=cursor, limit=PAGE + 1)

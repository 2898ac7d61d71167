"""The first page of the workplace: how it goes, and what to do next."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dhara.checkout.orders import queries as orders
from dhara.insights.income import queries as income
from dhara.insights.income import rules
from dhara.kit import clock
from dhara.kit.currency import CODES, Money
from dhara.kit.locale.dates import show_short
from dhara.money.clearing.queries import coming
from dhara.money.ledger.queries import balances
from dhara.people.access.queries import has_second_factor, studios_of
from dhara.people.models import Studio
from dhara.web.studio.doors import Desk, frame, member


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/studio/`: to the one studio, a choice of several, or the making of the first."""
    if not request.user.is_authenticated:
        return redirect("/account/login/?next=/studio/")
    found = list(studios_of(request.user)[:50])
    if not found:
        return redirect("new-studio")
    if len(found) == 1:
        return redirect("studio-dashboard", found[0].handle)
    return render(request, "studio/choose.html", {"found": found})


@require_GET
@member("see_studio")
def dashboard(request: HttpRequest, desk: Desk) -> HttpResponse:
    studio, at = desk.studio, clock.now()
    period = request.GET.get("period", "30")
    period = period if period in clock.PERIODS else "30"
    steps = _steps(request, desk)
    sold = any(step["code"] == "sell" and step["done"] for step in steps)
    context: dict[str, Any] = {
        "tabs": _tabs(period, request.GET.get("currency", "")),
        "steps": [step for step in steps if not (sold and step["done"])],
        "has_sold": sold,
        "may_edit": desk.may("edit_offers"),
    }
    if desk.may("see_money"):
        context |= _money(studio, period, request.GET.get("currency", ""), at)
    if desk.may("see_orders"):
        context["latest"] = orders.of_studio(studio, size=5).rows
    return render(request, "studio/dashboard.html", frame(desk, "dashboard", period=period, **context))


def _tabs(period: str, currency: str) -> list[dict[str, Any]]:
    labels = {"today": _("Today"), "7": _("7 days"), "30": _("30 days"), "90": _("90 days"), "365": _("Year")}
    kept = {"currency": currency} if currency in CODES else {}
    return [
        {"url": "?" + urlencode({"period": p, **kept}), "label": labels[p], "current": p == period}
        for p in clock.PERIODS
    ]


def _steps(request: HttpRequest, desk: Desk) -> list[dict[str, Any]]:
    """The checklist of a new studio; empty once all of it is done, or for roles that can not do it."""
    if not desk.may("edit_offers"):
        return []
    steps = rules.steps(income.progress(desk.studio, protected=has_second_factor(request.user)))
    if all(step.done for step in steps):
        return []
    base = f"/studio/{desk.studio.handle}/"
    urls = {"describe": f"{base}settings/", "protect": "/account/protection/", "offer": f"{base}offers/new/"}
    return [
        {"code": s.code, "label": s.title, "help": s.why, "done": s.done, "url": urls.get(s.code, f"{base}offers/")}
        for s in steps
    ]


def _money(studio: Studio, period: str, currency: str, at: datetime) -> dict[str, Any]:
    start, end = clock.period(period, at, ZoneInfo(studio.time_zone))
    before = income.totals(studio, start - (end - start), start)
    now = income.totals(studio, start, end)
    held = balances(studio.pk)
    codes = list(dict.fromkeys([*(each.currency for each in now), *held, studio.currency]))
    chosen = currency if currency in codes else codes[0]
    zero = income.Sales(chosen, 0, *([Money.zero(chosen)] * 3))
    total = next((each for each in now if each.currency == chosen), zero)
    past = next((each for each in before if each.currency == chosen), zero)
    return {
        "currency": chosen,
        "currencies": codes if len(codes) > 1 else [],
        "total": total,
        "shared": income.shared(studio, start, end).get(chosen),
        "gross_change": _change(total.gross.minor, past.gross.minor),
        "orders_change": _change(total.orders, past.orders),
        "chart": _points(income.series(studio, period, chosen, at=at)),
        "best": income.bestsellers(studio, start, end, chosen),
        "held": held.get(chosen, {"pending": Money.zero(chosen), "available": Money.zero(chosen)}),
        "coming": next((row for row in coming(studio.pk) if row[1].currency == chosen), None),
    }


def _change(now: int, before: int) -> dict[str, str] | None:
    percent = income.growth(now, before)
    if percent is None:
        return None
    sign = "+" if percent > 0 else "−" if percent < 0 else "±"
    return {"text": f"{sign}{abs(percent)}%", "trend": "down" if percent < 0 else "up"}


def _points(buckets: list[income.Bucket]) -> list[tuple[str, Money]]:
    lang = get_language() or "en"
    return [(_label(bucket, lang), bucket.gross) for bucket in buckets]


def _label(bucket: income.Bucket, lang: str) -> str:
    return show_short(bucket.first, lang, ZoneInfo("UTC"))

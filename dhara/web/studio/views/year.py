"""The year for the accountant: sales, taxes, fees, refunds, payouts by month; as a page and as a table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dhara.insights.income.year import Row, report, table, years
from dhara.kit import clock
from dhara.kit.locale import languages
from dhara.kit.locale.dates import MONTHS
from dhara.kit.locale.digits import in_script
from dhara.money.tax.queries import place_name
from dhara.web.studio.doors import Desk, frame, member


@require_GET
@member("see_money")
def year(request: HttpRequest, desk: Desk) -> HttpResponse:
    known = years(desk.studio, at=clock.now())
    wanted = next((each for each in known if str(each) == request.GET.get("year")), known[0])
    lang = languages.current()
    context = {
        "year": wanted,
        "years": [
            {"label": in_script(each, lang), "url": f"?year={each}", "current": each == wanted} for each in known
        ],
        "head": [_("Month"), _("Kind"), _("Tax"), _("Paid by buyers"), _("Tax amount"), _("Fees"), _("Your share")],
        "rows": [_shown(row, lang) for row in report(desk.studio, wanted)],
    }
    return render(request, "studio/year.html", frame(desk, "money", **context))


def _shown(row: Row, lang: str) -> dict[str, Any]:
    rate = f"{row.tax_name} {in_script(f'{row.tax_bp / 100:g}', lang)}%" if row.tax_bp else ""
    where = place_name(row.country[:2], row.country[3:] and row.country) if row.country else ""
    money = row.money
    fees = money["gateway_fee"] + money["platform_fee"]
    tax = " · ".join(part for part in (where, rate) if part) or "–"
    return {"month": MONTHS[lang][row.month - 1], "row": row, "tax": tax, "money": money, "fees": fees}


@require_GET
@member("see_money")
def export(_request: HttpRequest, desk: Desk, year: int) -> StreamingHttpResponse:
    if year not in years(desk.studio, at=clock.now()):
        raise Http404
    rows = table(desk.studio, year, lang=languages.current())
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-year-{year}.csv"'
    return response

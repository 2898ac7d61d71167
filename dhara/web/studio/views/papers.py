"""The studio's invoices, credit and debit notes: each one, a year's sums, the table for the accountant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.checkout.orders.queries import one_of_studio
from dhara.checkout.papers import actions, queries
from dhara.checkout.papers.export import export_csv
from dhara.checkout.papers.pdf import pdf
from dhara.checkout.papers.queries import Row
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale import languages
from dhara.kit.locale.dates import MONTHS, SHORT_MONTHS
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import LANGS
from dhara.kit.refusal import Refused
from dhara.web.studio.doors import Desk, frame, member


@require_GET
@member("see_money")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    years = queries.years(desk.studio)
    year = _year(request.GET.get("year", ""), years)
    rows = queries.report(desk.studio, year) if year else []
    page = Paginator(queries.of_studio(desk.studio, year=year), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "years": [_tab(each, current=each == year) for each in years],
        "year": year,
        "head": [_("Month"), _("Rate"), _("Before tax"), _("Tax"), _("Total")],
        "months": _months(rows),
        "charts": _charts(rows),
        "totals": _totals(rows),
        "page": page,
        "profile": queries.profile_of(desk.studio.pk),
        "with_buyers": desk.may("see_buyers"),
        "may_see_orders": desk.may("see_orders"),
        "may_export": desk.may("export_orders"),
        "may_edit": desk.may("edit_studio"),
        "languages": LANGS if languages.current() == "bn" else LANGS[::-1],
    }
    return render(request, "studio/papers.html", frame(desk, "money", **context))


def _year(wanted: str, years: list[int]) -> int | None:
    """The one that is asked for where there are papers of it, else the latest."""
    asked = [each for each in years if str(each) == wanted]
    return next(iter(asked or years), None)


def _tab(year: int, *, current: bool) -> dict[str, Any]:
    return {"label": in_script(year, languages.current()), "url": f"?year={year}", "current": current}


def _rate(row: Row) -> str:
    if row.reverse:
        return _("%(tax)s, reverse charge") % {"tax": row.tax_name}
    return f"{row.tax_name} {in_script(f'{row.tax_bp / 100:g}', languages.current())}%" if row.tax_bp else _("no tax")


def _months(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows with what they are called in the reader's language."""
    return [
        {
            "month": MONTHS[languages.current()][row.month - 1],
            "rate": _rate(row),
            "row": row,
        }
        for row in rows
    ]


def _totals(rows: list[Row]) -> list[Row]:
    """The year in each currency."""
    sums: dict[str, list[Money]] = {}
    for row in rows:
        known = sums.setdefault(row.currency, [Money.zero(row.currency)] * 3)
        sums[row.currency] = [a + b for a, b in zip(known, (row.before, row.tax, row.gross), strict=True)]
    return [Row(0, code, "", 0, False, *amounts) for code, amounts in sums.items()]


def _charts(rows: list[Row]) -> list[tuple[str, list[tuple[str, Money]]]]:
    """(currency, what was invoiced in each month) where there is more than one month to compare."""
    found = []
    for code in dict.fromkeys(row.currency for row in rows):
        sums = dict.fromkeys(range(1, 13), Money.zero(code))
        for row in rows:
            if row.currency == code:
                sums[row.month] += row.gross
        if sum(1 for amount in sums.values() if amount) > 1:
            found.append(
                (code, [(SHORT_MONTHS[languages.current()][month - 1], amount) for month, amount in sums.items()])
            )
    return found


@require_GET
@member("export_orders")
def paper(request: HttpRequest, desk: Desk, paper_id: int) -> HttpResponse:
    """One paper in `?lang=`: for those who may have buyers' names and addresses in their hands."""
    found = queries.one_of_studio(desk.studio, paper_id) if paper_id < 2**63 else None
    if found is None:
        raise Http404
    wanted = request.GET.get("lang", "")
    lang = wanted if wanted in LANGS else languages.current()
    response = HttpResponse(pdf(found, lang), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.label}-{lang}.pdf"'
    return response


@require_GET
@member("export_orders")
def export(request: HttpRequest, desk: Desk, year: int) -> HttpResponse | StreamingHttpResponse:  # noqa: ARG001
    if year not in queries.years(desk.studio):
        raise Http404
    rows = export_csv(desk.studio, year, lang=get_language() or "en")
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-invoices-{year}.csv"'
    return response


@require_POST
@member("edit_studio")
def issue(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The invoice of an order that has none yet."""
    sold = one_of_studio(desk.studio, number)
    if sold is None:
        raise Http404
    if queries.profile_of(desk.studio.pk) is None:
        messages.info(request, _("First say what stands on your invoices."))
        return redirect("studio-paper-profile", desk.studio.handle)
    try:
        made = actions.issue_invoice(sold.order.pk, desk.studio.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = _("%(number)s was given. The buyer finds it on the order's page.")
        messages.success(request, words % {"number": made.label})
    return redirect("studio-order", desk.studio.handle, number)

"""Money back: give it, answer those who ask for it, say what is promised."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.catalog.models import Offer
from dhara.checkout.disputes import queries as disputes
from dhara.checkout.models import OrderLine, RefundRequest
from dhara.checkout.orders import queries as orders
from dhara.checkout.orders.rules import DISPUTED, PAID, PARTIALLY_REFUNDED
from dhara.checkout.refunds import actions, queries
from dhara.checkout.refunds.rules import OPEN
from dhara.kit import clock
from dhara.kit.currency import currency
from dhara.kit.refusal import Refused
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.refunds import AcceptForm, DeclineForm, RefundForm, TermsForm

SIZE = 20


def may_refund(desk: Desk, sold: orders.Sold) -> bool:
    """Whether there is something to give back, and the role to do it."""
    giveable = sold.order.status in (PAID, PARTIALLY_REFUNDED)
    return giveable and desk.may("refund") and bool(_left(sold))


def _left(sold: orders.Sold) -> list[OrderLine]:
    ended = queries.ended_free(sold.lines)
    return [line for line in sold.lines if line.refunded < line.gross or (not line.gross and line.pk not in ended)]


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Orders, and what may follow them."""
    base = f"/studio/{desk.studio.handle}/"
    found = _found(desk)
    sells_keys = desk.may("see_licences") and found["licences"]
    keys = {"url": f"{base}licences/", "label": _("Licences"), "current": current == "licences"}
    left = {"url": f"{base}carts/", "label": _("Left carts"), "current": current == "carts"}
    return [
        {"url": f"{base}orders/", "label": _("Orders"), "current": current == "orders"},
        {
            "url": f"{base}refunds/",
            "label": _("Refunds"),
            "current": current == "refunds",
            "count": found["refunds"],
        },
        {
            "url": f"{base}disputes/",
            "label": _("Disputes"),
            "current": current == "disputes",
            "count": found["disputes"],
        },
        *([left] if desk.may("see_money") else []),
        *([keys] if sells_keys or current == "licences" else []),
    ]


def _found(desk: Desk) -> dict[str, int]:
    """What the tabs say: requests and disputes that wait, offers with keys. One query for all tabs."""
    asked: dict[str, QuerySet[Any]] = {
        "refunds": queries.waiting(desk.studio),
        "disputes": disputes.open_of(desk.studio),
        "licences": Offer.objects.filter(studio=desk.studio, kind="licence"),
    }
    each = [
        rows.order_by().values(about=Value(name)).annotate(number=Count("pk")).values_list("about", "number")
        for name, rows in asked.items()
    ]
    return dict.fromkeys(asked, 0) | dict(each[0].union(*each[1:], all=True))


@require_GET
@member("see_orders")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _index(request, desk)


def _index(
    request: HttpRequest,
    desk: Desk,
    *,
    filled: dict[int, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Requests that wait, each with its forms; then what was given back. `filled` are forms that were refused."""
    may_answer = desk.may("refund")
    waiting = list(queries.asked_of(desk.studio, OPEN)[:SIZE])
    page = Paginator(queries.of_studio(desk.studio), SIZE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs(desk, "refunds"),
        "waiting": [_row(each, filled or {}) for each in waiting],
        "answered": queries.asked_of(desk.studio).exclude(status=OPEN)[:5],
        "page": page,
        "may_answer": may_answer,
        "with_buyers": desk.may("see_buyers"),
        "terms": queries.terms_of([desk.studio.pk])[desk.studio.pk],
        "may_edit": desk.may("edit_studio"),
    }
    return render(request, "studio/refunds.html", frame(desk, "orders", **context), status=status)


def _row(each: RefundRequest, filled: dict[int, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {"line": each.line, "currency": each.order.currency, "prefix": f"yes-{each.pk}"}
    forms = {"accept": AcceptForm(**given), "decline": DeclineForm(prefix=f"no-{each.pk}")}
    return {"request": each, "sign": currency(each.order.currency).symbol.strip(), **forms, **filled.get(each.pk, {})}


@member("refund")
def refund(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """GET asks how much, POST gives it back."""
    sold = orders.one_of_studio(desk.studio, number)
    if sold is None:
        raise Http404
    if request.method == "POST" and queries.is_made(sold.order, _key(desk, request.POST.get("key", ""))):
        # Pressed twice: the first one counts.
        return redirect("studio-order", desk.studio.handle, number)
    lines = _left(sold)
    given: dict[str, Any] = {"lines": lines, "currency": sold.order.currency}
    form, status = RefundForm(request.POST or None, **given), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            key = _key(desk, told["key"])
            try:
                actions.refund(
                    sold.order.pk, lines=form.parts(), reason=told["reason"], by=desk.by, at=clock.now(), key=key
                )
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("The money is on its way back, and the buyer is told."))
                return redirect("studio-order", desk.studio.handle, number)
    context = {
        "order": sold.order,
        "form": form,
        "rows": form.rows(),
        "sign": currency(sold.order.currency).symbol.strip(),
        "costs": queries.costs(sold.order, lines),
        "disputed": sold.order.status == DISPUTED,
        "with_buyers": desk.may("see_buyers"),
    }
    return render(request, "studio/refund.html", frame(desk, "orders", **context), status=status)


def _key(desk: Desk, text: str) -> str:
    return f"studio:{desk.studio.pk}:{text[:64]}"


@require_POST
@member("refund")
def acceptance(request: HttpRequest, desk: Desk, request_id: int) -> HttpResponse:
    asked = _request(desk, request_id)
    given: dict[str, Any] = {"line": asked.line, "currency": asked.order.currency, "prefix": f"yes-{asked.pk}"}
    form, status = AcceptForm(request.POST, **given), 422
    if form.is_valid():
        try:
            actions.accept(asked.pk, **form.chosen(), by=desk.by, at=clock.now())
        except Refused as refusal:
            if (refusal.field or "").startswith("line_"):
                refusal.field = "amount"
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, _("The money is on its way back, and the buyer is told."))
            return redirect("studio-refunds", desk.studio.handle)
    return _index(request, desk, filled={asked.pk: {"accept": form}}, status=status)


@require_POST
@member("refund")
def refusal(request: HttpRequest, desk: Desk, request_id: int) -> HttpResponse:
    asked = _request(desk, request_id)
    form, status = DeclineForm(request.POST, prefix=f"no-{asked.pk}"), 422
    if form.is_valid():
        try:
            actions.decline(asked.pk, answer=form.cleaned_data["answer"], by=desk.by, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
            status = refused.status
        else:
            messages.success(request, _("The buyer is told why."))
            return redirect("studio-refunds", desk.studio.handle)
    return _index(request, desk, filled={asked.pk: {"decline": form, "declining": True}}, status=status)


def _request(desk: Desk, request_id: int) -> RefundRequest:
    found = queries.asked_of(desk.studio).filter(pk=request_id).first() if request_id < 2**63 else None
    if found is None:
        raise Http404
    return found


@member("edit_studio")
def terms(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the studio promises from now on."""
    at = clock.now()
    now = queries.terms_at(desk.studio.pk, at)
    form, status = TermsForm(request.POST or None, initial={"days": now.days, "text": now.text}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.set_terms(desk.studio, **form.cleaned_data, by=desk.by, at=at)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Saved. It counts for orders from now on."))
                return redirect("studio-refunds", desk.studio.handle)
    return render(request, "studio/refund_terms.html", frame(desk, "orders", form=form), status=status)

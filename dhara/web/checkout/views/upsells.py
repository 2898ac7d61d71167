"""What is offered once, between a payment and its receipt."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dhara.catalog.suggestions.rules import DOWNSELL, UPSELL
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders import queries
from dhara.checkout.orders.rules import BOUGHT, PENDING
from dhara.checkout.upsells import actions
from dhara.checkout.upsells.queries import Proposal, kept_for
from dhara.kit import clock
from dhara.kit.currency import CODES, Money
from dhara.kit.refusal import Refused
from dhara.money.gateways import queries as gateways
from dhara.people.access.queries import Viewer
from dhara.web.checkout.ways import lets_go, return_url
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


def page(request: HttpRequest, order: Order, offered: Proposal, at: datetime) -> HttpResponse:
    """The one screen: what it is, what it costs and why, and how it is paid; or no, thanks."""
    total = offered.total
    ways = gateways.offered(total, at=at, studio_ids=offered.cart.collectors) if total else []
    context = {
        "order": order,
        "offered": offered,
        "line": offered.line,
        "cart": offered.cart,
        "total": total,
        "ways": ways,
        "card": offered.kept.details if offered.kept else None,
    }
    return lets_go(render(request, "checkout/upsell.html", context), ways)


@require_POST
@private
@limited("checkout", 30, 600)
def acceptance(request: HttpRequest, token: str) -> HttpResponse:
    """Accepted: in one click with the kept means of payment, or through the `gateway` that was chosen."""
    order, step = _found(request, token)
    typed, code = request.POST.get("total", ""), request.POST.get("currency", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16 and code in CODES):
        raise Http404
    by, at = Viewer(request.user).actor, clock.now()
    try:
        made = actions.accept(order.pk, step=step, total=Money(int(typed), code), by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("order", token)
    if made.status != PENDING:
        return redirect("order", made.token)
    return _pay(request, order, made, at)


def _pay(request: HttpRequest, order: Order, made: Order, at: datetime) -> HttpResponse:
    by, gateway = Viewer(request.user).actor, request.POST.get("gateway", "")[:20]
    kept = None if gateway else kept_for(order, made)
    try:
        if kept is not None:
            payment = orders.pay_in_one_click(made.pk, kept, return_url(request), by=by, at=at)
            return redirect("payment-return", payment.token)
        return redirect(orders.pay(made.pk, orders.Means(gateway, return_url(request)), by=by, at=at))
    except Refused as refusal:
        # The small order waits on its own page, with every way to pay it.
        if refusal.code != "paid_already":
            messages.error(request, str(refusal.message))
        return redirect("order", made.token)


@require_POST
@private
@limited("checkout", 30, 600)
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    order, step = _found(request, token)
    actions.decline(order.pk, step=step, by=Viewer(request.user).actor, at=clock.now())
    return redirect("order", token)


def _found(request: HttpRequest, token: str) -> tuple[Order, str]:
    order, step = queries.by_token(token), request.POST.get("step", "")
    if order is None or order.status not in BOUGHT or step not in (UPSELL, DOWNSELL):
        raise Http404
    return order, step

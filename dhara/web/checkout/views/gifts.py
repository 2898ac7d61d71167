"""The giver's side of a gift, opened by the order's secret: what becomes of it; change, send, correct."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.checkout.gifts import actions as gifts
from dhara.checkout.gifts.queries import of_order
from dhara.checkout.gifts.rules import SENT, WAITING, today
from dhara.checkout.models import Gift, Order
from dhara.checkout.orders.queries import by_token
from dhara.checkout.orders.rules import BOUGHT, DISPUTED
from dhara.delivery.gifts import actions as deliveries
from dhara.delivery.gifts.queries import used
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.checkout.gift_forms import Present, Receiver, of_gift
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


def card(order: Order, at: datetime) -> dict[str, Any]:
    """What the order's page says of its gift; nothing, and no query, for what is none."""
    gift = of_order(order)
    if gift is None:
        return {}
    waits = gift.status == WAITING and order.status in BOUGHT and order.status != DISPUTED
    may_correct = gift.status == SENT and gift.corrected_at is None and not used(order)
    to_self = gift.email == order.email
    return {"gift": gift, "gift_waits": waits, "may_correct": may_correct, "to_self": to_self, "today": today(at)}


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("gift", 30, 600, method="POST")
def gift(request: HttpRequest, token: str) -> HttpResponse:
    """Change it while it waits; afterwards its address, once, while nothing was opened."""
    order, found, at = *_found(token), clock.now()
    known = card(order, at)
    if request.method != "POST" and not (known["gift_waits"] or known["may_correct"]):
        messages.info(request, _("Nothing about this gift can be changed any more."))
        return redirect("order", token)
    waits = found.status == WAITING
    form = _form(request, found, at)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _change(order, form, by=Viewer(request.user).actor, at=at)
            except Refused as refusal:
                form.add_refusal(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Your gift was changed.") if waits else _("It was sent to this address."))
                return redirect("order", token)
    context = {"order": order, "form": form, "waits": isinstance(form, Present), **known}
    return render(request, "checkout/gift.html", context, status=status)


def _form(request: HttpRequest, found: Gift, at: datetime) -> Receiver:
    """By what was sent, not by how it stands: its day may have come while the giver was writing."""
    if request.method == "POST":
        return (Present if "gift_day" in request.POST else Receiver)(request.POST, at=at)
    if found.status == WAITING:
        return Present(initial=of_gift(found), at=at)
    return Receiver(initial={"gift_name": found.name, "gift_email": found.email}, at=at)


def _change(order: Order, form: Receiver, *, by: Actor, at: datetime) -> None:
    if isinstance(form, Present):
        assert form.wish is not None
        gifts.change(order.pk, form.wish, by=by, at=at)
    else:
        told = form.cleaned_data
        deliveries.correct(order.pk, email=told["gift_email"], name=told["gift_name"], by=by, at=at)


@require_POST
@private
@limited("gift", 30, 600)
def sending(request: HttpRequest, token: str) -> HttpResponse:
    order, found = _found(token)
    try:
        gifts.send(order.pk, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your gift is on its way to %(name)s.") % {"name": found.name})
    return redirect("order", token)


def _found(token: str) -> tuple[Order, Gift]:
    order = by_token(token)
    found = of_order(order) if order is not None and order.paid_at is not None else None
    if order is None or found is None:
        raise Http404
    return order, found

"""Who buys, how they pay, and exactly how much: the one page between cart and payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from dhara.checkout.cart.queries import CartView
from dhara.checkout.models import Order
from dhara.checkout.orders import actions
from dhara.checkout.orders.rules import BOUGHT
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import Gateway
from dhara.web.checkout.basket import Basket
from dhara.web.checkout.forms import INTENT, Details, new_intent
from dhara.web.checkout.ways import lets_go, return_url
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@dataclass(frozen=True)
class Desk:
    """What the page knows: the cart as it stands, and through whom it can be paid (nobody for what is free)."""

    basket: Basket
    cart: CartView
    ways: list[Gateway]
    at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("checkout", 30, 600, method="POST")
def checkout(request: HttpRequest) -> HttpResponse:
    basket, at = Basket(request), clock.now()
    if request.method == "POST" and (known := _ordered_before(request, basket)):
        return redirect("order", known.token)
    cart = basket.view()
    if not cart.lines or cart.problems or (cart.changes and request.method != "POST"):
        return basket.keep(redirect("cart"), cart.count)
    studios = {group.studio.pk for group in cart.groups}
    ways = gateways.offered(cart.total, at=at, studio_ids=studios) if cart.total else []
    desk = Desk(basket, cart, ways, at)
    if request.method == "POST":
        return _pay(request, desk)
    return basket.keep(_page(request, desk, Details(gateways=ways, initial=_known(basket))), cart.count)


def _pay(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Details(_typed(request), gateways=desk.ways)
    if not form.is_valid() or desk.basket.cart is None:
        return _page(request, desk, form, status=422)
    told = form.cleaned_data
    by, at = desk.basket.by, desk.at
    try:
        order = actions.place(
            desk.basket.cart,
            email=told["email"],
            name=told["name"],
            phone=told["phone"],
            language=told["language"],
            intent=told["intent"],
            confirmed_total=told["total"],
            confirmed_currency=told["currency"],
            by=by,
            at=at,
        )
        if order.status in BOUGHT:
            return redirect("order", order.token)
        return redirect(actions.pay(order.pk, told.get("gateway", ""), return_url(request), by=by, at=at))
    except Refused as refusal:
        return _refused(request, desk, form, refusal)


def _refused(request: HttpRequest, desk: Desk, form: Details, refusal: Refused) -> HttpResponse:
    """What was typed stays. What concerns the cart is put right there."""
    cart = desk.basket.view()
    if cart.problems or not cart.lines:
        messages.error(request, str(refusal.message))
        return desk.basket.keep(redirect("cart"), cart.count)
    if refusal.code == "intent_used":
        form.add_error("intent", str(refusal.message))
        return _page(request, desk, form, status=refusal.status)
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    fresh = Desk(desk.basket, cart, desk.ways, desk.at)
    return _page(request, fresh, form, status=refusal.status)


def _page(request: HttpRequest, desk: Desk, form: Details, status: int = 200) -> HttpResponse:
    intent = new_intent() if "intent" in form.errors else form["intent"].value()
    context = {
        "cart": desk.cart,
        "form": form,
        "intent": intent,
        "ways": desk.ways,
        "way": form["gateway"].value() if desk.ways else "",
        "account": desk.basket.account,
    }
    return lets_go(render(request, "checkout/details.html", context, status=status), desk.ways)


def _typed(request: HttpRequest) -> QueryDict:
    """What was sent; with the suggested address in the place of the mistyped one where the buyer took it."""
    data = request.POST.copy()
    corrected = request.POST.get("correction", "")
    if corrected:
        data["email"] = corrected
    return data


def _known(basket: Basket) -> dict[str, str]:
    account = basket.account
    language = (get_language() or "en")[:2]
    known = {"intent": new_intent(), "language": account.language if account else language}
    return {**known, "name": account.name, "email": account.email} if account else known


def _ordered_before(request: HttpRequest, basket: Basket) -> Order | None:
    """The order that this very button has made already and that is paid: its cart is empty by now."""
    intent = request.POST.get("intent", "")
    if basket.cart is None or not INTENT.fullmatch(intent):
        return None
    return Order.objects.filter(intent=intent, cart=basket.cart, status__in=BOUGHT).first()

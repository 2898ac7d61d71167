"""Who buys, how they pay, and exactly how much: the one page between cart and payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from dhara.checkout.abandoned import actions as abandoned
from dhara.checkout.abandoned import queries as reminders
from dhara.checkout.abandoned.rules import CONSENT
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart.queries import CartView
from dhara.checkout.gifts import actions as gifts
from dhara.checkout.gifts.rules import today
from dhara.checkout.models import Order
from dhara.checkout.orders import actions
from dhara.checkout.orders.rules import BOUGHT
from dhara.checkout.refunds.queries import terms_of
from dhara.checkout.upsells.queries import may_follow
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import Gateway, OneClick
from dhara.money.tax import queries as taxes
from dhara.money.tax.regions import regions
from dhara.web.checkout.basket import Basket
from dhara.web.checkout.forms import INTENT, Details, new_intent
from dhara.web.checkout.gift_forms import Present, seen_mark, typed
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
    desk = _desk(basket, cart, at)
    if request.method == "POST" and "place" in request.POST:
        return _show_total(request, desk)
    if request.method == "POST":
        return _pay(request, desk)
    return basket.keep(_page(request, desk, _form(desk, initial=_known(desk))), cart.count)


def _desk(basket: Basket, cart: CartView, at: datetime) -> Desk:
    ways = gateways.offered(cart.total, at=at, studio_ids=cart.collectors) if cart.total else []
    return Desk(basket, cart, ways, at)


def _form(desk: Desk, *args: Any, **given: Any) -> Details:
    country = str(args[0].get("country", "")) if args else given.get("initial", {}).get("country", "")
    with_place = desk.cart.needs_place
    return Details(*args, gateways=desk.ways, with_place=with_place, regions=_regions(desk, country), **given)


def _regions(desk: Desk, country: str) -> list[tuple[str, str]]:
    """The states or provinces of the country, where a seller's rates differ by them."""
    studios = [group.studio.pk for group in desk.cart.groups]
    asked = desk.cart.needs_place and taxes.asks_region(studios, country, desk.at.date())
    return regions(country) if asked else []


def _show_total(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The same page with what was typed, and the total for another country or tax id. Nothing is bought."""
    fields = (*Details.base_fields, "country", "region", "tax_id")
    told = {name: request.POST[name] for name in fields if name in request.POST}
    if not told.get("region", "").startswith(told.get("country", "")):
        told["region"] = ""  # of the country that was chosen before
    try:
        _set_place(desk, told)
    except Refused as refusal:
        form = _form(desk, _typed(request))
        form.is_valid()
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return _page(request, desk, form, status=refusal.status)
    fresh = _desk(desk.basket, desk.basket.view(), desk.at)
    gateway = {"gateway": request.POST["gateway"]} if "gateway" in request.POST else {}
    return _page(request, fresh, _form(fresh, initial={**told, **gateway}))


def _present(request: HttpRequest, desk: Desk) -> Present:
    """The gift as it was typed; bound (and checked) only where it is to be one."""
    if "gift" in request.POST and "place" not in request.POST:
        return Present(request.POST, at=desk.at)
    known = {"gift_day": today(desk.at), "gift_language": (get_language() or "en")[:2]}
    return Present(initial={**known, **typed(request.POST)}, at=desk.at)


def _set_place(desk: Desk, told: dict[str, Any]) -> None:
    """What the buyer says counts from now on, also for what the cart shows."""
    cart, by = desk.basket.cart, desk.basket.by
    said = {name: str(told.get(name, "")) for name in ("country", "region", "tax_id")}
    if cart is not None and desk.cart.needs_place and any(getattr(cart, name) != said[name] for name in said):
        desk.basket.cart = carts.set_place(cart.token, **said, by=by, at=desk.at)


def _pay(request: HttpRequest, desk: Desk) -> HttpResponse:
    form, present = _form(desk, _typed(request)), _present(request, desk)
    sound = form.is_valid() and (not present.is_bound or present.is_valid())
    if not sound or desk.basket.cart is None:
        return _page(request, desk, form, present, status=422)
    if present.wish and request.POST.get("gift_seen") != seen_mark(present.wish):
        return _page(request, desk, form, present)
    told = form.cleaned_data
    by, at = desk.basket.by, desk.at
    gateway = told.get("gateway", "")
    keep = "save_method" in request.POST and gateway in _keepers(desk)
    means = actions.Means(gateway, return_url(request), keep)
    try:
        _set_place(desk, told)
        _note_wish(desk, told)
        order = gifts.place(
            desk.basket.cart,
            present.wish,
            email=told["email"],
            name=told["name"],
            phone=told["phone"],
            language=told["language"],
            intent=told["intent"],
            confirmed_total=told["total"],
            confirmed_currency=told["currency"],
            seen_in=desk.basket.home,
            means=means,
            by=by,
            at=at,
        )
        if order.status in BOUGHT:
            return redirect("order", order.token)
        return redirect(actions.pay(order, means, by=by, at=at))
    except Refused as refusal:
        return _refused(request, desk, form, present, refusal)


def _note_wish(desk: Desk, told: dict[str, Any]) -> None:
    """Whether they want to be reminded; a cart that nobody asked for costs nothing here."""
    cart, by, at = desk.basket.cart, desk.basket.by, desk.at
    if cart is not None and told["remind"] and _reminds(desk):
        abandoned.ask(cart.pk, email=told["email"], language=told["language"], at=at)
    elif cart is not None and cart.reminder_id:
        abandoned.take_back(cart.pk, by=by, at=at)


def _reminds(desk: Desk) -> bool:
    """Whether anything in the cart is of a studio that reminds; what is free is bought at once."""
    return bool(desk.cart.total) and bool(reminders.reminds((g.studio.pk for g in desk.cart.groups), at=desk.at))


def _keepers(desk: Desk) -> list[str]:
    """The ways to pay whose means can be kept for what may be offered right after this purchase."""
    if not may_follow(line.offer for line in desk.cart.lines):
        return []
    return [each.code for each in desk.ways if isinstance(each, OneClick)]


def _refused(request: HttpRequest, desk: Desk, form: Details, present: Present, refusal: Refused) -> HttpResponse:
    """What was typed stays. What concerns the cart is put right there."""
    cart = desk.basket.view()
    if cart.problems or not cart.lines:
        messages.error(request, str(refusal.message))
        return desk.basket.keep(redirect("cart"), cart.count)
    if refusal.code == "intent_used":
        form.add_error("intent", str(refusal.message))
        return _page(request, desk, form, present, status=refusal.status)
    if refusal.field in present.fields:
        present.add_refusal(refusal)
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    fresh = _desk(desk.basket, cart, desk.at)
    return _page(request, fresh, form, present, status=refusal.status)


def _page(
    request: HttpRequest, desk: Desk, form: Details, present: Present | None = None, status: int = 200
) -> HttpResponse:
    present = present or _present(request, desk)
    wish = present.wish if not present.errors else None
    intent = new_intent() if "intent" in form.errors else form["intent"].value()
    context = {
        "cart": desk.cart,
        "form": form,
        "intent": intent,
        "ways": desk.ways,
        "way": form["gateway"].value() if desk.ways else "",
        "account": desk.basket.account,
        "promises": _promises(desk.cart),
        "keepers": _keepers(desk),
        "kept": "save_method" in request.POST,
        "remind_words": CONSENT if _reminds(desk) else "",
        "present": present,
        "gift": "gift" in (request.GET if request.method == "GET" else request.POST),
        "wish": wish,
        "seen": seen_mark(wish) if wish else "",
        "to_self": wish is not None and wish.email == str(form["email"].value() or "").strip().lower(),
        "today": today(desk.at),
    }
    return lets_go(render(request, "checkout/details.html", context, status=status), desk.ways)


def _promises(cart: CartView) -> list[tuple[Any, Any]]:
    """What each seller promises about refunds, for what is paid."""
    if not cart.total:
        return []
    told = terms_of(group.studio.pk for group in cart.groups)
    return [(group.studio, told[group.studio.pk]) for group in cart.groups]


def _typed(request: HttpRequest) -> QueryDict:
    """What was sent; with the suggested address in the place of the mistyped one where the buyer took it."""
    data = request.POST.copy()
    corrected = request.POST.get("correction", "")
    if corrected:
        data["email"] = corrected
    return data


def _known(desk: Desk) -> dict[str, str]:
    account, place = desk.basket.account, desk.cart.place
    language = (get_language() or "en")[:2]
    known = {"intent": new_intent(), "language": account.language if account else language}
    known |= {"country": place.country, "region": place.region, "tax_id": place.tax_id}
    if reminders.waiting_for(desk.basket.cart):
        known["remind"] = "on"
    return {**known, "name": account.name, "email": account.email} if account else known


def _ordered_before(request: HttpRequest, basket: Basket) -> Order | None:
    """The order that this very button has made already and that is paid: its cart is empty by now."""
    intent = request.POST.get("intent", "")
    if basket.cart is None or not INTENT.fullmatch(intent):
        return None
    return Order.objects.filter(intent=intent, cart=basket.cart, status__in=BOUGHT).first()

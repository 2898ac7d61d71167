"""The cart: look at it, put something in, change it, take it out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dhara.checkout.cart import actions
from dhara.kit import clock
from dhara.kit.currency import CODES, Money, currency, parse_amount
from dhara.kit.locale.digits import to_latin
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money.tax.queries import place_name
from dhara.people.ties.actions import note
from dhara.web.checkout import gigs
from dhara.web.checkout.basket import Basket
from dhara.web.ui.limits import limited
from dhara.web.ui.origin import is_ours
from dhara.web.ui.preferences import CURRENCY_COOKIE, currency_of, remember
from dhara.web.ui.secrecy import private


@require_safe
@private
def cart(request: HttpRequest) -> HttpResponse:
    return _page(request, Basket(request))


def _page(request: HttpRequest, basket: Basket, status: int = 200, **more: Any) -> HttpResponse:
    """The cart; with `problem` beside the field for codes, where `typed` stands, or `why` beside what was `told`."""
    view = basket.view()
    refusing = {line.problem.tie_id for line in view.lines if line.problem and line.problem.tie_id}
    note(*refusing, at=clock.now())  # from here nobody comes as far as to order it
    context = {
        "cart": view,
        "groups": gigs.groups(view),
        "currencies": [currency(code) for code in view.currencies] if len(view.currencies) > 1 else [],
        "sign": currency(view.currency).symbol.strip(),
        "saved": _saved(request),
        "country_name": place_name(view.place.country, view.place.region) if view.place.country else "",
        **more,
    }
    return basket.keep(render(request, "checkout/cart.html", context, status=status), view.count)


@require_POST
@limited("cart", 90, 60)
def lines(request: HttpRequest) -> HttpResponse:
    """Put a tier into the cart: `tier`, and if given `quantity`, `amount` (pay what you want) in `currency`.

    `pick` is an amount that was proposed, and counts more than the typed one.

    With `then=checkout` the buyer goes on to pay at once, with `then=gift` so that somebody else gets it. What was
    refused is said where the button was.
    """
    basket = Basket(request)
    code = request.POST.get("currency", "")
    code = code if code in CODES else currency_of(request)
    try:
        basket.cart = actions.add(
            basket.token or None,
            tier_id=_whole(request.POST.get("tier", "")) or 0,
            quantity=_whole(request.POST.get("quantity", "")) or 1,
            chosen=_chosen(request, basket, code),
            answers=_answers(request),
            currency=code,
            by=basket.by,
            at=clock.now(),
        )
    except Refused as refusal:
        back = _where_it_was(request)
        # The offer's page says by itself what is wrong with an amount, beside it.
        if refusal.field != "amount" or not back.startswith("/@"):
            messages.error(request, str(refusal.message))
        return redirect(back)
    return basket.keep(redirect(_onward(request)))


@require_POST
@private
@limited("cart", 90, 60)
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Another quantity, another chosen amount, other extras; what is wrong is said beside what was typed."""
    basket = Basket(request)
    if basket.cart is None:
        return _gone(request)
    quantity = _whole(request.POST["quantity"]) if "quantity" in request.POST else None
    try:
        chosen = None
        if "amount" in request.POST:
            chosen = parse_amount(request.POST["amount"], basket.cart.currency).minor
        told = {"quantity": quantity, "chosen": chosen}
        said, by = _answers(request), basket.by
        actions.change(basket.token, line_id=line_id, **told, answers=said, by=by, at=clock.now())
    except Refused as refusal:
        if not basket.cart.lines.filter(pk=line_id).exists():
            return _gone(request)
        field = "amount" if "amount" in request.POST else "extras" if "asked" in request.POST else "quantity"
        wrong = {f"wrong_{field}": line_id, "told": request.POST.get(field, "")[:20], "why": refusal.message}
        return _page(request, basket, refusal.status, **wrong)
    messages.success(request, _("Your cart is up to date."))
    return basket.keep(redirect("cart"))


@require_POST
@limited("cart", 90, 60)
def removal(request: HttpRequest, line_id: int) -> HttpResponse:
    basket = Basket(request)
    if basket.cart is None:
        return _gone(request)
    actions.remove(basket.token, line_id=line_id, by=basket.by, at=clock.now())
    messages.info(request, _("Taken out of your cart."))
    return basket.keep(redirect("cart"))


@require_POST
@limited("cart", 90, 60)
def bumps(request: HttpRequest) -> HttpResponse:
    """A box was ticked: `suggestion` is its id."""
    basket = Basket(request)
    if basket.cart is None:
        return _gone(request)
    wanted = _whole(request.POST.get("suggestion", "")) or 0
    try:
        actions.add_bump(basket.token, suggestion_id=wanted, by=basket.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Put into your cart."))
    return basket.keep(redirect("cart"))


@require_POST
@limited("cart", 90, 60)
def pairs(request: HttpRequest) -> HttpResponse:
    """Two offers that go well together: `tier` and the id of the `suggestion` that stands on its page."""
    basket = Basket(request)
    code = request.POST.get("currency", "")
    try:
        basket.cart = actions.add_pair(
            basket.token or None,
            suggestion_id=_whole(request.POST.get("suggestion", "")) or 0,
            tier_id=_whole(request.POST.get("tier", "")) or 0,
            currency=code if code in CODES else currency_of(request),
            by=basket.by,
            at=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(_where_it_was(request))
    messages.success(request, _("Both are in your cart."))
    return basket.keep(redirect("cart"))


@require_POST
@private
@limited("coupon", 20, 60)
def coupons(request: HttpRequest) -> HttpResponse:
    """Use a code; what is wrong with it is said beside the field. Few tries: codes are not to be guessed."""
    basket = Basket(request)
    if basket.cart is None:
        return _gone(request)
    typed = request.POST.get("coupon", "")[:80]
    try:
        actions.enter_code(basket.token, code=typed, by=basket.by, at=clock.now())
    except Refused as refusal:
        return _page(request, basket, refusal.status, problem=str(refusal.message), typed=typed)
    messages.success(request, _("The code counts."))
    return redirect("cart")


@require_POST
@limited("cart", 90, 60)
def coupon_removal(request: HttpRequest) -> HttpResponse:
    basket = Basket(request)
    if basket.cart is None:
        return _gone(request)
    actions.drop_code(basket.token, code=request.POST.get("coupon", ""), by=basket.by, at=clock.now())
    messages.info(request, _("The code was taken out."))
    return redirect("cart")


@require_POST
@limited("cart", 90, 60)
def cart_currency(request: HttpRequest) -> HttpResponse:
    basket = Basket(request)
    code = request.POST.get("currency", "")
    response = redirect("cart")
    if basket.cart is None:
        return _gone(request)
    try:
        actions.switch_currency(basket.token, currency=code, by=basket.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        remember(response, CURRENCY_COOKIE, code)
    return basket.keep(response)


@require_POST
@limited("cart", 90, 60)
def confirmation(request: HttpRequest) -> HttpResponse:
    """The buyer agrees to prices that have changed; `total` and `currency` are what the page showed."""
    basket = Basket(request)
    total, code = _whole(request.POST.get("total", "")), request.POST.get("currency", "")
    if basket.cart is None or total is None or code not in CODES:
        return _gone(request)
    try:
        actions.confirm_prices(basket.token, total=Money(total, code), by=basket.by, at=clock.now(), home=basket.home)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("cart")
    return redirect("checkout")


def _onward(request: HttpRequest) -> str:
    ways = {"checkout": reverse("checkout"), "gift": reverse("checkout") + "?gift=1"}
    return ways.get(request.POST.get("then", ""), reverse("cart"))


def _chosen(request: HttpRequest, basket: Basket, code: str) -> int | None:
    """What the buyer wishes to pay. In another currency than the cart's it means nothing there: the cart asks again."""
    typed = (request.POST.get("pick") or request.POST.get("amount", "")).strip()
    if not typed:
        return None
    try:
        amount = parse_amount(typed, code)
    except Refused as refusal:
        refusal.field = "amount"
        raise
    cart = basket.cart
    return None if cart and cart.currency != code and cart.lines.exists() else amount.minor


def _answers(request: HttpRequest) -> dict[str, Any] | None:
    """What the kind of the offer asked for: `asked` says which boxes there were, ticked or not."""
    return {"extras": request.POST.getlist("extras")[:20]} if request.POST.get("asked") == "extras" else None


def _whole(text: str) -> int | None:
    """A whole number in any digits, as large as a database may hold; None for anything else."""
    plain = to_latin(text).strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 18 else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, str(NotFoundHere("line_gone", _("This is no longer in your cart.")).message))
    return redirect("cart")


def _where_it_was(request: HttpRequest) -> str:
    """The page whose button was pressed, with what was typed in its address; the cart where that is unknown."""
    back = request.headers.get("Referer", "")
    if not is_ours(request, back):
        return "/cart/"
    parts = urlsplit(back)
    kept = {name: value for name, value in parse_qsl(parts.query) if name not in ("tier", "amount")}
    typed = {name: request.POST[name][:40] for name in ("tier", "amount") if request.POST.get(name)}
    return f"{parts.path}?{urlencode({**kept, **typed})}#buy" if kept or typed else f"{parts.path}#buy"


def _saved(request: HttpRequest) -> bool:
    """Whether the cart stays with an account, so that another device shows it too."""
    return bool(request.user.is_authenticated)

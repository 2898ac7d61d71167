"""The links in the letter about a cart that was left: open it, or never get such a letter again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dhara.checkout.abandoned import actions, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.checkout.basket import Basket
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@require_safe
@private
@limited("restore", 30, 600, method="GET")
def restored(request: HttpRequest, token: str) -> HttpResponse:
    """One click, on any device: what lay in the cart comes into the visitor's own."""
    basket = Basket(request)
    if rules.read_restore_token(token) is None:
        raise Http404
    try:
        found = actions.restore(token, basket.token or None, by=basket.by, at=clock.now())
    except NotFoundHere as gone:
        raise Http404 from gone
    except Refused as refusal:
        messages.info(request, str(refusal.message))
        return basket.keep(redirect("cart"))
    basket.cart = found.cart
    view = basket.view()
    messages.success(request, _("Here is your cart, as you left it."))
    if found.left_out:
        messages.warning(request, _("Not everything found room: your cart is full."))
    if view.changes or view.problems:
        messages.warning(request, _("Something has changed since our letter. It is marked below."))
    for each in view.idle:
        messages.warning(request, f"{each.code}: {each.why.message}")
    return basket.keep(redirect("cart"), view.count)


@csrf_exempt  # RFC 8058: the mail program posts on its own, without cookies; the secret in the address is the right
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("reminders", 30, 600, method="POST")
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: no program that only looks at links ends anything."""
    if rules.read_stop_token(token) is None:
        raise Http404
    if request.method == "POST":
        actions.stop(token, at=clock.now())
    return render(request, "checkout/reminders.html", {"done": request.method == "POST"})

"""The wish list: look at it, put something on it, be told, let others see it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dhara.catalog.offers.queries import on_market
from dhara.checkout.wishes import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.checkout.wishbox import WishBox
from dhara.web.ui.hearts import heart
from dhara.web.ui.limits import limited
from dhara.web.ui.origin import from_here, page_before
from dhara.web.ui.preferences import currency_of
from dhara.web.ui.secrecy import private


@require_safe
@private
def wishlist(request: HttpRequest) -> HttpResponse:
    return _page(request, WishBox(request))


def _page(request: HttpRequest, box: WishBox, status: int = 200, **more: str) -> HttpResponse:
    """The list; with `problem` beside the field for its name, in which `typed` still stands."""
    own = box.list
    context = {
        "wishlist": own,
        "shown": queries.seen(own, box.account, currency_of(request), clock.now()),
        "account": box.account,
        "consent": rules.CONSENT,
        "shared_url": f"{settings.PUBLIC_URL}/wishlist/shared/{own.shared_token}/" if own and own.shared_token else "",
        **more,
    }
    return box.keep(render(request, "checkout/wishlist.html", context, status=status))


# Listings show dozens of hearts and have no token for them; a form on another site is refused by its origin.
@csrf_exempt
@require_POST
@private
@limited("wishes", 90, 60)
def wish(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Put an offer on the list. What was refused is said where the button was."""
    if not from_here(request):
        return HttpResponseForbidden()
    box = WishBox(request)
    try:
        box.list = actions.put(box.token, offer_id=offer_id, currency=currency_of(request), by=box.by, at=clock.now())
    except Refused as refusal:
        if _by_script(request):
            return HttpResponse(status=refusal.status)
        messages.error(request, str(refusal.message))
        return box.keep(redirect(page_before(request, "/wishlist/")))
    return _done(request, box, offer_id, _("It is on your wish list."), on=True)


@csrf_exempt
@require_POST
@private
@limited("wishes", 90, 60)
def removal(request: HttpRequest, offer_id: int) -> HttpResponse:
    if not from_here(request):
        return HttpResponseForbidden()
    box = WishBox(request)
    box.list = actions.remove(box.token, offer_id=offer_id, by=box.by, at=clock.now())
    return _done(request, box, offer_id, _("It is no longer on your wish list."), on=False)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "heart"


def _done(request: HttpRequest, box: WishBox, offer_id: int, words: str, *, on: bool) -> HttpResponse:
    """Back to where the heart was; for its script the heart alone."""
    if _by_script(request):
        title = on_market(clock.now()).filter(pk=offer_id).values_list("title", flat=True).first()
        return box.keep(HttpResponse(heart(offer_id, title or "", on=on, wide="wide" in request.POST)))
    messages.success(request, words)
    return box.keep(redirect(page_before(request, "/wishlist/")))


@require_POST
@private
@limited("wishes", 90, 60)
def letters(request: HttpRequest) -> HttpResponse:
    """The box was ticked: `agreed` is its name. Without it nothing is agreed to."""
    box = WishBox(request)
    if box.list is None or "agreed" not in request.POST:
        messages.info(request, _("Tick the box if you want letters."))
        return redirect("wishlist")
    try:
        actions.ask_for_letters(box.list, by=box.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("We write to you when something here becomes better."))
    return redirect("wishlist")


@require_POST
@private
@limited("wishes", 90, 60)
def letters_removal(request: HttpRequest) -> HttpResponse:
    box = WishBox(request)
    if box.list is not None:
        actions.stop_letters(box.list)
        messages.success(request, _("No letters about your wish list any more."))
    return redirect("wishlist")


@csrf_exempt  # RFC 8058: the mail program posts on its own, without cookies; the secret in the address is the right
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("wish-letters", 30, 600, method="POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: no program that only looks at links ends anything."""
    if rules.read_stop_token(token) is None:
        raise Http404
    if request.method == "POST":
        actions.stop(token)
    return render(request, "checkout/wish_letters.html", {"done": request.method == "POST"})


@require_POST
@private
@limited("wishes", 90, 60)
def sharing(request: HttpRequest) -> HttpResponse:
    """Switch the link on under a name, or change the name."""
    box = WishBox(request)
    if box.list is None:
        return redirect("wishlist")
    typed = request.POST.get("name", "")[:200]
    try:
        actions.share(box.list, name=typed, at=clock.now())
    except Refused as refusal:
        return _page(request, box, refusal.status, problem=str(refusal.message), typed=typed)
    messages.success(request, _("Whoever has the link sees your wish list now."))
    return redirect("wishlist")


@require_POST
@private
@limited("wishes", 90, 60)
def sharing_removal(request: HttpRequest) -> HttpResponse:
    box = WishBox(request)
    if box.list is not None:
        actions.unshare(box.list, at=clock.now())
        messages.success(request, _("The link opens nothing any more."))
    return redirect("wishlist")


@require_safe
@private
@limited("wishlist-shared", 60, 60, method="GET")
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """For others: what can be bought of the list, and the way to give it. Nothing of its owner but the list's name."""
    found = queries.shared(token)
    if found is None:
        raise Http404
    shown = queries.seen(found, None, currency_of(request), clock.now())
    context = {
        "name": found.shared_name,
        "shown": [each for each in shown if each.now.buyable],
    }
    return render(request, "checkout/wishlist_shared.html", context)

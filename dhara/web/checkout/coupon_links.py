"""`?coupon=CODE` on any page: the code waits in a cookie until there is a cart that can remember it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dhara.checkout.coupons.rules import key_of

COOKIE: Final = "coupon"
SALT: Final = "dhara.coupon"
AGE: Final = 30 * 24 * 3600
Handler = Callable[[HttpRequest], HttpResponse]


def coupon_links(get_response: Handler) -> Handler:
    """Take the code out of a shared link. Whether it counts is said in the cart, where one sees for what."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = brought(request)
        if not key:
            return get_response(request)
        given = request.GET["coupon"]
        if waiting(request) != key:
            said = _("The code %(code)s waits in your cart and counts for what it is for.")
            messages.info(request, said % {"code": given.strip()[:40]})
        response = get_response(request)
        if COOKIE in response.cookies:  # a cart has taken it already
            return response
        secure = settings.SESSION_COOKIE_SECURE
        response.set_signed_cookie(
            COOKIE, quote(key), salt=SALT, max_age=AGE, httponly=True, samesite="Lax", secure=secure
        )
        return response

    return middleware


def brought(request: HttpRequest) -> str:
    """The key of the code in this very address; "" for none."""
    given = request.GET.get("coupon", "") if "coupon=" in request.META.get("QUERY_STRING", "") else ""
    return key_of(given) if request.method == "GET" else ""


def waiting(request: HttpRequest) -> str:
    """The key of a code that came with a link and is in no cart yet; "" for none."""
    if COOKIE not in request.COOKIES:
        return ""
    return unquote(request.get_signed_cookie(COOKIE, "", salt=SALT) or "")


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")

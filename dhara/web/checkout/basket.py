"""Whose cart it is: a signed cookie names it, and after signing in the account does."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dhara.checkout.cart import actions, queries
from dhara.checkout.models import Cart
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.people.access.queries import Viewer
from dhara.people.models import Account
from dhara.web.checkout import coupon_links
from dhara.web.ui.context import CART_COOKIE
from dhara.web.ui.preferences import currency_of

COOKIE = "__Host-cart" if settings.SESSION_COOKIE_SECURE else "cart"
SALT = "dhara.cart"
AGE = 90 * 24 * 3600


class Basket:
    """The cart of one request. A guest's cart joins the account's when its owner has signed in."""

    def __init__(self, request: HttpRequest) -> None:
        viewer = Viewer(request.user)
        self.by: Actor = viewer.actor
        self.account = cast(Account, request.user) if viewer.account_id else None
        self.currency = currency_of(request)
        token = request.get_signed_cookie(COOKIE, None, salt=SALT)
        self.cart: Cart | None = queries.find(token, self.account)
        if self.account and self.cart and self.cart.account_id is None:
            self.cart = actions.merge(self.cart.token, self.account.pk, by=self.by, at=clock.now())
        self._code = coupon_links.brought(request) or coupon_links.waiting(request)
        self._remember_code()
        country = request.headers.get(settings.COUNTRY_HEADER, "") if settings.COUNTRY_HEADER else ""
        self.home = country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else ""

    def _remember_code(self) -> None:
        """A code that came with a link goes into the cart as soon as there is one."""
        if self._code and self.cart and self._code not in self.cart.codes:
            self.cart = actions.enter_code(self.cart.token, code=self._code, by=self.by, at=clock.now(), strict=False)

    @property
    def token(self) -> str:
        """The cart's name for actions; "" where there is none."""
        return self.cart.token if self.cart else ""

    def view(self) -> queries.CartView:
        return queries.view(self.cart, self.account, currency=self.currency, at=clock.now(), home=self.home)

    def keep(self, response: HttpResponse, count: int | None = None) -> HttpResponse:
        """Let the browser remember the cart, and how many things (`count`, else asked) the header shows."""
        if self.cart is None:
            return response
        self._remember_code()
        if self._code:
            coupon_links.forget(response)
        safe = settings.SESSION_COOKIE_SECURE
        response.set_signed_cookie(
            COOKIE, self.cart.token, salt=SALT, max_age=AGE, httponly=True, samesite="Lax", secure=safe
        )
        number = queries.count(self.cart) if count is None else count
        if number:
            response.set_cookie(CART_COOKIE, str(number), max_age=AGE, httponly=True, samesite="Lax", secure=safe)
        else:
            response.delete_cookie(CART_COOKIE, samesite="Lax")
        return response

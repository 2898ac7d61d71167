"""Whose wish list it is: a signed cookie names it, and after signing in the account does."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from dhara.checkout.models import WishList
from dhara.checkout.wishes import actions, queries
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.people.access.queries import Viewer
from dhara.people.models import Account
from dhara.web.ui.hearts import WISHED_COOKIE, packed

COOKIE = "__Host-wishlist" if settings.SESSION_COOKIE_SECURE else "wishlist"
SALT = "dhara.wishlist"
AGE = 365 * 24 * 3600


class WishBox:
    """The wish list of one request. A guest's list joins the account's when its owner has signed in."""

    def __init__(self, request: HttpRequest) -> None:
        viewer = Viewer(request.user)
        self.by: Actor = viewer.actor
        self.account = cast(Account, request.user) if viewer.account_id else None
        self.token: str | None = request.get_signed_cookie(COOKIE, None, salt=SALT)
        self.list: WishList | None
        if self.account and self.token:
            self.list = actions.merge(self.token, self.account.pk, by=self.by, at=clock.now())
        else:
            self.list = queries.find(self.token, self.account)

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Let the browser remember a guest's list, and which hearts are full."""
        safe = settings.SESSION_COOKIE_SECURE
        if self.list is not None and self.account is None:
            response.set_signed_cookie(
                COOKIE, self.list.token, salt=SALT, max_age=AGE, httponly=True, samesite="Lax", secure=safe
            )
        elif self.token:
            response.delete_cookie(COOKIE, samesite="Lax")
        ids = queries.ids_on(self.list)
        if ids:
            response.set_cookie(WISHED_COOKIE, packed(ids), max_age=AGE, httponly=True, samesite="Lax", secure=safe)
        else:
            response.delete_cookie(WISHED_COOKIE, samesite="Lax")
        return response

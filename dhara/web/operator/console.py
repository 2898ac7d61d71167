"""The site of the console: unfold behind our own door, with a content security policy of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from dhara.web.operator import entrance

View = Callable[..., HttpResponseBase]

# Unfold's Alpine evaluates its attributes and sets styles; no script may stand in a page, nothing comes from elsewhere.
POLICY: Final = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}


class Console(UnfoldAdminSite):
    """Every address but the redirects below goes through `admin_view`, and so through `entrance`."""

    index_template = "operator/dashboard.html"
    index_title = _("Overview")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return entrance.admitted(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
            refused = entrance.refusal(request)
            if refused is not None:
                return refused
            answer: HttpResponseBase = inner(request, *args, **rest)
            if not hasattr(answer, "_csp_config"):  # a letter's frame has an even stricter one
                answer._csp_config = POLICY  # type: ignore[attr-defined]
            return answer

        return update_wrapper(door, view)

    def extra_urls(self) -> list[URLPattern]:
        from dhara.web.operator.views import addresses

        return addresses(self)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        from dhara.web.operator.views.overview import figures

        answer: HttpResponseBase = super().index(request, {**figures(request), **(extra_context or {})})
        return answer

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The console has no sign-in of its own."""
        return redirect(f"{self.name}:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        return redirect("account_change_password")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return redirect("account-home")


console = Console(name="operator")

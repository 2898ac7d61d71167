"""For what moves money elsewhere: whoever does it has shown a password, an app's code or a passkey a moment ago."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.web.studio.doors import Desk

View = Callable[..., HttpResponseBase]


def fresh(back: str) -> Callable[[View], View]:
    """Inside `member`. Else the way leads through the proof to the page named `back`, and nothing has been done.

    allauth's own decorator would keep what was typed in the session: numbers of accounts do not belong there.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, desk: Desk, **rest: Any) -> HttpResponseBase:
            if not is_reauthentication_required(request, app="payouts"):
                return view(request, desk, **rest)
            there = request.get_full_path() if request.method == "GET" else reverse(back, args=[desk.studio.handle])
            if request.method != "GET":
                messages.info(request, _("Show once more that it is you; then do this again. Nothing was changed yet."))
            methods = get_adapter().get_reauthentication_methods(request.user)
            page = methods[0]["url"] if methods else reverse("account_reauthenticate")
            return redirect(f"{page}?{urlencode({'next': there})}")

        return door

    return guard

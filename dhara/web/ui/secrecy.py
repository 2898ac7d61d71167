"""Pages that are one person's own: their address is a secret, or they show what somebody bought."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Kept in no cache, found by no search engine, and the address is never told to another site.

    Not `no-referrer`: with it browsers send `Origin: null` along with forms, which the protection against forged
    requests must refuse. `same-origin` tells other sites as little.
    """

    @functools.wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        response = view(request, *args, **rest)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return door


def own(view: View) -> View:
    """A page to read for who is signed in; the view is given the number of the account. Others go to the sign-in."""

    @functools.wraps(view)
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        return view(request, request.user.pk, *args, **rest)

    return require_safe(private(login_required(door)))

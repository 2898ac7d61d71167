"""Addresses of webhooks: a studio's lie in the workplace, a person's own in the settings of the account.

The door and the frame of the workplace are handed in by the composition root.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dhara.api.pages.views.webhooks import Door, Frame, Own, OwnPages, Pages, StudioPages
from dhara.kit.refusal import NotFoundHere

View = Callable[..., HttpResponseBase]


def patterns(door: Door, frame: Frame) -> list[URLPattern]:
    """`door` lets members in whose role includes a verb; `frame` gives the context of a workplace page."""
    return _patterns("<str:handle>/webhooks/", "studio", StudioPages(frame), door("edit_webhooks"))


def own_patterns() -> list[URLPattern]:
    return _patterns("webhooks/", "account", OwnPages(), _own)


def _own(view: View) -> View:
    """For whoever is signed in: what is another's is not there."""

    @never_cache
    @login_required
    @wraps(view)
    def door(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        assert request.user.is_authenticated
        try:
            return view(request, Own(request.user), **rest)
        except NotFoundHere as unknown:
            raise Http404 from unknown

    return door


def _patterns(base: str, area: str, pages: Pages[Any], guarded: Callable[[View], View]) -> list[URLPattern]:
    one = f"{base}<int:endpoint_id>/"
    posted: dict[str, tuple[View, str]] = {
        f"{one}secret/": (pages.secret, "secret"),
        f"{one}switching/": (pages.switching, "switching"),
        f"{one}tests/": (pages.tests, "tests"),
        f"{one}removal/": (pages.removal, "removal"),
        f"{one}messages/<int:message_id>/replay/": (pages.replay, "replay"),
    }
    return [
        path(base, guarded(pages.index), name=f"{area}-webhooks"),
        path(one, guarded(pages.one), name=f"{area}-webhook"),
        *(
            path(route, require_POST(guarded(view)), name=f"{area}-webhook-{name}")
            for route, (view, name) in posted.items()
        ),
    ]

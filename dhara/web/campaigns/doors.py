"""The one door to a buyer's campaign: loads it, and shows a refusal on its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from dhara.kit.refusal import NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.web.ui.secrecy import private
from dhara.work.campaigns import queries
from dhara.work.models import Campaign

View = Callable[..., HttpResponseBase]


def of_buyer(view: View) -> View:
    """Called as view(request, campaign, …) with one that is the viewer's own; 404 for everybody else's."""

    @private
    @login_required
    @wraps(view)
    def door(request: HttpRequest, campaign_id: int, **rest: Any) -> HttpResponseBase:
        mine = queries.visible_to(Viewer(request.user)).select_related("engagement")
        found: Campaign | None = mine.filter(pk=campaign_id).first() if campaign_id < 2**63 else None
        if found is None:
            raise Http404
        try:
            return view(request, found, **rest)
        except NotFoundHere as refusal:
            raise Http404 from refusal

    return door

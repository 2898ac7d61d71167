"""A worker's wallet is the studio's money: what is pending, available and paid out, each movement in words."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dhara.web.studio.doors import Desk, member


@require_safe
@member("see_money")
def wallet(_request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return redirect("studio-money", desk.studio.handle)

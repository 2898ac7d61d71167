"""The instance's own accounts with gateways: their keys, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money import gateway_doctor
from dhara.money.gateways import actions, queries
from dhara.money.gateways.models import GatewayAccount
from dhara.web.operator.desk import actor_of
from dhara.web.ui.gateway_keys import KeysForm, cards, is_live

Frame = Callable[[HttpRequest], dict[str, Any]]


@require_GET
def gateways(request: HttpRequest, *, frame: Frame) -> HttpResponse:
    return _page(request, frame)


def _page(request: HttpRequest, frame: Frame, filled: KeysForm | None = None, status: int = 200) -> HttpResponse:
    accounts = queries.visible_to(actor_of(request)).filter(retired_at__isnull=True)
    context = {**frame(request), "title": _("Gateways"), "cards": cards(accounts, filled=filled)}
    context["opened"] = filled.gateway.code if filled else ""
    return render(request, "operator/gateways.html", context, status=status)


@require_POST
def keys(request: HttpRequest, code: str, *, frame: Frame) -> HttpResponse:
    """Enter the keys of a gateway, or others; they are checked at once."""
    try:
        gateway = queries.gateway(code)
    except NotFoundHere as unknown:
        raise Http404 from unknown
    account = _account(request, code)
    form = KeysForm(gateway, account, request.POST)
    if form.is_valid():
        by, at = actor_of(request), clock.now()
        try:
            if account is None:
                live = is_live(gateway, request.POST.get("live", ""))
                account = actions.add(gateway=code, studio=None, live=live, values=form.values(), by=by, at=at)
            else:
                account = actions.change(account.pk, values=form.values(), by=by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _examined(request, account)
    return _page(request, frame, form, 422)


@require_POST
def examination(request: HttpRequest, code: str) -> HttpResponse:
    return _examined(request, _needed(request, code))


@require_POST
def offering(request: HttpRequest, code: str) -> HttpResponse:
    """Offer it to payers, or no longer (`on` 1 or 0)."""
    on = request.POST.get("on") == "1"
    actions.switch(_needed(request, code).pk, active=on, by=actor_of(request), at=clock.now())
    messages.success(request, _("Buyers can pay this way now.") if on else _("Buyers can no longer pay this way."))
    return _back()


@require_POST
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    actions.retire(_needed(request, code).pk, by=actor_of(request), at=clock.now())
    messages.success(request, _("This account is out of use. Its old payments can still be refunded."))
    return _back()


def _examined(request: HttpRequest, account: GatewayAccount) -> HttpResponse:
    problems = gateway_doctor.examine(account, at=clock.now())
    for problem in problems:
        messages.error(request, str(problem.message))
    if not problems:
        messages.success(request, _("Saved and checked: the gateway takes these keys."))
    return _back()


def _account(request: HttpRequest, code: str) -> GatewayAccount | None:
    return queries.visible_to(actor_of(request)).filter(gateway=code, retired_at__isnull=True).first()


def _needed(request: HttpRequest, code: str) -> GatewayAccount:
    found = _account(request, code)
    if found is None:
        raise Http404
    return found


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("operator:gateways"))

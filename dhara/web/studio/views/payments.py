"""Ways to be paid: the studio's own accounts with gateways, and the bank transfers that wait for its look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.kit import clock
from dhara.kit.currency import parse_amount
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money import gateway_doctor
from dhara.money.gateways import actions, queries
from dhara.money.gateways.bank import actions as transfers
from dhara.money.gateways.bank import queries as waiting
from dhara.money.gateways.bank.models import BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.money.payments.tasks import ask_by_token
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.gateway_keys import KeysForm, cards, is_live
from dhara.web.ui.limits import limited

SHOWN = 50


def _page(request: HttpRequest, desk: Desk, *, filled: KeysForm | None = None, status: int = 200) -> HttpResponse:
    accounts = queries.visible_to(desk.by, desk.studio.pk).filter(retired_at__isnull=True)
    context = {
        "cards": cards(accounts, filled=filled),
        "may_edit": desk.may("edit_gateways"),
        "to_look_at": waiting.to_look_at(desk.studio.pk).count(),
        "to_return": waiting.to_return(desk.studio.pk).count(),
        "opened": filled.gateway.code if filled else "",
    }
    return render(request, "studio/payments.html", frame(desk, "money", **context), status=status)


@require_GET
@member("see_money")
def payments(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _page(request, desk)


@require_POST
@member("edit_gateways")
def keys(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Enter the keys of a gateway, or others; they are checked at once."""
    gateway = queries.gateway(code)
    account = _account(desk, code, need=False)
    form = KeysForm(gateway, account, request.POST)
    if form.is_valid():
        at = clock.now()
        try:
            if account is None:
                live = is_live(gateway, request.POST.get("live", ""))
                account = actions.add(
                    gateway=code, studio=desk.studio, live=live, values=form.values(), by=desk.by, at=at
                )
            else:
                account = actions.change(account.pk, values=form.values(), by=desk.by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _examine(request, account)
            return redirect("studio-payments", desk.studio.handle)
    return _page(request, desk, filled=form, status=422)


@require_POST
@member("edit_gateways")
@limited("gateway-check", 20, 600)
def examination(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    _examine(request, _needed(desk, code))
    return redirect("studio-payments", desk.studio.handle)


@require_POST
@member("edit_gateways")
def offering(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Offer it to buyers, or no longer (`on` 1 or 0)."""
    on = request.POST.get("on") == "1"
    actions.switch(_needed(desk, code).pk, active=on, by=desk.by, at=clock.now())
    messages.success(request, _("Buyers can pay this way now.") if on else _("Buyers can no longer pay this way."))
    return redirect("studio-payments", desk.studio.handle)


@require_POST
@member("edit_gateways")
def retirement(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    actions.retire(_needed(desk, code).pk, by=desk.by, at=clock.now())
    messages.success(request, _("This account is out of use. Its old payments can still be refunded."))
    return redirect("studio-payments", desk.studio.handle)


@require_GET
@member("edit_gateways")
def transfer_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _transfers(request, desk)


def _transfers(request: HttpRequest, desk: Desk, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "transfers": list(waiting.to_look_at(desk.studio.pk)[:SHOWN]),
        "older": list(waiting.transfers_of(desk.studio.pk).exclude(status="shown")[:SHOWN]),
        "returns": list(waiting.to_return(desk.studio.pk)[:SHOWN]),
        "problem": problem,
    }
    return render(request, "studio/transfers.html", frame(desk, "money", **context), status=status)


@require_POST
@member("edit_gateways")
def confirmation(request: HttpRequest, desk: Desk, transfer_id: int) -> HttpResponse:
    """The money is on the account: `amount` is what really came."""
    transfer = _transfer(desk, transfer_id)
    try:
        amount = parse_amount(request.POST.get("amount", ""), transfer.currency)
        transfers.confirm(transfer.pk, amount=amount, by=desk.by, at=clock.now())
    except Refused as refusal:
        return _transfers(request, desk, str(refusal.message), refusal.status)
    ask_by_token(transfer.token)
    messages.success(request, _("Confirmed. The buyer gets what they bought."))
    return redirect("studio-transfers", desk.studio.handle)


@require_POST
@member("edit_gateways")
def rejection(request: HttpRequest, desk: Desk, transfer_id: int) -> HttpResponse:
    transfer = _transfer(desk, transfer_id)
    try:
        transfers.reject(transfer.pk, reason=request.POST.get("reason", ""), by=desk.by, at=clock.now())
    except Refused as refusal:
        return _transfers(request, desk, str(refusal.message), refusal.status)
    messages.success(request, _("The buyer was told why."))
    return redirect("studio-transfers", desk.studio.handle)


@require_POST
@member("edit_gateways")
def sending_back(request: HttpRequest, desk: Desk, return_id: int) -> HttpResponse:
    """The studio has sent money back by hand, and tells the bank's reference."""
    if not waiting.to_return(desk.studio.pk).filter(pk=return_id).exists():
        raise Http404
    try:
        transfers.sent_back(return_id, bank_ref=request.POST.get("bank_ref", ""), by=desk.by, at=clock.now())
    except Refused as refusal:
        return _transfers(request, desk, str(refusal.message), refusal.status)
    messages.success(request, _("Noted. The refund is complete."))
    return redirect("studio-transfers", desk.studio.handle)


@require_GET
@member("edit_gateways")
def proof(request: HttpRequest, desk: Desk, transfer_id: int) -> HttpResponseBase:
    stored = _transfer(desk, transfer_id).proof
    if stored is None:
        raise Http404
    return ranged_response(request, stored, inline=True)


def _examine(request: HttpRequest, account: GatewayAccount) -> None:
    problems: list[Any] = gateway_doctor.examine(account, at=clock.now())
    for problem in problems:
        messages.error(request, str(problem.message))
    if not problems:
        messages.success(request, _("Saved and checked: the gateway takes these keys."))


def _account(desk: Desk, code: str, *, need: bool = True) -> GatewayAccount | None:
    found = queries.visible_to(desk.by, desk.studio.pk).filter(gateway=code, retired_at__isnull=True).first()
    if found is None and need:
        raise NotFoundHere()
    return found


def _needed(desk: Desk, code: str) -> GatewayAccount:
    found = _account(desk, code)
    assert found is not None
    return found


def _transfer(desk: Desk, transfer_id: int) -> BankTransfer:
    found = waiting.transfers_of(desk.studio.pk).filter(pk=transfer_id).first()
    if found is None:
        raise NotFoundHere()
    return found

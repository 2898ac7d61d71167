"""Where a studio's money goes: add, prove, remove."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.money.gateways.sandbox import transfers
from dhara.money.models import PayoutMethod
from dhara.money.payouts import actions, details, queries, rules
from dhara.money.payouts.actions.proof import test_currency
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.payouts import Code, NewMethod, TestAmount
from dhara.web.studio.fresh import fresh
from dhara.web.ui.limits import limited


@require_GET
@member("see_money")
def methods(request: HttpRequest, desk: Desk) -> HttpResponse:
    at = clock.now()
    found = [
        {"method": each, "label": details.KINDS[each.kind].label, "resting": _resting(each, at)}
        for each in queries.methods_of(desk.studio.pk)
    ]
    may, kinds = desk.may("edit_payouts"), details.KINDS.items()
    return render(request, "studio/payout_methods.html", frame(desk, "money", found=found, may_edit=may, kinds=kinds))


def _resting(method: PayoutMethod, at: Any) -> bool:
    return method.status == rules.PROVEN and method.usable_from is not None and method.usable_from > at


@require_http_methods(["GET", "HEAD", "POST"])
@member("edit_payouts")
@fresh("studio-payout-methods")
def new(request: HttpRequest, desk: Desk, kind: str) -> HttpResponseBase:
    if kind not in details.KINDS:
        raise Http404
    mine = [each for each in queries.methods_of(desk.studio.pk) if each.status in (rules.NEW, rules.PROVEN)]
    form = NewMethod(request.POST or None, kind=kind, methods=mine)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        replaces = told.pop("replaces", None)
        try:
            made = actions.add(
                studio=desk.studio, kind=kind, values=told, replaces_id=replaces, by=desk.by, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("studio-payout-method", desk.studio.handle, made.pk)
    context = {
        "form": form,
        "kind": kind,
        "label": details.KINDS[kind].label,
        "about": details.KINDS[kind].about,
        "kinds": details.KINDS.items(),
        "endings": transfers.ENDINGS.items() if settings.SANDBOX and kind == rules.BKASH else (),
        "number": "017123456",
    }
    status = 422 if form.errors else 200
    return render(request, "studio/payout_method_new.html", frame(desk, "money", **context), status=status)


def _method(desk: Desk, method_id: int) -> PayoutMethod:
    found = queries.methods_of(desk.studio.pk, also_gone=True).filter(pk=method_id).select_related("studio").first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, desk: Desk, found: PayoutMethod, *, status: int = 200, **filled: Any) -> HttpResponse:
    by_transfer = bool(found.test or (not found.code_right_at and queries.channel(found.kind, test_currency(found))))
    shown = [(details.FIELDS[name][0], found.shown[name]) for name in details.KINDS[found.kind].fields]
    context = {
        "method": found,
        "label": details.KINDS[found.kind].label,
        "shown": [(_("Holder"), found.shown["holder"]), *shown],
        "resting": _resting(found, clock.now()),
        "may_edit": desk.may("edit_payouts"),
        "open": found.status in (rules.NEW, rules.PROVEN),
        "code": Code(),
        "amount": TestAmount(currency=test_currency(found)),
        "tries_left": rules.MOST_TRIES - found.test_tries,
        "sandbox_wallet": settings.SANDBOX and found.test_gateway == "sandbox",
        "steps": [_("Details"), _("Code by mail"), _("Small transfer") if by_transfer else _("A person checks it")],
        "step": 2 if found.code_right_at is None else 3,
        **filled,
    }
    return render(request, "studio/payout_method.html", frame(desk, "money", **context), status=status)


@require_GET
@member("see_money")
def method(request: HttpRequest, desk: Desk, method_id: int) -> HttpResponse:
    return _page(request, desk, _method(desk, method_id))


@require_POST
@limited("payout-code", 20, 600)
@member("edit_payouts")
def code(request: HttpRequest, desk: Desk, method_id: int) -> HttpResponse:
    """What was mailed."""
    found, form = _method(desk, method_id), Code(request.POST)
    if form.is_valid():
        try:
            actions.confirm_code(found.pk, form.cleaned_data["code"], by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("studio-payout-method", desk.studio.handle, found.pk)
    return _page(request, desk, _method(desk, method_id), status=422, code=form)


@require_POST
@limited("payout-letter", 10, 600)
@member("edit_payouts")
def letter(request: HttpRequest, desk: Desk, method_id: int) -> HttpResponse:
    """Another code."""
    found = _method(desk, method_id)
    try:
        actions.send_code(found.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Another code is on its way to you."))
    return redirect("studio-payout-method", desk.studio.handle, found.pk)


@require_POST
@limited("payout-amount", 20, 600)
@member("edit_payouts")
def amount(request: HttpRequest, desk: Desk, method_id: int) -> HttpResponse:
    """What came in by the test transfer."""
    found = _method(desk, method_id)
    form = TestAmount(request.POST, currency=test_currency(found))
    if form.is_valid():
        try:
            actions.confirm_amount(found.pk, form.cleaned_data["amount"], by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Proven: your money can go there."))
            return redirect("studio-payout-methods", desk.studio.handle)
    return _page(request, desk, _method(desk, method_id), status=422, amount=form)


@require_POST
@member("edit_payouts")
@fresh("studio-payout-methods")
def removal(request: HttpRequest, desk: Desk, method_id: int) -> HttpResponse:
    found = _method(desk, method_id)
    try:
        actions.retire(found.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed. What waited to go there is on your balance again."))
    return redirect("studio-payout-methods", desk.studio.handle)

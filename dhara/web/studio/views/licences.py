"""Licence keys that the studio sold: list, one with its machines, the table; support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.delivery.licences import actions, queries, rules
from dhara.delivery.models import Licence
from dhara.kit import clock
from dhara.kit.lifecycle.queries import history
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.kit.sheets import csv_text
from dhara.people.models import Studio
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.licences import Search
from dhara.web.studio.views.refunds import tabs

TONES = {rules.OK: "success", rules.EXPIRED: "", rules.OVER: ""}


def state(licence: Licence, at: datetime) -> tuple[str, Any]:
    """Tone and words of how it stands."""
    if not licence.key:
        return "marigold", _("Waiting for a key")
    code = rules.standing(licence.status, licence.grant.status, licence.expires_at, at)
    words = {
        rules.OK: _("Active"),
        rules.STOPPED: _("Stopped"),
        rules.REFUNDED: _("Refunded"),
        rules.EXPIRED: _("Expired"),
        rules.OVER: _("Expired"),
    }
    return TONES.get(code, "error"), words[code]


@require_GET
@member("see_licences")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    form, with_buyers, at = Search(request.GET), desk.may("see_buyers"), clock.now()
    wanted = form.cleaned_data if form.is_valid() else {}
    text, status = wanted.get("q", ""), wanted.get("status", "")
    found = queries.of_studio(desk.studio, text=text, status=status, with_buyers=with_buyers)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs(desk, "licences"),
        "form": form,
        "page": page,
        "rows": [(licence, *state(licence, at)) for licence in page],
        "searched": bool(text or status),
        "with_buyers": with_buyers,
        "may_export": desk.may("export_orders"),
    }
    return render(request, "studio/licences.html", frame(desk, "orders", **context))


@require_GET
@member("see_licences")
def licence(request: HttpRequest, desk: Desk, licence_id: int) -> HttpResponse:
    return _page(request, desk, _one(desk, licence_id))


def _page(request: HttpRequest, desk: Desk, found: Licence, *, problem: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    tone, words = state(found, at)
    context = {
        "licence": found,
        "tone": tone,
        "words": words,
        "former": list(found.former_keys.all()),
        "moves": [move for move in history(found) if move.reason],
        "with_buyers": desk.may("see_buyers"),
        "may_edit": desk.may("edit_licences"),
        "problem": problem,
        "reason": request.POST.get("reason", "") if problem else "",
    }
    return render(request, "studio/licence.html", frame(desk, "orders", **context), status=status)


@require_POST
@member("edit_licences")
def disabling(request: HttpRequest, desk: Desk, licence_id: int) -> HttpResponse:
    found = _one(desk, licence_id)
    try:
        actions.disable(found.pk, reason=request.POST.get("reason", ""), by=desk.by, at=clock.now())
    except Refused as refusal:
        return _page(request, desk, found, problem=str(refusal), status=refusal.status)
    return _done(request, desk, found, _("The key is stopped, and the buyer was written why."))


@require_POST
@member("edit_licences")
def enabling(request: HttpRequest, desk: Desk, licence_id: int) -> HttpResponse:
    found = _one(desk, licence_id)
    try:
        actions.enable(found.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        return _page(request, desk, found, problem=str(refusal), status=refusal.status)
    return _done(request, desk, found, _("The key is good again."))


@require_POST
@member("edit_licences")
def rotation(request: HttpRequest, desk: Desk, licence_id: int) -> HttpResponse:
    found = _one(desk, licence_id)
    try:
        actions.rotate(found.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        return _page(request, desk, found, problem=str(refusal), status=refusal.status)
    return _done(request, desk, found, _("The buyer has a new key, and was written."))


@require_POST
@member("edit_licences")
def machine(request: HttpRequest, desk: Desk, licence_id: int, activation_id: int) -> HttpResponse:
    """Take a machine off."""
    found = _one(desk, licence_id)
    actions.take_off(found.pk, activation_id, by=desk.by, at=clock.now())
    return _done(request, desk, found, _("The machine was taken off."))


@require_GET
@member("export_orders")
def export(request: HttpRequest, desk: Desk) -> StreamingHttpResponse:  # noqa: ARG001 - views are called alike
    response = StreamingHttpResponse(_table(desk.studio, clock.now()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-licences.csv"'
    return response


def _table(studio: Studio, at: datetime) -> Iterator[str]:
    """A byte order mark for spreadsheets, then a line at a time."""
    head = ("key", "offer", "tier", "order", "email", "name", "state", "seats", "used", "issued", "good_until")
    yield "\ufeff" + csv_text([head])
    for each in queries.to_export(studio):
        order, code = each.grant.order, rules.standing(each.status, each.grant.status, each.expires_at, at)
        row = (
            each.key,
            each.offer.title,
            each.tier.name,
            order.number,
            each.grant.email,
            order.name,
            code if each.key else "waiting",
            "" if each.seats is None else each.seats,
            each.used,
            each.issued_at.isoformat(),
            each.expires_at.isoformat() if each.expires_at else "",
        )
        yield csv_text([row])


def _one(desk: Desk, licence_id: int) -> Licence:
    found = queries.one_of_studio(desk.studio, licence_id) if licence_id < 2**63 else None
    if found is None:
        raise NotFoundHere()
    return found


def _done(request: HttpRequest, desk: Desk, found: Licence, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("studio-licence", desk.studio.handle, found.pk)

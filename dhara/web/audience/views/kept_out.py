"""Addresses that get no letters: looked up one at a time, as only a keyed hash of each is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.audience.contacts import actions
from dhara.audience.contacts import queries as contacts
from dhara.audience.suppression import queries, rules
from dhara.audience.suppression.models import Suppression
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

LATEST = 20


@require_GET
@member("edit_sending")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = request.GET.get("address", "").strip()[:254]
    found = queries.rows_of(desk.studio.pk, asked) if "@" in asked else []
    counted = dict(
        Suppression.objects.filter(studio=desk.studio).values_list("reason").annotate(Count("pk")).order_by()
    )
    latest = [] if asked else list(queries.of_studio(desk.studio.pk)[:LATEST])
    known = contacts.by_key(desk.studio, [each.email_key for each in latest])
    context: dict[str, Any] = {
        "asked": asked,
        "found": [(row, rules.REASONS[row.reason], _whose(row)) for row in found],
        "reasons": [(words, counted[reason]) for reason, words in rules.REASONS.items() if reason in counted],
        "latest": [(row, rules.REASONS[row.reason], known.get(row.email_key)) for row in latest],
    }
    return render(request, "audience/sending/kept_out.html", page(desk, "sending", **context))


def _whose(row: Suppression) -> str:
    """Who can take it off the list: the studio ("ours"), whoever left ("theirs"), the host of the site ("host")."""
    if row.studio_id is None:
        return "host"
    return "theirs" if row.reason in rules.OWN_WORD else "ours"


@require_POST
@member("edit_sending")
def adding(request: HttpRequest, desk: Desk) -> HttpResponse:
    """With a reason, which stays with the contact."""
    address, words = _given(request)
    try:
        new = actions.keep_out(desk.studio, address, words, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("No letters go to this address.") if new else _("This address was on the list."))
    return redirect("audience-kept-out", desk.studio.handle)


@require_POST
@member("edit_sending")
def lifting(request: HttpRequest, desk: Desk) -> HttpResponse:
    """With a reason, which stays with the contact. Whoever left still has to come back by themselves."""
    address, words = _given(request)
    try:
        actions.let_in(desk.studio, address, words, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("The address is off the list. Whoever had unsubscribed still has to ask for letters again.")
        messages.success(request, said)
    return redirect("audience-kept-out", desk.studio.handle)


def _given(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("address", "").strip()[:254], request.POST.get("words", "").strip()[:300]

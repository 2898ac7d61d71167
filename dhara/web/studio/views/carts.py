"""Carts that were left unpaid: how many, how much, and what came back. Whose they are is nobody's business here."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.checkout.abandoned import actions, queries, rules
from dhara.kit import clock
from dhara.money.policies.queries import value
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.views.refunds import tabs

LATELY = timedelta(days=30)


@require_GET
@member("see_money")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    at = clock.now()
    ever = queries.tallies(desk.studio)
    context = {
        "tabs": tabs(desk, "carts"),
        "lately": queries.tallies(desk.studio, since=at - LATELY),
        "ever": ever,
        "latest": queries.latest(desk.studio) if ever else [],
        "hours": value(rules.HOURS, at=at),
        "reminds": bool(value(rules.REMINDS, desk.studio.pk, at=at)),
        "may_edit": desk.may("edit_studio"),
        "may_see_orders": desk.may("see_orders"),
    }
    return render(request, "studio/carts.html", frame(desk, "orders", **context))


@require_POST
@member("edit_studio")
def reminders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`on` is 1 or 0."""
    on = request.POST.get("on") == "1"
    actions.switch(desk.studio, on, by=desk.by, at=clock.now())
    said = _("Reminders show your offers again.") if on else _("Your offers are in no reminder any more.")
    messages.success(request, said)
    return redirect("studio-carts", desk.studio.handle)

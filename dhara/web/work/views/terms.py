"""Propose other terms for what is not paid yet of a project."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.currency import currency
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.web.work import forms, proposed
from dhara.web.work.proposed import Typed
from dhara.web.work.seats import Seat
from dhara.web.work.views.room import whole
from dhara.web.work.words import many_hours
from dhara.work.changes import actions, queries, rules
from dhara.work.engagements.rules import MOST_REASON


def propose(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """GET: the form, filled with what stands. POST: ask the other side. The seat's side may act."""
    at = clock.now()
    if not seat.parted:
        raise NotFoundHere
    if request.method != "POST":
        if not queries.terms_fit(seat.engagement) or queries.open_terms(seat.engagement) is not None:
            return redirect(seat.home)
        return _form(request, seat, proposed.fresh(seat))
    given = proposed.typed(request.POST)
    if "more" in request.POST:
        return _form(request, seat, given.more())
    try:
        made = proposed.wanted(given, seat)
        seen = forms.seen(request)
        actions.propose_terms(seat.engagement.pk, made, text=given.text, seen=seen, by=seat.by, at=at)
    except Conflict as refusal:
        return whole(request, seat, at, refusal, given.text)
    except Invalid as refusal:
        return _form(request, seat, given, refusal)
    messages.success(request, _("Asked. You are told as soon as there is an answer."))
    return redirect(seat.home)


def _form(request: HttpRequest, seat: Seat, given: Typed, refusal: Invalid | None = None) -> HttpResponse:
    hours = many_hours(int(seat.engagement.policies["work.change_hours"]))
    context = seat.context(
        given=given,
        seen=given.seen,
        symbol=currency(seat.engagement.currency).symbol.strip(),
        says=proposed.says(seat, hours),
        most=MOST_REASON,
        refusal=refusal,
        wrong=(refusal.field or "") if refusal else "",
        action=f"{seat.home}changes/{rules.TERMS}/",
    )
    return render(request, "work/terms.html", context, status=refusal.status if refusal else 200)

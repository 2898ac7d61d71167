"""Changes by agreement: propose one, answer it, take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.web.work import forms
from dhara.web.work.consequences import back
from dhara.web.work.seats import Seat
from dhara.web.work.told import money, price_of
from dhara.web.work.views import terms
from dhara.web.work.views.room import page, whole
from dhara.web.work.words import many_hours
from dhara.work.changes import actions, queries, rules
from dhara.work.engagements.rules import MOST_REASON

ANSWERS: Final = ("agreement", "refusal", "withdrawal")


def propose(request: HttpRequest, seat: Seat, sort: str) -> HttpResponseBase:
    """GET: the form with what follows. POST: ask the other side."""
    at = clock.now()
    if sort not in rules.SORTS:
        raise NotFoundHere
    if not seat.acts:
        raise NotAllowed
    if sort == rules.TERMS:
        return terms.propose(request, seat)
    if request.method != "POST":
        if not queries.fits(seat.unit, sort) or seat.unit.changes.filter(status=rules.OPEN).exists():
            return redirect(seat.base)
        return _form(request, seat, sort)
    try:
        actions.propose(seat.unit.pk, sort, text=request.POST.get("text", ""), days=_days(request), by=seat.by, at=at)
    except Conflict as refusal:
        return page(request, seat.again(), at, refusal, forms.typed(request))
    except NotAllowed:
        raise
    except Refused as refusal:
        return _form(request, seat, sort, refusal)
    messages.success(request, _("Asked. You are told as soon as there is an answer."))
    return redirect(seat.home)


def _days(request: HttpRequest) -> int:
    text = request.POST.get("days", "").strip()
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _form(request: HttpRequest, seat: Seat, sort: str, refusal: Refused | None = None) -> HttpResponse:
    hours = many_hours(int(seat.engagement.policies["work.change_hours"]))
    if sort == rules.CANCEL:
        says = [
            _("The other side has %(hours)s to answer. If they say nothing, the work is ended.") % {"hours": hours},
            *back(
                seat,
                _("When it is ended, %(money)s goes back to the buyer.") % {"money": money(seat, price_of(seat))},
                first=_("When it is ended, the money is yours again."),
            ),
        ]
    else:
        says = [
            _("The other side has %(hours)s to answer. If they say nothing, all stays as it is.") % {"hours": hours}
        ]
    context = seat.context(
        sort=sort,
        extends=sort == rules.EXTEND,
        says=says,
        most=MOST_REASON,
        most_days=rules.MOST_DAYS,
        text=request.POST.get("text", ""),
        days=request.POST.get("days", "2"),
        refusal=refusal,
        wrong=(refusal.field or "") if refusal else "",
        action=f"{seat.base}changes/{sort}/",
    )
    return render(request, "work/change.html", context, status=refusal.status if refusal else 200)


def answer(request: HttpRequest, seat: Seat, change_id: int, way: str) -> HttpResponseBase:
    """Agree, say no, or take back what one asked for oneself."""
    at = clock.now()
    change = queries.at_unit(seat.unit, change_id) if way in ANSWERS and change_id < 2**63 else None
    if change is None:
        raise NotFoundHere
    if not seat.acts:
        raise NotAllowed
    try:
        words = _answer(request, seat, change_id, way, at)
    except NotAllowed:
        raise
    except Refused as refusal:
        if change.sort == rules.TERMS:
            return whole(request, seat, at, refusal, forms.typed(request))
        return page(request, seat.again(), at, refusal, forms.typed(request))
    messages.success(request, words)
    return redirect(seat.home)


def _answer(request: HttpRequest, seat: Seat, change_id: int, way: str, at: datetime) -> str:
    text = request.POST.get("answer", "")
    if way == "agreement":
        actions.agree(change_id, answer=text, fell=forms.seen(request, "fell") or 0, by=seat.by, at=at)
        return _("You agreed, and it is done.")
    if way == "refusal":
        actions.decline(change_id, answer=text, by=seat.by, at=at)
        return _("You said no. All stays as it was agreed.")
    actions.withdraw(change_id, by=seat.by, at=at)
    return _("You took it back.")

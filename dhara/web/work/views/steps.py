"""One step: a page that says what follows, and the deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dhara.delivery.gigs import actions as gigs
from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.web.work import forms, terms
from dhara.web.work.consequences import consequences, done_words
from dhara.web.work.handed import DELIVERY, Basket
from dhara.web.work.offered import GRAVE
from dhara.web.work.seats import Seat
from dhara.web.work.views.room import page
from dhara.work.engagements import actions
from dhara.work.engagements.rules import MOST_REASON, MOST_WORDS, REASON, SUBMISSION, Situation, Step
from dhara.work.handins.rules import clean_links
from dhara.work.models import SubmittedFile, Unit

REQUIRE = "require"


def step(request: HttpRequest, seat: Seat, verb: str) -> HttpResponseBase:
    """GET: the form, or the room where the step can not be taken now. POST: take it."""
    at = clock.now()
    if not any(each.verb == verb and {"buyer", "worker"} & {*each.who} for each in seat.mode.steps):
        raise NotFoundHere
    if not seat.acts:
        raise NotAllowed
    try:
        found = seat.mode.take(Situation(seat.unit, seat.engagement, seat.side, at), verb)
    except Conflict as refusal:
        return _too_late(request, seat, verb, refusal, at)
    return _take(request, seat, found, at) if request.method == "POST" else _form(request, seat, found)


def _form(
    request: HttpRequest, seat: Seat, found: Step, refusal: Refused | None = None, basket: Basket | None = None
) -> HttpResponse:
    wrong, words = (refusal.field or "", str(refusal.message)) if refusal else ("", "")
    context = seat.context(
        step=found,
        sort=REQUIRE if found.verb == REQUIRE else found.needs,
        asked=forms.asked(seat, request, wrong, words, basket) if found.verb == REQUIRE else [],
        most=MOST_WORDS if found.needs == SUBMISSION else MOST_REASON,
        text=request.POST.get("text", ""),
        links=request.POST.get("links", ""),
        kept=basket.kept(DELIVERY) if basket else [],
        at_once=request.POST.get("at_once"),
        pieces=f"/studio/{seat.desk.studio.handle}/uploads/work/" if seat.desk else "",
        refusal=refusal,
        wrong=wrong,
        says=consequences(seat, found),
        step_kind="danger" if found.verb in GRAVE else "primary",
        left=terms.revisions(seat) if found.verb == "ask_revision" else "",
        seen=request.POST.get("seen") or seat.unit.version,
        action=f"{seat.base}{found.verb}/",
    )
    return render(request, "work/step.html", context, status=refusal.status if refusal else 200)


def _take(request: HttpRequest, seat: Seat, found: Step, at: datetime) -> HttpResponseBase:
    basket = Basket(seat, at)
    try:
        if found.needs == SUBMISSION:
            forms.fill(basket, found, request)
        _deed(request, seat, found, basket.all())(at)
    except Conflict as refusal:
        return _too_late(request, seat, found.verb, refusal, at)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _form(request, seat, found, refusal, basket)
    messages.success(request, done_words(found))
    return redirect(seat.home)


def _deed(request: HttpRequest, seat: Seat, found: Step, files: list[SubmittedFile]) -> Callable[[datetime], Unit]:
    text = request.POST.get("text", "")
    common: dict[str, Any] = {"by": seat.by, "seen": forms.seen(request)}
    if found.verb == REQUIRE:
        given = forms.answers(seat, request)
        return lambda at: gigs.require(seat.unit.pk, answers=given, text=text, files=files, at=at, **common)
    if found.needs == SUBMISSION:

        def hand_in(at: datetime) -> Unit:
            links = clean_links(request.POST.get("links", "").splitlines())
            content = {"links": links} if links else {}
            return actions.act(seat.unit.pk, found.verb, text=text, content=content, files=files, at=at, **common)

        return hand_in
    reason = text if found.needs == REASON else ""
    return lambda at: actions.act(seat.unit.pk, found.verb, text=reason, at=at, **common)


def _too_late(request: HttpRequest, seat: Seat, verb: str, refusal: Conflict, at: datetime) -> HttpResponseBase:
    """It is not as it was when the form was made. What oneself has just done (a double click) is no conflict."""
    fresh = seat.again()
    if request.method == "POST" and refusal.code in ("wrong_state", "moved_on") and _own_deed(fresh, verb, at):
        return redirect(seat.home)
    if refusal.code not in ("wrong_state", "moved_on"):
        messages.warning(request, str(refusal.message))
        if request.method != "POST":
            return redirect(seat.base)
    return page(request, fresh, at, refusal, forms.typed(request) if request.method == "POST" else "")


def _own_deed(seat: Seat, verb: str, at: datetime) -> bool:
    """Whether the last thing that happened is this very step by the same person, a moment ago."""
    latest = [
        seat.unit.decisions.order_by("-id").first(),
        seat.unit.submissions.order_by("-id").first(),
    ]
    rows = [each for each in latest if each is not None]
    last = max(rows, key=lambda each: each.at, default=None)
    if last is None or last.verb != verb or last.role != seat.side or last.author_id != seat.by.id:
        return False
    return (at - last.at).total_seconds() < 60

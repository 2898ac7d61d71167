"""One task: do it, hand it in, read what became of it, and what can still be done."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dhara.kit import clock
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.tasks import now as nows
from dhara.web.tasks import proofs, told
from dhara.web.tasks.pay import known_of, pay
from dhara.web.tasks.seats import STEPS, Task, offered, task_of
from dhara.web.tasks.words import TONES
from dhara.web.ui.secrecy import private
from dhara.web.work.forms import seen, typed
from dhara.web.work.now import deadline_words
from dhara.work.campaigns.actions import submit
from dhara.work.campaigns.rules import draft
from dhara.work.engagements import actions
from dhara.work.engagements.modes import micro
from dhara.work.engagements.rules import MOST_REASON, WORKER, Situation

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@member("see_studio")
@private
def task(request: HttpRequest, desk: Desk, unit_id: int) -> HttpResponse:
    return _page(request, task_of(desk, unit_id), clock.now())


@require_http_methods(BOTH)
@member("do_work")
@private
def proof(request: HttpRequest, desk: Desk, unit_id: int) -> HttpResponseBase:
    """Hand the proof in. What is wrong is said beside each question, and nothing of it is lost."""
    mine, at = task_of(desk, unit_id), clock.now()
    if request.method != "POST":
        return redirect(mine.base)
    if mine.unit.status == micro.SUBMITTED:
        return redirect(mine.base)  # pressed twice
    given = None
    try:
        _check_open(mine, at)
        given = proofs.read(request, mine.fields, mine.unit, by=desk.by, at=at)
        if given.errors:
            return _page(request, mine, at, given=given, status=422)
        submit(unit_id, given.answers, given.all_files(), by=desk.by, at=at)
    except Refused as refusal:
        fresh = task_of(desk, unit_id)
        if isinstance(refusal, Conflict) and fresh.unit.status == micro.SUBMITTED:
            return redirect(mine.base)  # pressed twice at one instant
        return _page(request, fresh, at, given=given, refusal=refusal, status=refusal.status)
    messages.success(request, _("Handed in. You are told what becomes of it, and paid at once when it is accepted."))
    return redirect(mine.base)


def _check_open(mine: Task, at: datetime) -> None:
    """Before anything is taken in. Raises Conflict."""
    micro.MICRO.take(Situation(mine.unit, mine.unit.engagement, WORKER, at), "submit")
    if not mine.open(at):
        raise Conflict("too_late", _("The time for this task is over. It is free for others again."))


@require_http_methods(BOTH)
@member("do_work")
@private
def step(request: HttpRequest, desk: Desk, unit_id: int, verb: str) -> HttpResponseBase:
    """Give it back, take it back, do it again, appeal, leave it."""
    mine, at = task_of(desk, unit_id), clock.now()
    if verb not in STEPS:
        raise NotFoundHere()
    if request.method != "POST":
        return redirect(mine.base)
    try:
        text = request.POST.get("text", "") if verb == "appeal" else ""
        actions.act(unit_id, verb, text=text, seen=seen(request), by=desk.by, at=at)
    except NotAllowed:
        raise
    except Refused as refusal:
        fresh = task_of(desk, unit_id)
        if isinstance(refusal, Conflict) and fresh.unit.status in _targets(verb):
            return redirect(mine.base)  # pressed twice
        return _page(request, fresh, at, refusal=refusal, status=refusal.status)
    messages.success(request, _done(verb))
    return redirect(mine.base)


def _targets(verb: str) -> set[str]:
    return {each.target for each in micro.MICRO.steps if each.verb == verb}


def _done(verb: str) -> str:
    return {
        "give_back": _("You gave the task back."),
        "withdraw": _("It is yours again. Change it and hand it in before the time is over."),
        "again": _("It is yours again. Hand it in before the time is over."),
        "appeal": _("Your appeal is on its way. You are told what becomes of it."),
        "rest": _("You left it as it is."),
    }[verb]


def _page(
    request: HttpRequest,
    mine: Task,
    at: datetime,
    *,
    given: proofs.Given | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    handed_in = list(mine.unit.submissions.order_by("number"))
    can = mine.acts and mine.open(at)
    before = handed_in[-1].content.get("answers") if handed_in else None
    current = nows.now(mine, at)
    typed_here = typed(request) if request.method == "POST" else ""
    wrong_appeal = isinstance(refusal, Invalid) and refusal.field == "text"
    context = {
        "task": mine,
        "unit": mine.unit,
        "campaign": mine.campaign,
        "pay": pay(mine.campaign),
        "known": known_of([mine.campaign.account_id]).get(mine.campaign.account_id),
        "tone": TONES.get(mine.unit.status, ""),
        "now": current,
        "deadline": deadline_words(current),
        "seconds": int((current.until - at).total_seconds()) if can and current.until else 0,
        "offered": offered(mine, at),
        "rejection": _rejection(mine),
        "asked": proofs.asked(mine.fields, mine.unit, at, given, before) if can else [],
        "wrong": len(given.errors) if given else 0,
        "refusal": None if wrong_appeal else refusal,
        "appeal_error": refusal.message if wrong_appeal and refusal else "",
        "appeal": request.POST.get("text", "") if refusal else "",
        "typed": typed_here if refusal and not can else "",
        "most": MOST_REASON,
        "events": told.story(mine, handed_in),
    }
    return render(request, "tasks/task.html", frame(mine.desk, "work", **context), status=status)


def _rejection(mine: Task) -> str:
    """The words of the latest rejection, while something can be done about it."""
    if mine.unit.status not in (micro.REJECTED, micro.APPEALED) and not mine.unit.revisions:
        return ""
    last = mine.unit.decisions.filter(verb="reject").order_by("-id").first()
    return draft.told(last.text) if last and mine.unit.status != micro.ACCEPTED else ""

"""Apply for a job with one of one's studios."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.currency import currency
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Member, Studio
from dhara.people.studios.rules import OPEN as STUDIO_OPEN
from dhara.people.studios.rules import role_may
from dhara.web.proposals import agreeing, forms, words
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.jobs import queries as jobs
from dhara.work.jobs import rules as job_rules
from dhara.work.models import Job, Proposal
from dhara.work.proposals import actions, queries, rules

OWN, CLOSED, NO_STUDIO, INVITED_ONLY, DONE = "own", "closed", "studio", "invitation", "done"


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
@limited("propose", 60, 600, method="POST")
def propose(request: HttpRequest, slug: str) -> HttpResponseBase:
    """GET: the form, or why one can not apply and what to do instead. POST: apply."""
    viewer = Viewer(request.user)
    job = jobs.visible_to(viewer).defer("search").filter(slug=slug).first()
    if job is None:
        raise Http404
    studios = _studios(viewer.account_id)
    bids = {each.studio_id: each for each in Proposal.objects.filter(job=job, studio__in=studios)}
    why = _why_not(viewer, job, studios, bids)
    if why:
        known = [(each, bids[each.pk]) for each in studios if each.pk in bids]
        status = 200 if request.method != "POST" else 409
        return render(request, "proposals/can_not.html", {"job": job, "why": why, "known": known}, status=status)
    free = [each for each in studios if _is_free(job, bids.get(each.pk))]
    if request.method != "POST":
        return _form(request, job, free, forms.Typed())
    given = forms.typed(request.POST, job.questions)
    if "more" in request.POST:
        return _form(request, job, free, given.more())
    return _apply(request, viewer, job, free, given)


def _studios(account_id: int | None) -> list[Studio]:
    """Open ones for which somebody may work, by name."""
    found = Member.objects.filter(account=account_id, studio__status=STUDIO_OPEN).select_related("studio")
    return [each.studio for each in found.order_by("studio__name", "id") if role_may(each.role, "do_work")]


def _is_free(job: Job, bid: Proposal | None) -> bool:
    return not job.by_invitation if bid is None else bid.status == rules.INVITED


def _why_not(viewer: Viewer, job: Job, studios: list[Studio], bids: dict[int, Proposal]) -> str:
    if job.account_id == viewer.account_id:
        return OWN
    if any(not _is_free(job, each) for each in bids.values()) and len(bids) == len(studios):
        return DONE
    if job.status != job_rules.OPEN:
        return CLOSED
    if not studios:
        return NO_STUDIO
    if not any(_is_free(job, bids.get(each.pk)) for each in studios):
        return DONE if bids else INVITED_ONLY
    return ""


def _apply(request: HttpRequest, viewer: Viewer, job: Job, free: list[Studio], given: forms.Typed) -> HttpResponseBase:
    studio = _chosen(free, request.POST.get("studio", ""))
    try:
        if studio is None:
            raise Invalid("studio_missing", _("Choose which of your studios applies."), "studio")
        terms = forms.terms(given, job.currency, job.title, by_hour=job.pay == job_rules.HOURLY)
        made = actions.propose(job.pk, studio, terms, by=viewer.actor, at=clock.now())
    except NotFoundHere as refusal:
        raise Http404 from refusal
    except Conflict as refusal:
        known = Proposal.objects.filter(job=job, studio=studio).first()
        if refusal.code == "proposed_already" and known is not None:
            return redirect(queries.address(known.pk))
        return _form(request, job, free, given, refusal)
    except Refused as refusal:
        return _form(request, job, free, given, refusal)
    messages.success(request, _("Your proposal is sent. You are told as soon as the client answers."))
    return redirect(queries.address(made.pk))


def _chosen(free: list[Studio], handle: str) -> Studio | None:
    """The one that is named; the only one, where there is one only."""
    return next((each for each in free if each.handle == handle), free[0] if len(free) == 1 else None)


def _form(
    request: HttpRequest, job: Job, free: list[Studio], given: forms.Typed, refusal: Refused | None = None
) -> HttpResponse:
    title, description = jobs.shown(job)
    chosen = _chosen(free, request.POST.get("studio", "") or request.GET.get("studio", ""))
    context: dict[str, Any] = {
        "job": job,
        "title": title,
        "description": description,
        "budget": words.budget(job),
        "free": free,
        "chosen": chosen,
        "given": given,
        "asked": forms.asked(job.questions, given),
        "by_hour": job.pay == job_rules.HOURLY,
        "symbol": currency(job.currency).symbol.strip(),
        "says": [agreeing.fee(chosen.pk if chosen else None, clock.now())],
        "refusal": refusal,
        "wrong": refusal.field if refusal else "",
        "most_parts": rules.MOST_MILESTONES,
        "most_text": rules.MOST_TEXT,
    }
    return render(request, "proposals/propose.html", context, status=refusal.status if refusal else 200)

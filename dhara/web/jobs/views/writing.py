"""Write a job down, change it, and see how it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.people.conversations.rules import reasons_of
from dhara.web.jobs import words
from dhara.web.jobs.forms import JobForm, filled
from dhara.web.jobs.views.states import said
from dhara.web.ui.limits import limited
from dhara.web.ui.preferences import currency_of
from dhara.web.ui.secrecy import private
from dhara.work.jobs import actions, queries, rules
from dhara.work.jobs.actions.attaching import CHANGEABLE
from dhara.work.models import Job

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
@private
@login_required
@limited("job-writing", 60, 600, method="POST")
def new(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    initial = {"currency": currency_of(request), "language": language, "wanted": "1", "pay": rules.FIXED}
    if request.method != "POST":
        return _page(request, JobForm(skills=words.skills(language), initial=initial))
    form = JobForm(request.POST, request.FILES, skills=words.skills(language), initial=initial)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        job = actions.write(form.job(), by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        form.refused(refusal)
        return _page(request, form, status=refusal.status)
    return _onwards(request, job, _("The draft is kept. Nobody else sees it."))


@require_http_methods(ASKED)
@private
@login_required
@limited("job-writing", 60, 600, method="POST")
def edit(request: HttpRequest, job_id: int) -> HttpResponse:
    job, language = _own(request, job_id), get_language() or "en"
    known = words.skills(language)
    if request.method != "POST":
        return _page(request, JobForm(skills=known, initial=filled(job)), job)
    form = JobForm(request.POST, request.FILES, skills=known, initial=filled(job))
    if not form.is_valid():
        return _page(request, form, job, status=422)
    try:
        given = form.job(by_invitation=job.by_invitation)
        changed = actions.change(job.pk, given, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        form.refused(refusal)
        return _page(request, form, job, status=refusal.status)
    return _onwards(request, changed, _("The job is changed."))


def _own(request: HttpRequest, job_id: int) -> Job:
    """One's own, whatever its state."""
    account_id = Viewer(request.user).account_id
    assert account_id is not None
    jobs = queries.of_account(account_id).prefetch_related("skills", "files__file")
    found = jobs.filter(pk=job_id).first() if job_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _onwards(request: HttpRequest, job: Job, kept: str) -> HttpResponse:
    """The text is kept; files come after it, then it is posted where that was asked for. What fails is said."""
    by, at = Viewer(request.user).actor, clock.now()
    gone = [int(each) for each in request.POST.getlist("gone") if each.isascii() and each.isdecimal()][:20]
    try:
        if gone:
            actions.detach(job.pk, gone, by=by)
        files: list[Any] = request.FILES.getlist("attachments")
        if files:
            actions.attach(job.pk, files, by=by, at=at)
        if request.POST.get("do") == "post" and job.status == rules.DRAFT:
            return said(request, actions.post(job.pk, by=by, at=at))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("jobs:edit", job_id=job.pk)
    if job.status == rules.HELD:
        return said(request, job)
    messages.success(request, kept)
    return redirect("jobs:edit", job_id=job.pk)


def _page(request: HttpRequest, form: JobForm, job: Job | None = None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "job": job, "changeable": job is None or job.status in CHANGEABLE}
    if job is not None:
        context |= {
            "tone": words.TONES[job.status],
            "reasons": reasons_of(job.held_for) if job.status == rules.HELD else [],
            "refusal": queries.refusal_of(job),
            "refused": job.status == rules.CLOSED and bool(job.held_for),
            "droppable": job.status == rules.DRAFT and job.posted_at is None,
            "budget": queries.budget(job, get_language() or "en"),
        }
    return render(request, "jobs/edit.html", context, status=status)

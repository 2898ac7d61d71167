"""Ask a studio to apply: by its address from the list of a job, or from its public page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.people.studios.queries import by_handle
from dhara.people.studios.rules import OPEN as STUDIO_OPEN
from dhara.web.proposals.views.job import own_job, page
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.jobs import rules as jobs
from dhara.work.models import Job, Proposal
from dhara.work.proposals import actions, queries, rules

MOST_JOBS = 50


@require_POST
@private
@login_required
@limited("invite", 60, 600, method="POST")
def invitations(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """By the studio's address, as it was typed: nadia, @nadia, or the whole of it."""
    job = own_job(request, job_id)
    try:
        made = _invite(job, _studio(request.POST.get("handle", "")), Viewer(request.user).actor)
    except Refused as refusal:
        return page(request, job, refusal)
    if made.status == rules.INVITED:
        _thanks(request, made)
        return redirect(f"/account/jobs/{job.pk}/proposals/?show={queries.INVITED}")
    return redirect(queries.address(made.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
@limited("invite", 60, 600, method="POST")
def invite(request: HttpRequest, handle: str) -> HttpResponseBase:
    """From the studio's page: for which of one's open jobs?"""
    viewer = Viewer(request.user)
    studio, _moved = by_handle(handle)
    if studio is None or studio.status != STUDIO_OPEN:
        raise Http404
    mine = Job.objects.filter(account=viewer.account_id, status=jobs.OPEN).defer("search")
    refusal: Refused | None = None
    if request.method == "POST":
        number = request.POST.get("job", "")
        known = number.isascii() and number.isdecimal() and len(number) < 19
        job = mine.filter(pk=number).first() if known else None
        try:
            if job is None:
                raise Invalid("job_missing", _("Choose for which of your jobs."), "job")
            made = _invite(job, studio, viewer.actor)
        except Refused as refused:
            refusal = refused
        else:
            _thanks(request, made)
            return redirect(queries.address(made.pk))
    return _page(request, studio, list(mine.order_by("-id")[:MOST_JOBS]), refusal)


def _page(request: HttpRequest, studio: Studio, mine: list[Job], refusal: Refused | None) -> HttpResponse:
    context = {"studio_asked": studio, "mine": mine, "refusal": refusal}
    return render(request, "proposals/invite.html", context, status=refusal.status if refusal else 200)


def _studio(typed: str) -> Studio:
    """Raises Invalid where there is none of this address."""
    handle = typed.strip().rstrip("/").rpartition("/")[2].strip().removeprefix("@")
    found, _moved = by_handle(handle) if handle else (None, False)
    if found is None:
        raise _unknown()
    return found


def _invite(job: Job, studio: Studio, by: Actor) -> Proposal:
    """Raises Refused; a studio that is closed or stopped is as unknown as one that never was."""
    try:
        return actions.invite(job.pk, studio, by=by, at=clock.now())
    except NotFoundHere as refusal:
        raise _unknown() from refusal


def _unknown() -> Invalid:
    return Invalid("studio_unknown", _("No open studio has this address. It stands on its public page."), "handle")


def _thanks(request: HttpRequest, made: Proposal) -> None:
    if made.status == rules.INVITED:
        messages.success(request, _("%(who)s is invited, and told of it.") % {"who": made.studio.name})

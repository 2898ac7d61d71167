"""The proposals for a job, as its owner compares them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.locale.text import shorten
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.people.conversations.rules.contacts import masked
from dhara.web.proposals.words import TONES, budget, days, hint, total
from dhara.web.ui.pictures import src
from dhara.web.ui.secrecy import private
from dhara.web.ui.tabs import tabs
from dhara.web.work.words import due_words
from dhara.work.jobs import rules as jobs
from dhara.work.models import Job, Proposal, ProposalVersion
from dhara.work.proposals import queries, rules

SIZE = 20
_EXCERPT = 220


@dataclass(frozen=True)
class Line:
    """A proposal in the list of a job."""

    proposal: Proposal
    url: str
    picture: str
    price: str
    days: str
    text: str
    state: str
    tone: str
    hint: str
    can_shortlist: bool
    due: str = ""
    due_at: datetime | None = None


@require_safe
@private
@login_required
def of_job(request: HttpRequest, job_id: int) -> HttpResponseBase:
    return page(request, own_job(request, job_id))


def own_job(request: HttpRequest, job_id: int) -> Job:
    """Raises Http404 for anybody but its owner."""
    mine = Job.objects.filter(account=Viewer(request.user).account_id).defer("search")
    job = mine.filter(pk=job_id).first() if job_id < 2**63 else None
    if job is None:
        raise Http404
    return job


def page(request: HttpRequest, job: Job, refusal: Refused | None = None) -> HttpResponse:
    """With a refusal: why somebody was not invited."""
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "")
    show = show if show in queries.JOB_SHOWS else queries.OPEN
    sort = sort if sort in queries.SORTS else ""
    found = Paginator(queries.of_job(job.pk, show=show, sort=sort), SIZE).get_page(request.GET.get("page"))
    at = clock.now()
    base = f"/account/jobs/{job.pk}/proposals/"
    context = {
        "job": job,
        "job_open": job.status == jobs.OPEN,
        "budget": budget(job),
        "page": found,
        "lines": [_line(each, version, at) for each, version in queries.with_latest(found)],
        "tabs": _tabs(base, job, show),
        "show": show,
        "sort": sort,
        "sorts": {"": _("Newest first"), "price": _("Lowest price first"), "days": _("Quickest first")}.items(),
        "base_url": base,
        "refusal": refusal,
        "handle": request.POST.get("handle", ""),
    }
    return render(request, "proposals/job.html", context, status=refusal.status if refusal else 200)


def _tabs(base: str, job: Job, show: str) -> list[dict[str, Any]]:
    """All lists with their counts, by one query."""
    counted = Proposal.objects.filter(job=job).values_list("status").annotate(Count("id")).order_by()
    counts = dict(counted)
    labels = {
        queries.OPEN: _("All"),
        queries.SHORT: _("Short list and talks"),
        queries.INVITED: _("Invited"),
        queries.HIRED: _("Hired"),
        queries.ENDED: _("Ended"),
    }
    sums = {name: sum(counts.get(status, 0) for status in queries.JOB_SHOWS[name]) for name in labels}
    return tabs(base, labels, show, sums)


def _line(proposal: Proposal, version: ProposalVersion | None, at: datetime) -> Line:
    until = proposal.expires_at if proposal.status == rules.OFFERED else None
    mine = until is not None and version is not None and version.role == "worker"
    picture = proposal.studio.picture
    text = " ".join(version.text.split()) if version else ""
    return Line(
        proposal=proposal,
        url=queries.address(proposal.pk),
        picture=src(picture) if picture else "",
        price=total(version) if version else "",
        days=days(version) if version else "",
        text=shorten(text if proposal.status == rules.ACCEPTED else masked(text), _EXCERPT),
        state=proposal.state_words,
        tone=TONES.get(proposal.status, ""),
        hint=hint(proposal.status, "buyer", mine=mine),
        can_shortlist=proposal.status == rules.SUBMITTED,
        due=due_words(until, at, late=False) if until else "",
        due_at=until,
    )

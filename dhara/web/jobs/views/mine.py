"""Somebody's own jobs, the newest first, by their states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.web.jobs import words
from dhara.web.ui.secrecy import own
from dhara.web.ui.tabs import tabs
from dhara.work.jobs import queries, rules
from dhara.work.models import Job

PAGE: Final = 20


@dataclass(frozen=True)
class Row:
    url: str
    title: str
    state: str
    tone: str
    budget: str
    proposals: int
    hint: str
    at: datetime


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in rules.LIFECYCLE.states else ""
    jobs = queries.of_account(account_id)
    found = _page(jobs.filter(status=show) if show else jobs, request.GET.get("after", ""))
    rows = [_row(job, get_language() or "en") for job in found[:PAGE]]
    context = {
        "tabs": _tabs(queries.counts_of(account_id), show),
        "rows": rows,
        "show": show,
        "next": found[PAGE - 1].pk if len(found) > PAGE else "",
    }
    return render(request, "jobs/mine.html", context)


def _page(jobs: Any, after: str) -> list[Job]:
    older = jobs.filter(pk__lt=int(after)) if after.isascii() and after.isdecimal() and len(after) < 18 else jobs
    return list(older[: PAGE + 1])


def _tabs(counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    """All, and every state; each with how many there are."""
    labels = {
        "": _("All"),
        rules.OPEN: _("Open"),
        rules.DRAFT: _("Drafts"),
        rules.HELD: _("Being looked at"),
        rules.HIRED: _("Filled"),
        rules.CLOSED: _("Closed"),
    }
    return tabs("/account/jobs/", labels, show, {**counts, "": sum(counts.values())})


def _row(job: Job, language: str) -> Row:
    return Row(
        url=f"/account/jobs/{job.pk}/",
        title=job.title,
        state=job.state_words,
        tone=words.TONES[job.status],
        budget=queries.budget(job, language),
        proposals=job.proposals,
        hint=_hint(job),
        at=job.posted_at or job.created_at,
    )


def _hint(job: Job) -> str:
    """What its owner should do, where there is something."""
    if job.status == rules.DRAFT:
        return _("Nobody sees it yet. Post it when it is ready.")
    if job.status == rules.HELD:
        return _("We look at its text before others see it.")
    if job.status == rules.OPEN and job.warned_at:
        return _("It is closed soon, as nothing happened. Say that you still look for somebody.")
    if job.status == rules.CLOSED and job.held_for:
        return _("It was refused. Its page says why.")
    return ""

"""The page of one proposal: what is proposed, where it stands, what to do next, and how it came to this."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from dhara.kit.refusal import Refused
from dhara.web.proposals import told, words
from dhara.web.proposals.now import now
from dhara.web.proposals.seats import Seat
from dhara.web.work.words import many_days, many_hours
from dhara.work.jobs import rules as jobs


def proposal(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    return page(request, seat)


def page(request: HttpRequest, seat: Seat, refusal: Refused | None = None) -> HttpResponse:
    """With a refusal: why it was not done, and how it stands now."""
    events, more = told.story(seat, whole="all" in request.GET)
    context = seat.context(
        now=now(seat),
        rail=words.rail(seat.proposal.status, alone=seat.proposal.job_id is None),
        tone=words.TONES.get(seat.proposal.status, ""),
        terms=terms_of(seat),
        events=events,
        more=more,
        wanted=wanted(seat),
        refusal=refusal,
    )
    return render(request, "proposals/proposal.html", context, status=refusal.status if refusal else 200)


def terms_of(seat: Seat) -> dict[str, Any] | None:
    """The latest version as it is read; None for an invitation."""
    version = seat.version
    if version is None:
        return None
    questions = seat.proposal.job.questions if seat.proposal.job else []
    return {
        "total": words.total(version),
        "days": words.days(version),
        "revisions": words.revisions(version),
        "by_hour": version.mode == jobs.HOURLY,
        "text": seat.plain(version.text, version.role),
        "parts": [
            {
                "title": seat.plain(each["title"], version.role),
                "amount": words.money(each["amount"], version.currency),
                "days": many_days(each["days"]) if each["days"] else "",
            }
            for each in version.milestones
        ],
        "answers": [
            (each["words"], seat.plain(version.answers[str(each["key"])], "worker"))
            for each in questions
            if str(each["key"]) in version.answers
        ],
    }


def wanted(seat: Seat) -> dict[str, Any] | None:
    """The job in short, beside the proposal."""
    job = seat.proposal.job
    if job is None:
        return None
    facts = [(_("Budget"), words.budget(job))]
    if job.weekly_hours:
        facts.append((_("Hours a week, about"), many_hours(job.weekly_hours)))
    if job.length:
        facts.append((_("Length"), str(jobs.LENGTHS[job.length])))
    if job.level:
        facts.append((_("Experience"), str(jobs.LEVELS[job.level])))
    return {"title": seat.title, "about": seat.plain(job.description, "buyer"), "facts": facts}

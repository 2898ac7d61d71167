"""The board: who looks for work finds what is wanted; and the page of a job, for everybody."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dhara.kit.files.ranges import ranged_response
from dhara.people.access.queries import Viewer
from dhara.people.conversations.rules.contacts import masked
from dhara.web.jobs import asking, seo, words
from dhara.web.storefront.answers import fresh
from dhara.web.storefront.seo import head
from dhara.web.ui.limits import limited
from dhara.web.ui.preferences import currency_of
from dhara.web.ui.secrecy import private
from dhara.work.jobs import queries, rules
from dhara.work.models import Job, JobFile

SEARCHES, SECONDS = 60, 60
LONGEST: Final = 80


@require_safe
@limited("jobs", SEARCHES, SECONDS)
def board(request: HttpRequest) -> HttpResponse:
    language, home = get_language() or "en", currency_of(request)
    choice = asking.read(request.GET, home, words.skills(language))
    after = request.GET.get("after", "")
    found = queries.search(choice.asked, after=after)
    context = {
        "choice": choice,
        "q": choice.asked.text,
        "cards": [words.card(job, language) for job in found.jobs],
        "next": found.next,
        "later": bool(after),
        "asks": bool(choice.asked.kept()),
        "kept": asking.pairs_of(choice.asked),
        "head": head(request, "/jobs/"),
    }
    return fresh(request, render(request, "jobs/board.html", context))


@require_safe
def job(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(request, slug)
    mine = Viewer(request.user).account_id == found.account_id
    return fresh(request, render(request, "jobs/job.html", _context(request, found, mine=mine)))


def _context(request: HttpRequest, found: Job, *, mine: bool) -> dict[str, Any]:
    language = get_language() or "en"
    title, description = queries.shown(found)
    asker = queries.asker_of(found)
    is_open = found.status == rules.OPEN
    return {
        "job": found,
        "title": title,
        "text": description,
        "card": words.card(found, language),
        "tone": words.TONES[found.status],
        "asker": asker,
        "mine": mine,
        "is_open": is_open,
        "taught": rules.LANGUAGES.get(found.language, ""),
        "asked": [masked(str(each["words"])) for each in found.questions],
        "files": found.files.all(),
        "head": head(request, words.address(found.slug)),
        "jsonld": seo.posting(found, title, description, asker) if is_open and not found.by_invitation else "",
    }


def _found(request: HttpRequest, slug: str) -> Job:
    """The job with all that its page shows; one that this viewer may know of."""
    jobs = queries.visible_to(Viewer(request.user)).defer("search").select_related("account")
    if "\x00" in slug or len(slug) > LONGEST:
        raise Http404
    found = jobs.prefetch_related("skills", "files__file").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
@private
@login_required
@limited("job-file", 300, 60)
def file(request: HttpRequest, slug: str, attachment_id: int) -> HttpResponseBase:
    """What goes with a job, for whoever may read it and is signed in."""
    found = JobFile.objects.select_related("file").filter(job=_found(request, slug), pk=attachment_id).first()
    if found is None:
        raise Http404
    return ranged_response(request, found.file, found.name)

"""What somebody keeps looking for: kept under a name, with letters about what is new, switched on and off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.jobs import asking, words
from dhara.web.ui.limits import limited
from dhara.web.ui.preferences import currency_of
from dhara.web.ui.secrecy import private
from dhara.work.jobs import actions, queries, rules
from dhara.work.models import SavedSearch


@dataclass(frozen=True)
class Row:
    """`asks` is what it looks for in words, `url` the board that shows it."""

    id: int
    name: str
    url: str
    asks: list[str]
    alerts: bool
    since: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
@limited("job-searches", 60, 600, method="POST")
def searches(request: HttpRequest) -> HttpResponse:
    """The list; POST keeps what the board's form asks for under a name."""
    if request.method == "POST":
        return _save(request)
    viewer, language = Viewer(request.user), get_language() or "en"
    assert viewer.account_id is not None
    skills = dict(words.skills(language))
    rows = [_row(each, skills, language) for each in queries.searches_of(viewer.account_id)]
    return render(request, "jobs/searches.html", {"rows": rows})


def _save(request: HttpRequest) -> HttpResponse:
    choice = asking.read(request.POST, currency_of(request), words.skills(get_language() or "en"))
    name = request.POST.get("name", "").replace("\x00", "") or choice.asked.text or _("All jobs")
    try:
        kept = actions.save_search(name, choice.asked, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = _("“%(name)s” is kept. We write to you once a day when there is something new.")
        messages.success(request, said % {"name": kept.name})
    return redirect("jobs:searches")


def _row(search: SavedSearch, skills: dict[int, str], language: str) -> Row:
    asked = rules.asked_of(search.asked)
    said = asking.in_words(asked, skills, language) or [_("All jobs")]
    query = asking.query_of(asked)
    return Row(search.pk, search.name, f"/jobs/?{query}" if query else "/jobs/", said, search.alerts, search.created_at)


@require_POST
@private
@login_required
def alerts(request: HttpRequest, search_id: int) -> HttpResponse:
    on = request.POST.get("on") == "1"
    if search_id >= 2**63:
        raise Http404
    try:
        actions.switch_alerts(search_id, on=on, by=Viewer(request.user).actor)
    except NotFoundHere as nothing:
        raise Http404 from nothing
    messages.success(request, _("We write to you about what is new.") if on else _("No more letters about it."))
    return redirect("jobs:searches")


@require_POST
@private
@login_required
def forgetting(request: HttpRequest, search_id: int) -> HttpResponse:
    viewer = Viewer(request.user)
    assert viewer.account_id is not None
    if search_id >= 2**63 or not queries.searches_of(viewer.account_id).filter(pk=search_id).exists():
        raise Http404
    actions.forget_search(search_id, by=viewer.actor)
    messages.success(request, _("The search is forgotten."))
    return redirect("jobs:searches")


@csrf_exempt  # RFC 8058: the mail program posts on its own, without cookies; the secret in the address is the right
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("job-letters", 30, 600, method="POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: no program that only looks at links ends anything."""
    if rules.read_stop_token(token) is None:
        raise Http404
    if request.method == "POST":
        actions.stop_search(token)
    return render(request, "jobs/stop.html", {"done": request.method == "POST"})

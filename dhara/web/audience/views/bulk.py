"""A tag for all contacts that the list's filters find, or off them: the question, and how far it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.contacts import actions, queries, rules
from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Tag, Tagging
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.forms.contacts import Search
from dhara.web.audience.views.contacts import page_of, tag_id_of
from dhara.web.studio.doors import Desk, member

TONES = {rules.DONE: "success", rules.RUNNING: "info"}


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def asking(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How many there are and which tag, before anything happens; then it begins."""
    tags = list(queries.tags_of(desk.studio))
    search = searched(request, tags)
    filters = search.filters()
    problem = ""
    if request.method == "POST":
        try:
            search.require()
            off = request.POST.get("do") == "untag"
            made = actions.tag_found(
                desk.studio, filters, tag_id_of(request, desk), off=off, by=desk.by, at=clock.now()
            )
        except Refused as refusal:
            problem = str(refusal.message)
        else:
            return redirect("audience-tagging-run", desk.studio.handle, made.pk)
    many, exact = queries.count(desk.studio, filters)
    context = {"tags": tags, "count": many, "exact": exact, "problem": problem, **said_of(filters, tags)}
    status = 422 if problem else 200
    return render(request, "audience/contacts/tagging.html", page_of(desk, **context), status=status)


def searched(request: HttpRequest, tags: list[Tag]) -> Search:
    """The filters of the list as it sends them on; its tag is called `where`."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {"q": given.get("q", ""), "state": given.get("state", ""), "tag": given.get("where", "")}
    return Search(asked, tags=tags)


def said_of(filters: Filters, tags: list[Tag]) -> dict[str, Any]:
    """The filters in words, and as the form sends them on."""
    return {
        "filters": filters,
        "state": rules.LIFECYCLE.states.get(filters.status, ""),
        "wears": next((tag.name for tag in tags if tag.pk == filters.tag_id), ""),
        "kept": {"q": filters.text, "state": filters.status, "where": filters.tag_id or ""},
    }


@require_GET
@member("edit_contacts")
def one(request: HttpRequest, desk: Desk, tagging_id: int) -> HttpResponse:
    found = _load(desk, tagging_id)
    tags = list(queries.tags_of(desk.studio))
    context = {**_state(found), **said_of(Filters(**found.filters), tags)}
    return render(request, "audience/contacts/tagging_run.html", page_of(desk, **context))


@require_GET
@member("edit_contacts")
def progress(request: HttpRequest, desk: Desk, tagging_id: int) -> HttpResponse:
    """The part of the page that asks for itself again while it runs."""
    context = page_of(desk, **_state(_load(desk, tagging_id)))
    return render(request, "audience/contacts/tagging_state.html", context)


@require_POST
@member("edit_contacts")
def cancellation(request: HttpRequest, desk: Desk, tagging_id: int) -> HttpResponse:
    try:
        actions.stop_tagging(desk.studio, _load(desk, tagging_id).pk, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("audience-tagging-run", desk.studio.handle, tagging_id)


def _load(desk: Desk, tagging_id: int) -> Tagging:
    found = queries.taggings_of(desk.studio).filter(pk=tagging_id).first()
    if found is None:
        raise NotFoundHere
    return found


def _state(found: Tagging) -> dict[str, Any]:
    running = found.status == rules.RUNNING
    percent = min(99, found.seen * 100 // max(1, found.meant)) if running else 100
    return {"found": found, "tone": TONES.get(found.status, ""), "running": running, "percent": percent}

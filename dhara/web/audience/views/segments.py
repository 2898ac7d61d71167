"""Segments: all of them, one with who is in it, and the editor of their rules with a live count."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.models import Segment
from dhara.audience.segments import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.forms.rows import shown
from dhara.web.audience.forms.rules import Draft, Group, Row
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

PAGE, SAMPLE = 30, 20


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Counts are as they were last counted: a page does not count a million contacts thirty times."""
    found = Paginator(queries.visible_to(desk.viewer, desk.studio), PAGE).get_page(request.GET.get("page"))
    segments = list(found.object_list)
    said = queries.sentences(segments, desk.studio.pk)
    context = {
        "page": found,
        "rows": [(each, said[each.pk]) for each in segments],
        "may_edit": desk.may("edit_letters"),
    }
    return render(request, "audience/segments/index.html", page(desk, "segments", **context))


@require_GET
@member("see_audience")
def segment(request: HttpRequest, desk: Desk, segment_id: int) -> HttpResponse:
    found = _found(desk, segment_id)
    at = clock.now()
    meant, getting = queries.sizes(desk.studio.pk, found.rules, at=at)
    context = {
        "segment": found,
        "sentence": queries.sentence(found.rules, desk.studio.pk),
        "meant": meant,
        "getting": getting,
        "sample": list(queries.members(desk.studio.pk, found.rules, at=at).order_by("-id")[:SAMPLE]),
        "may_edit": desk.may("edit_letters"),
    }
    return render(request, "audience/segments/segment.html", page(desk, "segments", **context))


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        return _editor(request, desk, None, "", Draft(groups=[Group(rows=[Row()])]))
    return _posted(request, desk, None)


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def edit(request: HttpRequest, desk: Desk, segment_id: int) -> HttpResponse:
    found = _found(desk, segment_id)
    if request.method == "GET":
        return _editor(request, desk, found, found.name, Draft.of(found.rules, desk.studio.currency))
    return _posted(request, desk, found)


def _posted(request: HttpRequest, desk: Desk, found: Segment | None) -> HttpResponse:
    """The buttons of rows and groups show the form again; the other one saves."""
    name, draft = request.POST.get("name", ""), Draft.read(request.POST, desk.studio.currency)
    if request.POST.get("do", "save") != "save":
        draft.press(request.POST["do"])
        return _editor(request, desk, found, name, draft)
    try:
        saved = _save(desk, found, name, None if "keep" in request.POST else draft)
    except NotFoundHere:
        raise
    except Refused as refusal:
        return _editor(request, desk, found, name, draft, refusal=refusal)
    messages.success(request, _("The segment is saved."))
    return redirect("audience-segment", desk.studio.handle, saved.pk)


def _save(desk: Desk, found: Segment | None, name: str, draft: Draft | None) -> Segment:
    """`draft` None leaves the rules as they are: the editor could not show them."""
    at = clock.now()
    if found is None:
        given = draft.rules() if draft else {}
        return actions.make(desk.studio, name=name, given=given, by=desk.by, at=at)
    return actions.change(found, name=name, given=draft.rules() if draft else None, by=desk.by, at=at)


def _editor(
    request: HttpRequest, desk: Desk, found: Segment | None, name: str, draft: Draft | None, refusal: Any = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "segment": found,
        "name": name,
        "draft": draft,
        "groups": shown(draft, desk.studio) if draft else [],
        "refusal": refusal,
        "sentence": "" if draft or found is None else queries.sentence(found.rules, desk.studio.pk),
    }
    if getattr(request, "htmx", False):
        return render(request, "audience/segments/rules.html", page(desk, "segments", **context))
    status = refusal.status if refusal else 200
    return render(request, "audience/segments/edit.html", page(desk, "segments", **context), status=status)


@require_POST
@member("edit_letters")
def count(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How many the rules in the editor mean now, and what they say: a part of the page."""
    context: dict[str, Any] = {}
    try:
        clean = rules.clean(Draft.read(request.POST, desk.studio.currency).rules(), desk.studio)
    except Refused as refusal:
        context["refusal"] = refusal
    else:
        meant, getting = queries.sizes(desk.studio.pk, clean, at=clock.now())
        context |= {"meant": meant, "getting": getting, "sentence": queries.sentence(clean, desk.studio.pk)}
    return render(request, "audience/segments/count.html", page(desk, "segments", **context))


@require_POST
@member("edit_letters")
def removal(request: HttpRequest, desk: Desk, segment_id: int) -> HttpResponse:
    actions.remove(_found(desk, segment_id), by=desk.by)
    messages.success(request, _("The segment is gone. Its people are still in your audience."))
    return redirect("audience-segments", desk.studio.handle)


def _found(desk: Desk, segment_id: int) -> Segment:
    found = queries.visible_to(desk.viewer, desk.studio).filter(pk=segment_id).select_related("studio").first()
    if found is None:
        raise NotFoundHere()
    return found

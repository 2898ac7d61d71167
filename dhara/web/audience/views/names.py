"""The studio's tags and fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.audience.automations.causes import causes
from dhara.audience.contacts import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.story import cause_words
from dhara.web.audience.views.contacts import page_of
from dhara.web.studio.doors import Desk, member

STEP = 50


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def tags(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        name = request.POST.get("name", "")
        return _done(request, desk, "tags", lambda: actions.make_tag(desk.studio, name, by=desk.by, at=clock.now()))
    rows = list(queries.tags_counted(desk.studio))
    return render(request, "audience/contacts/tags.html", page_of(desk, rows=rows))


@require_http_methods(["GET", "POST"])
@member("see_audience")
def tag(request: HttpRequest, desk: Desk, tag_id: int) -> HttpResponse:
    """GET: who put it on and took it off, the latest first, from `before` an event's id. POST: another `name`."""
    if request.method == "GET":
        return _history(request, desk, tag_id)
    desk.viewer.require(desk.studio, "edit_contacts")
    name = request.POST.get("name", "")
    return _done(request, desk, "tags", lambda: actions.rename_tag(desk.studio, _small(tag_id), name, by=desk.by))


def _history(request: HttpRequest, desk: Desk, tag_id: int) -> HttpResponse:
    found = queries.tags_counted(desk.studio).filter(pk=_small(tag_id)).first()
    if found is None:
        raise NotFoundHere
    before = request.GET.get("before", "")
    later = before.isascii() and before.isdecimal() and len(before) < 19
    told = queries.taggings_told(desk.studio, tag_id=found.pk)
    step = list((told.filter(pk__lt=int(before)) if later else told)[: STEP + 1])
    shown, who = step[:STEP], causes(step[:STEP], desk.studio)
    context = {
        "tag": found,
        "rows": [(each, each.kind == "tagged", cause_words(who[each.pk])) for each in shown],
        "older": shown[-1].pk if len(step) > STEP else 0,
        "later": later,
        "may_edit": desk.may("edit_contacts"),
    }
    return render(request, "audience/contacts/tag.html", page_of(desk, **context))


@require_POST
@member("edit_contacts")
def tag_removal(request: HttpRequest, desk: Desk, tag_id: int) -> HttpResponse:
    return _done(request, desk, "tags", lambda: actions.delete_tag(desk.studio, _small(tag_id), by=desk.by))


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def fields(request: HttpRequest, desk: Desk) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("label", "kind", "choices")}
    problem = ""
    if request.method == "POST":
        words = typed["choices"].splitlines()
        try:
            actions.make_field(desk.studio, typed["label"], typed["kind"], words, by=desk.by, at=clock.now())
        except Refused as refusal:
            problem = str(refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("audience-fields", desk.studio.handle)
    context: dict[str, Any] = {"rows": queries.fields_counted(desk.studio), "kinds": rules.FIELD_KINDS}
    context |= {"typed": typed, "problem": problem}
    return render(request, "audience/contacts/fields.html", page_of(desk, **context), status=422 if problem else 200)


@require_POST
@member("edit_contacts")
def field(request: HttpRequest, desk: Desk, field_id: int) -> HttpResponse:
    label, words = request.POST.get("label", ""), request.POST.get("choices", "").splitlines()

    def act() -> None:
        actions.edit_field(desk.studio, _small(field_id), label, words, by=desk.by)

    return _done(request, desk, "fields", act)


@require_POST
@member("edit_contacts")
def field_removal(request: HttpRequest, desk: Desk, field_id: int) -> HttpResponse:
    return _done(request, desk, "fields", lambda: actions.delete_field(desk.studio, _small(field_id), by=desk.by))


def _small(number: int) -> int:
    """An id that the database can have. Raises NotFoundHere."""
    if number >= 2**63:
        raise NotFoundHere
    return number


def _done(request: HttpRequest, desk: Desk, there: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect(f"audience-{there}", desk.studio.handle)

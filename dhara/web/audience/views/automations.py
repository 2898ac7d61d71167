"""Rules in plain words: when somebody does this, do that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.automations import actions, queries
from dhara.audience.automations import rules as grammar
from dhara.audience.models import AutomationRule
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.forms.automations import Draft, shown
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

PAGE = 30


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = Paginator(queries.visible_to(desk.viewer, desk.studio), PAGE).get_page(request.GET.get("page"))
    shown_rules = list(found.object_list)
    names = queries.names_for(desk.studio.pk, shown_rules)
    rows = [
        (
            each,
            grammar.when_in_words(each.kind, each.ref, names),
            grammar.effects_in_words(each.effects, names),
        )
        for each in shown_rules
    ]
    context = {"page": found, "rows": rows, "may_edit": desk.may("edit_letters")}
    return render(request, "audience/rules/index.html", page(desk, "rules", **context))


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        return _editor(request, desk, None, Draft())
    return _posted(request, desk, None)


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def rule(request: HttpRequest, desk: Desk, rule_id: int) -> HttpResponse:
    found = _found(desk, rule_id)
    if request.method == "GET":
        return _editor(request, desk, found, Draft.of(found))
    return _posted(request, desk, found)


def _posted(request: HttpRequest, desk: Desk, found: AutomationRule | None) -> HttpResponse:
    """The buttons of rows show the form again; the other one saves."""
    draft = Draft.read(request.POST)
    if request.POST.get("do", "save") != "save":
        draft.press(request.POST["do"])
        return _editor(request, desk, found, draft)
    given: dict[str, Any] = {"kind": draft.kind, "ref": draft.ref, "effects": draft.effects()}
    try:
        if found is None:
            actions.make(desk.studio, **given, by=desk.by, at=clock.now())
        else:
            actions.change(found, **given, by=desk.by, at=clock.now())
    except Refused as refusal:
        return _editor(request, desk, found, draft, refusal=refusal)
    messages.success(request, _("The rule is saved. It counts for what happens from now on."))
    return redirect("audience-rules", desk.studio.handle)


def _editor(
    request: HttpRequest, desk: Desk, found: AutomationRule | None, draft: Draft, refusal: Any = None
) -> HttpResponse:
    context: dict[str, Any] = {"rule": found, "refusal": refusal, **shown(draft, desk.studio)}
    if getattr(request, "htmx", False):
        return render(request, "audience/rules/parts.html", page(desk, "rules", **context))
    status = refusal.status if refusal else 200
    return render(request, "audience/rules/edit.html", page(desk, "rules", **context), status=status)


@require_POST
@member("edit_letters")
def switching(request: HttpRequest, desk: Desk, rule_id: int) -> HttpResponse:
    """`on` is 1 or 0."""
    found = _found(desk, rule_id)
    try:
        actions.switch(found, request.POST.get("on") == "1", by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The rule is on.") if found.active else _("The rule is off."))
    return redirect("audience-rules", desk.studio.handle)


@require_POST
@member("edit_letters")
def removal(request: HttpRequest, desk: Desk, rule_id: int) -> HttpResponse:
    actions.remove(_found(desk, rule_id), by=desk.by)
    messages.success(request, _("The rule is gone. What it has done stays."))
    return redirect("audience-rules", desk.studio.handle)


def _found(desk: Desk, rule_id: int) -> AutomationRule:
    found = queries.visible_to(desk.viewer, desk.studio).filter(pk=rule_id).select_related("studio").first()
    if found is None:
        raise NotFoundHere()
    return found

"""The studio's sequences, and a new one from a template."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dhara.audience.models import Sequence
from dhara.audience.sequences import actions, queries, rules
from dhara.audience.sequences.rules.templates import FORM, TEMPLATES, Template
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience import flow
from dhara.web.audience.drawing.mini import mini
from dhara.web.audience.forms.sequence_settings import NewForm
from dhara.web.audience.frame import page as frame
from dhara.web.audience.known import choices
from dhara.web.studio.doors import Desk, member

PAGE = 24
# What the address says of a sequence that begins with no step.
EMPTY: Final = "empty"


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`state` narrows the list; without it all that are not put away."""
    found = queries.visible_to(desk.viewer, desk.studio)
    many = queries.by_state(found)
    asked = request.GET.get("state", "")
    state = asked if asked in rules.LIFECYCLE.states else ""
    shown = found.filter(status=state) if state else found.exclude(status=rules.ARCHIVED)
    page = Paginator(queries.with_counts(shown), PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    came = queries.overviews([each.pk for each in listed])
    rows = [(each, flow.TONES.get(each.status, ""), mini(each.draft), came[each.pk]) for each in listed]
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "filters": _filters(desk, many, state),
        "away": state == rules.ARCHIVED,
        "narrowed": bool(state),
        "may_edit": desk.may("edit_letters"),
    }
    return render(request, "audience/sequences.html", frame(desk, "sequences", **context))


def _filters(desk: Desk, many: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """The states that there are, each with how many; none where there is nothing to choose between."""
    base = f"/studio/{desk.studio.handle}/audience/sequences/"
    in_use = sum(count for state, count in many.items() if state != rules.ARCHIVED)
    states = [("", _("in use"), in_use)]
    states += [(state, str(say), many[state]) for state, say in rules.LIFECYCLE.states.items() if many.get(state)]
    if len(states) < 3 and rules.ARCHIVED not in many and not chosen:
        return []
    return [
        {"url": f"{base}?state={state}" if state else base, "label": say, "count": count, "current": state == chosen}
        for state, say, count in states
    ]


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """First `template` is chosen (EMPTY for nothing), then what starts it; POST makes it."""
    asked = request.POST.get("template", "") if request.method == "POST" else request.GET.get("template")
    template = TEMPLATES.get(asked or "")
    if template is None and asked not in ("", EMPTY):
        ready = [_ready(each) for each in TEMPLATES.values()]
        context = frame(desk, "sequences", ready=ready, empty=EMPTY)
        status = 422 if request.method == "POST" else 200
        return render(request, "audience/sequence_choice.html", context, status=status)
    known = choices(desk.studio)
    form = NewForm(request.POST or None, studio=desk.studio, known=known, template=template)
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(desk, template, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Here is your sequence. Read its letters, make them yours, and publish it.")
                if made.template
                else _("Here is your sequence. Now add its first step."),
            )
            return redirect(flow.base_of(desk, made))
    context = frame(desk, "sequences", form=form, template=template, ready=_ready(template) if template else None)
    context["lacks"] = _lacks(template, known)
    return render(request, "audience/sequence_new.html", context, status=422 if form.errors else 200)


def _lacks(template: Template | None, known: rules.Known) -> str:
    """What the studio has none of, but needs for a template to begin: "form", "tag" or nothing."""
    if template is None:
        return ""
    if template.trigger == "tagged":
        return "" if known.tags else "tag"
    return "form" if template.about == FORM and not any(ref.startswith("form:") for ref in known.things) else ""


def _ready(template: Template) -> dict[str, Any]:
    """A template as its card shows it: its steps as a small drawing, how many emails over how many days."""
    names = [f"n{place}" for place in range(1, len(template.steps) + 1)]
    after = [*names[1:], ""]
    nodes = {name: {"next": to, **step} for name, to, step in zip(names, after, template.steps, strict=True)}
    waits = [step["for"] for step in template.steps if step["kind"] == rules.WAIT]
    return {
        "template": template,
        "mini": mini({"start": names[0], "nodes": nodes}),
        "letters": len(template.letters),
        "days": sum((timedelta(**each) for each in waits), timedelta()).days,
        "starts": rules.TRIGGERS[template.trigger],
    }


def _made(desk: Desk, template: Template | None, given: dict[str, Any]) -> Sequence:
    at, name = clock.now(), given["name"]
    triggers = [given["trigger"]] if given["trigger"][0] else []
    if template is not None:
        offer = given["offer"]
        return actions.make_from(
            desk.studio, template.key, by=desk.by, at=at, name=name, offer=offer, triggers=triggers
        )
    with transaction.atomic():
        made = actions.make(desk.studio, name, by=desk.by, at=at)
        return actions.settle(made, triggers=triggers, by=desk.by, at=at)

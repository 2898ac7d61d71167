"""The studio's sequences, and a new one from a template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dhara.audience.models import Sequence
from dhara.audience.sequences import actions, queries, rules
from dhara.audience.sequences.rules.templates import TEMPLATES
from dhara.catalog.models import Offer
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience import flow
from dhara.web.audience.drawing.mini import Mini, mini
from dhara.web.audience.forms.sequence_settings import NewForm
from dhara.web.audience.frame import page as frame
from dhara.web.studio.doors import Desk, member

PAGE = 24


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = queries.visible_to(desk.viewer, desk.studio)
    away = request.GET.get("state") == rules.ARCHIVED
    shown = found.filter(status=rules.ARCHIVED) if away else found.exclude(status=rules.ARCHIVED)
    page = Paginator(queries.with_counts(shown), PAGE).get_page(request.GET.get("page"))
    rows = [(each, flow.TONES.get(each.status, ""), mini(each.draft)) for each in page.object_list]
    context: dict[str, Any] = {
        "page": page,
        "rows": rows,
        "away": away,
        "may_edit": desk.may("edit_letters"),
        "any_away": not away and found.filter(status=rules.ARCHIVED).exists(),
    }
    return render(request, "audience/sequences.html", frame(desk, "sequences", **context))


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = NewForm(request.POST or None, studio=desk.studio)
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(desk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Here is your sequence. Read its letters, make them yours, and publish it.")
                if made.template
                else _("Here is your sequence. Say what brings people in, then add the first step."),
            )
            return redirect(flow.base_of(desk, made))
    status = 422 if form.errors else 200
    options = [(option, _drawn(option.data["value"])) for option in form["template"].subwidgets]
    context = frame(desk, "sequences", form=form, options=options)
    return render(request, "audience/sequence_new.html", context, status=status)


def _drawn(key: str) -> Mini | None:
    """The steps of a template as a small drawing."""
    template = TEMPLATES.get(key)
    if template is None:
        return None
    names = [f"n{place}" for place in range(1, len(template.steps) + 1)]
    after = [*names[1:], ""]
    nodes = {name: {"next": to, **step} for name, to, step in zip(names, after, template.steps, strict=True)}
    return mini({"start": names[0], "nodes": nodes})


def _made(desk: Desk, name: str, template: str, offer: Offer | None) -> Sequence:
    if template:
        return actions.make_from(desk.studio, template, by=desk.by, at=clock.now(), name=name, offer=offer)
    return actions.make(desk.studio, name, by=desk.by, at=clock.now())

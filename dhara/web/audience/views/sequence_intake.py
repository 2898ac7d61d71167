"""Add people to a sequence: choose a segment, see who would come in, confirm, watch them come. And copy a sequence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.models import Intake, Segment, Sequence
from dhara.audience.segments import queries as segments
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience import flow
from dhara.web.audience.drawing import words
from dhara.web.audience.forms.intake import IntakeForm
from dhara.web.audience.known import of_graph
from dhara.web.studio.doors import Desk, member

SHOWN = 10
TONES = {rules.DONE: "success", rules.RUNNING: "info"}


@require_http_methods(["GET", "POST"])
@member("send_letters")
def intake(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """GET: `segment` shows who of it would come in (for htmx that part alone). POST: `segment` comes in."""
    sequence = flow.sequence_of(desk, sequence_id)
    found = segments.visible_to(desk.viewer, desk.studio)
    form = IntakeForm(request.POST if request.method == "POST" else request.GET or None, segments=found)
    chosen = form.cleaned_data["segment"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and chosen is not None:
        try:
            made = actions.enrol_segment(sequence, chosen, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("audience-sequence-intake-state", desk.studio.handle, sequence.pk, made.pk)
    return _page(request, desk, sequence, form, chosen)


def _page(
    request: HttpRequest, desk: Desk, sequence: Sequence, form: forms.Form, chosen: Segment | None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "chosen": chosen, "base": flow.base_of(desk, sequence)}
    if chosen is not None and sequence.status == rules.ACTIVE:
        context["forecast"] = queries.forecast(sequence, chosen, at=clock.now())
        context["sentence"] = segments.sentence(chosen.rules, desk.studio.pk)
        context["first"] = _first(desk, sequence)
    if getattr(request, "htmx", False):
        return render(request, "audience/sequence/intake_count.html", context)
    before = [(each, TONES.get(each.status, "")) for each in queries.intakes(sequence)[:SHOWN]]
    context |= {
        "before": before,
        "going": next((each for each, _tone in before if each.status == rules.RUNNING), None),
        "running": sequence.status == rules.ACTIVE,
        "segments": segments.visible_to(desk.viewer, desk.studio).exists(),
    }
    status = 422 if form.errors and request.method == "POST" else 200
    return render(
        request, "audience/sequence/intake.html", flow.head(request, desk, sequence, "people", **context), status=status
    )


def _first(desk: Desk, sequence: Sequence) -> str:
    """With which step newcomers begin."""
    graph = sequence.current.graph if sequence.current else rules.empty_graph()
    node = graph["nodes"].get(graph["start"])
    if node is None:
        return ""
    title = words.title(node, of_graph(desk.studio, {"nodes": {graph["start"]: node}}))
    return f"{rules.NODES[node['kind']]}: {title}" if title else str(rules.NODES[node["kind"]])


@require_GET
@member("see_audience")
def state(request: HttpRequest, desk: Desk, sequence_id: int, intake_id: int) -> HttpResponse:
    """How far it is; for htmx the part that asks for itself again."""
    sequence = flow.sequence_of(desk, sequence_id)
    found = _found(sequence, intake_id)
    context = {
        "intake": found,
        "tone": TONES.get(found.status, ""),
        "percent": queries.percent(found),
        "moving": found.status == rules.RUNNING,
        "waits": found.status == rules.RUNNING and sequence.status == rules.PAUSED,
    }
    part = bool(getattr(request, "htmx", False))
    page = "audience/sequence/intake_state.html" if part else "audience/sequence/intake_progress.html"
    return render(request, page, flow.head(request, desk, sequence, "people", **context))


@require_POST
@member("send_letters")
def cancellation(request: HttpRequest, desk: Desk, sequence_id: int, intake_id: int) -> HttpResponse:
    """Nobody more of it comes in; who is in stays."""
    sequence = flow.sequence_of(desk, sequence_id)
    _found(sequence, intake_id)
    try:
        actions.stop_intake(sequence, intake_id, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Stopped. Who has come in stays in it."))
    return redirect("audience-sequence-intake-state", desk.studio.handle, sequence.pk, intake_id)


def _found(sequence: Sequence, intake_id: int) -> Intake:
    found = queries.intakes(sequence).filter(pk=intake_id).first()
    if found is None:
        raise NotFoundHere()
    return found


@require_POST
@member("edit_letters")
def copy(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    made = actions.copy(flow.sequence_of(desk, sequence_id), by=desk.by, at=clock.now())
    messages.success(request, _("Here is a copy: a draft with emails of its own. Nobody is in it."))
    return redirect(flow.base_of(desk, made))

"""Add many people to a sequence: choose whom, see who would come in, confirm, watch them come. And copy a sequence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.contacts import queries as contacts
from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Intake, Segment, Sequence
from dhara.audience.segments import queries as segments
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience import flow
from dhara.web.audience.drawing import words
from dhara.web.audience.forms.intake import EVERYBODY, IntakeForm
from dhara.web.audience.known import of_graph
from dhara.web.audience.views.bulk import said_of
from dhara.web.studio.doors import Desk, member

SHOWN = 10
TONES = {rules.DONE: "success", rules.RUNNING: "info"}


@require_http_methods(["GET", "POST"])
@member("send_letters")
def intake(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """GET: `segment` shows who of it would come in (for htmx that part alone). POST: `segment` comes in.

    It is the id of one, or "everybody".
    """
    sequence = flow.sequence_of(desk, sequence_id)
    found = segments.visible_to(desk.viewer, desk.studio)
    form = IntakeForm(request.POST if request.method == "POST" else request.GET or None, segments=found)
    chosen = form.cleaned_data["segment"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and chosen is not None:
        try:
            made = actions.enrol_many(sequence, chosen, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("audience-sequence-intake-state", desk.studio.handle, sequence.pk, made.pk)
    return _page(request, desk, sequence, form, chosen)


def foreseen(desk: Desk, sequence: Sequence, of: Segment | Filters) -> dict[str, Any]:
    """Who would come in, and with which step they would begin; nothing while the sequence does not run."""
    if sequence.status != rules.ACTIVE:
        return {}
    sequence.studio = desk.studio
    return {"forecast": queries.forecast(sequence, of, at=clock.now()), "first": _first(desk, sequence)}


def _page(
    request: HttpRequest, desk: Desk, sequence: Sequence, form: IntakeForm, chosen: Segment | Filters | None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "action": f"{flow.base_of(desk, sequence)}people/intake/"}
    if chosen is not None:
        segment = chosen if isinstance(chosen, Segment) else None
        context |= foreseen(desk, sequence, chosen)
        context["hidden"] = {"segment": segment.pk if segment else EVERYBODY}
        context["sentence"] = segments.sentence(segment.rules, desk.studio.pk) if segment else ""
    if getattr(request, "htmx", False):
        return render(request, "audience/sequence/intake_count.html", context)
    before = [(each, TONES.get(each.status, "")) for each in queries.intakes(sequence)[:SHOWN]]
    context |= {
        "before": before,
        "going": next((each for each, _tone in before if each.status == rules.RUNNING), None),
        "running": sequence.status == rules.ACTIVE,
        "segments": form.segments,
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
        **said(desk, found.filters),
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


def said(desk: Desk, filters: dict[str, Any] | None) -> dict[str, Any]:
    """What the contacts were searched by, if they were."""
    if not filters or not any(filters.values()):
        return {}
    tags = contacts.tags_of(desk.studio).filter(pk=filters["tag_id"]) if filters["tag_id"] else ()
    return {"searched": True, **said_of(Filters(**filters), list(tags))}


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

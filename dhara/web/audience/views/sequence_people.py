"""Who is or was in a sequence: where they stand, let them in or out by hand, let those held by an error try again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dhara.audience.contacts import queries as contacts
from dhara.audience.models import Contact, Enrolment, Sequence
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.web.audience import flow
from dhara.web.audience.drawing import words
from dhara.web.audience.known import of_graph
from dhara.web.studio.doors import Desk, member

PAGE, FOUND = 50, 8
TONES = {rules.ACTIVE_IN: "info", rules.REACHED: "success", rules.HELD: "error"}


@require_http_methods(["GET", "POST"])
@member("see_audience")
def people(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """GET: `state` narrows the list, `q` finds contacts to let in. POST: `contact` comes in."""
    sequence = flow.sequence_of(desk, sequence_id)
    if request.method == "POST":
        desk.viewer.require(desk.studio, "send_letters")
        return _let_in(request, desk, sequence)
    state = request.GET.get("state", "")
    state = state if state in rules.ENROLMENT else ""
    page = Paginator(queries.people(sequence, state=state), PAGE).get_page(request.GET.get("page"))
    counts = queries.with_counts(queries.visible_to(desk.viewer, desk.studio)).get(pk=sequence.pk)
    context: dict[str, Any] = {
        "page": page,
        "rows": _rows(desk, list(page.object_list)),
        "filters": _filters(flow.base_of(desk, sequence), state),
        "held": counts.held,
        "state": state,
        "inside": counts.inside,
        "q": request.GET.get("q", ""),
        "found": find(desk, request.GET.get("q", "")),
        "running": sequence.status == rules.ACTIVE,
        "going": queries.intakes(sequence).filter(status=rules.RUNNING).first(),
    }
    return render(request, "audience/sequence/people.html", flow.head(request, desk, sequence, "people", **context))


def find(desk: Desk, wanted: str) -> list[Contact]:
    """A few contacts by name or address; none without words to search by."""
    if not wanted.strip():
        return []
    return list(contacts.found(desk.studio, contacts.Filters(text=wanted[:100]))[:FOUND])


def _filters(base: str, chosen: str) -> list[dict[str, Any]]:
    states = [("", _("all")), *rules.ENROLMENT.items()]
    return [
        {"url": f"{base}people/?state={state}" if state else f"{base}people/", "label": say, "current": state == chosen}
        for state, say in states
    ]


def _rows(desk: Desk, found: list[Enrolment]) -> list[dict[str, Any]]:
    """Each with the words of the step where they stand, by the version they are on; one read for all names."""
    nodes: dict[str, Any] = {}
    for each in found:
        node = queries.graph_of(each.version_id)["nodes"].get(each.node)
        if node is not None:
            nodes[f"{each.version_id}:{each.node}"] = node
    known = of_graph(desk.studio, {"nodes": nodes})
    rows = []
    for each in found:
        node = nodes.get(f"{each.version_id}:{each.node}")
        rows.append({"enrolment": each, "tone": TONES.get(each.state, ""), "step": _said(node, known) if node else ""})
    return rows


def _said(node: dict[str, Any], known: rules.Known) -> str:
    title = words.title(node, known)
    return f"{rules.NODES[node['kind']]}: {title}" if title else str(rules.NODES[node["kind"]])


def _let_in(request: HttpRequest, desk: Desk, sequence: Sequence) -> HttpResponse:
    given = request.POST.get("contact", "")
    pk = int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0
    contact = contacts.visible_to(desk.viewer, desk.studio).filter(pk=pk).first()
    if contact is None:
        raise Conflict("contact_gone", _("This contact is not there any more."))
    try:
        actions.enrol(sequence, contact, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("%(who)s is in the sequence now.") % {"who": contact})
    return redirect(flow.base_of(desk, sequence) + "people/")


@require_POST
@member("send_letters")
def end(request: HttpRequest, desk: Desk, sequence_id: int, enrolment_id: int) -> HttpResponse:
    """Out of the sequence, by hand."""
    sequence = flow.sequence_of(desk, sequence_id)
    found = queries.people(sequence).filter(pk=enrolment_id).first()
    if found is None:
        raise NotFoundHere("enrolment", _("This person is not in the sequence."))
    actions.unenrol(sequence, found.contact, by=desk.by, at=clock.now())
    messages.success(request, _("%(who)s has left the sequence.") % {"who": found.contact})
    return redirect(flow.base_of(desk, sequence) + "people/")


@require_POST
@member("send_letters")
def retrial(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """Everybody who is held tries their step again; `enrolment` for one of them."""
    sequence = flow.sequence_of(desk, sequence_id)
    given = request.POST.get("enrolment", "")
    one = [int(given)] if given.isascii() and given.isdecimal() and len(given) < 18 else None
    many = actions.retry(sequence, one, by=desk.by, at=clock.now())
    said = ngettext("%(number)s person tries again.", "%(number)s people try again.", many)
    messages.success(request, said % {"number": words.count(many)})
    return redirect(flow.base_of(desk, sequence) + "people/")

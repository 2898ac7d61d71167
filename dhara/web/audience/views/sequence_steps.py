"""The steps of a sequence's draft: put one in, fill it in, move it, double it, take it away, take that back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.audience.models import Sequence
from dhara.audience.sequences import rules
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.web.audience import drafts, flow
from dhara.web.audience.drawing import spots, words
from dhara.web.audience.forms.steps import StepForm
from dhara.web.audience.steps import bound, doubled, fill, form_of, letter_of, looks
from dhara.web.studio.doors import Desk, member


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """`spot` is where, `kind` what: without it, the kinds to choose from."""
    sequence = flow.sequence_of(desk, sequence_id)
    spot, kind = request.GET.get("spot", ""), request.GET.get("kind", "")
    spots.read(sequence.draft, spot)
    if kind not in rules.NODES:
        kinds = [looks(each) for each in words.LOOKS]
        return flow.panel(request, desk, sequence, "audience/sequence/new_step.html", spot=spot, kinds=kinds)
    form = bound(request, desk, sequence, kind) if request.method == "POST" else form_of(desk, sequence, kind)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                graph, name = spots.insert(sequence.draft, spot, kind)
                graph = rules.change(graph, name, fill(desk, kind, form))
                saved = flow.save(request, desk, sequence, graph)
            return _saved(request, desk, saved, name, _("The step is in."))
        except NotFoundHere:
            raise
        except Refused as refusal:
            return _new_again(request, desk, sequence, kind, spot, form, refusal)
    return _new(request, desk, sequence, kind, spot, form)


def _new_again(
    request: HttpRequest, desk: Desk, sequence: Sequence, kind: str, spot: str, form: StepForm, refusal: Refused
) -> HttpResponse:
    if isinstance(refusal, Conflict) and flow.clash(refusal):
        fresh = flow.sequence_of(desk, sequence.pk)
        return _new(request, desk, fresh, kind, spot, form, status=409, clash=True)
    form.refuse(refusal)
    return _new(request, desk, sequence, kind, spot, form)


def _new(
    request: HttpRequest, desk: Desk, sequence: Sequence, kind: str, spot: str, form: StepForm, *, status: int = 0,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    status = status or (422 if form.errors else 200)
    context |= {"form": form, "kind": kind, "spot": spot, **_named(kind)}
    return flow.panel(request, desk, sequence, "audience/sequence/step_new.html", status=status, **context)


@require_http_methods(["GET", "POST"])
@member("see_audience")
def step(request: HttpRequest, desk: Desk, sequence_id: int, node: str) -> HttpResponse:
    sequence = flow.sequence_of(desk, sequence_id)
    kind = _node(sequence, node)["kind"]
    if request.method == "GET":
        return _step(request, desk, sequence, node, form_of(desk, sequence, kind, node))
    desk.viewer.require(desk.studio, "edit_letters")
    form = bound(request, desk, sequence, kind, node)
    if form.is_valid():
        try:
            with transaction.atomic():
                own = fill(desk, kind, form, sequence.draft["nodes"][node])
                saved = flow.save(request, desk, sequence, rules.change(sequence.draft, node, own))
            return _saved(request, desk, saved, node)
        except NotFoundHere:
            raise
        except Refused as refusal:
            if isinstance(refusal, Conflict) and flow.clash(refusal):
                fresh = flow.sequence_of(desk, sequence.pk)
                _node(fresh, node)
                return _step(request, desk, fresh, node, form, status=409, clash=True)
            form.refuse(refusal)
    return _step(request, desk, sequence, node, form, status=422)


@require_POST
@member("edit_letters")
def move(request: HttpRequest, desk: Desk, sequence_id: int, node: str) -> HttpResponse:
    """`spot` is where to."""
    sequence = flow.sequence_of(desk, sequence_id)
    _node(sequence, node)
    graph = spots.move(sequence.draft, node, request.POST.get("spot", ""))
    return _changed(request, desk, sequence, graph, node, _("Moved."))


@require_POST
@member("edit_letters")
def copy(request: HttpRequest, desk: Desk, sequence_id: int, node: str) -> HttpResponse:
    """The same step once more, right behind this one; a letter is copied, so that each can be changed by itself."""
    sequence = flow.sequence_of(desk, sequence_id)
    kind = _node(sequence, node)["kind"]
    outcome = next(iter(rules.exits(sequence.draft["nodes"][node])), "")
    place = f"{node}.{outcome}" if outcome else spots.before(sequence.draft, node)
    try:
        with transaction.atomic():
            graph, name = spots.insert(sequence.draft, place, kind)
            graph = rules.change(graph, name, doubled(desk, sequence.draft["nodes"][node]))
            saved = flow.save(request, desk, sequence, graph)
    except Conflict as refusal:
        if not flow.clash(refusal):
            raise
        return _clashed(request, desk, sequence, node)
    return _saved(request, desk, saved, name, _("This is the copy."))


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def removal(request: HttpRequest, desk: Desk, sequence_id: int, node: str) -> HttpResponse:
    sequence = flow.sequence_of(desk, sequence_id)
    own = _node(sequence, node)
    if request.method == "POST":
        graph = rules.remove(sequence.draft, node, request.POST.get("keep", ""))
        return _changed(request, desk, sequence, graph, "", _("The step is deleted."))
    context = flow.drawn(desk, sequence, node=node)
    known, ways = context["known"], rules.exits(own)
    first = next(iter(ways.values()), "")
    target = sequence.draft["nodes"].get(first)
    keeps = [(outcome, words.way(own, outcome), _lost(sequence, node, outcome)) for outcome in ways]
    return flow.panel(
        request, desk, sequence, "audience/sequence/removal.html", step=node, title=words.title(own, known),
        goes_to=_said(target, known) if target else "", keeps=keeps if len(ways) > 1 else [],
        waiting=context["numbers"].get(node, {}).get("waiting", 0), **_named(own["kind"]), **context,
    )  # fmt: skip


@require_POST
@member("edit_letters")
def undo(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """Back to what the draft was before this person's last change."""
    sequence = flow.sequence_of(desk, sequence_id)
    graph = drafts.last(request.session, sequence)
    if graph is None:
        raise Conflict("nothing_to_undo", _("There is nothing to take back: the sequence was changed elsewhere since."))
    saved = flow.save(request, desk, sequence, graph)
    drafts.undone(request.session, saved)
    return _gone(request, desk, saved, _("Taken back."))


def _lost(sequence: Sequence, node: str, keep: str) -> int:
    """How many other steps go with it."""
    return len(sequence.draft["nodes"]) - 1 - len(rules.remove(sequence.draft, node, keep)["nodes"])


def _changed(
    request: HttpRequest, desk: Desk, sequence: Sequence, graph: dict[str, Any], node: str, message: str
) -> HttpResponse:
    try:
        saved = flow.save(request, desk, sequence, graph)
    except Conflict as refusal:
        if not flow.clash(refusal):
            raise
        return _clashed(request, desk, sequence, node)
    return _saved(request, desk, saved, node, message) if node else _gone(request, desk, saved, message)


def _clashed(request: HttpRequest, desk: Desk, sequence: Sequence, node: str) -> HttpResponse:
    """Somebody else was faster: the picture as it is now, and nothing done."""
    fresh = flow.sequence_of(desk, sequence.pk)
    if node not in fresh.draft["nodes"]:
        return flow.panel(request, desk, fresh, "audience/sequence/clashed.html", status=409, clash=True)
    form = form_of(desk, fresh, fresh.draft["nodes"][node]["kind"], node)
    return _step(request, desk, fresh, node, form, status=409, clash=True)


def _saved(request: HttpRequest, desk: Desk, sequence: Sequence, node: str, message: str = "") -> HttpResponse:
    if not getattr(request, "htmx", False):
        return flow.done(request, desk, sequence, node, message)
    form = form_of(desk, sequence, sequence.draft["nodes"][node]["kind"], node)
    return _step(request, desk, sequence, node, form, fresh=True, saved=message or _("Saved."))


def _gone(request: HttpRequest, desk: Desk, sequence: Sequence, message: str) -> HttpResponse:
    """After a change that leaves no step to look at."""
    if not getattr(request, "htmx", False):
        return flow.done(request, desk, sequence, "", message)
    return flow.panel(request, desk, sequence, "", fresh=True)


def _step(
    request: HttpRequest, desk: Desk, sequence: Sequence, node: str, form: StepForm, *, status: int = 200,
    fresh: bool = False, **context: Any,
) -> HttpResponse:  # fmt: skip
    own, drawn = sequence.draft["nodes"][node], flow.drawn(desk, sequence, node=node)
    known, graph = drawn["known"], sequence.draft
    context |= {
        "form": form,
        "step": node,
        "kind": own["kind"],
        "letter": letter_of(desk, sequence, node, known),
        "problem": drawn["told"].get(node, ""),
        "figures": drawn["picture"].figures_of(node),
        "earned": drawn["earned"].get(node, ()),
        "up": spots.above(graph, node),
        "up_words": _("Up"),
        "down": spots.below(graph, node),
        "down_words": _("Down"),
        "places": [(spot, _place(graph, spot, known)) for spot in spots.all_of(graph) if f"{node}." not in spot],
        **_named(own["kind"]),
    }
    template = "audience/sequence/step.html"
    return flow.panel(request, desk, sequence, template, status=status, fresh=fresh, **{**drawn, **context})


def _place(graph: dict[str, Any], spot: str, known: rules.Known) -> str:
    """A spot in words, for a list of places."""
    if "," in spot:
        target = graph["nodes"].get(spots.target_of(graph, *spots.read(graph, spot)[0]))
        return _("where the ways meet, before %(step)s") % {"step": _said(target, known)}
    source, outcome = spots.read(graph, spot)[0]
    if not source:
        return _("at the beginning")
    node = graph["nodes"][source]
    way = words.way(node, outcome)
    after = _("after %(step)s") % {"step": _said(node, known)}
    return f"{after} ({way})" if way else after


def _said(node: dict[str, Any] | None, known: rules.Known) -> str:
    if node is None:
        return _("the end")
    title = words.title(node, known)
    return f"{rules.NODES[node['kind']]}: {title}" if title else str(rules.NODES[node["kind"]])


def _named(kind: str) -> dict[str, Any]:
    look = looks(kind)
    return {f"kind_{key}": look[key] for key in ("words", "icon", "tone", "about")}


def _node(sequence: Sequence, node: str) -> dict[str, Any]:
    found: dict[str, Any] | None = sequence.draft["nodes"].get(node)
    if found is None:
        raise NotFoundHere("step", _("This step does not exist any more."))
    return found

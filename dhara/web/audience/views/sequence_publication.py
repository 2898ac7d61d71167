"""Publishing a sequence: what changes, what becomes of the people in it; and the versions that were."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dhara.audience.models import Sequence, SequenceVersion
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.web.audience import drafts, flow
from dhara.web.audience.drawing import words
from dhara.web.audience.drawing.differences import differences
from dhara.web.audience.drawing.picture import picture
from dhara.web.audience.known import of_graph
from dhara.web.studio.doors import Desk, member


@require_http_methods(["GET", "POST"])
@member("send_letters")
def publication(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """`move` is "stay" where people go on by the version they are on. Only what was looked at is published."""
    sequence = flow.sequence_of(desk, sequence_id)
    if request.method == "GET":
        return _page(request, desk, sequence)
    if flow.version_of(request) != sequence.draft_version:
        return _page(request, desk, sequence, status=409, clash=True)
    stay = request.POST.get("move") == "stay"
    try:
        actions.publish(sequence, by=desk.by, at=clock.now(), move_people=not stay)
    except Invalid as refusal:
        return _page(request, desk, sequence, status=422, refusal=refusal)
    messages.success(
        request, _("Published. It is running now.") if sequence.status == rules.ACTIVE else _("Published.")
    )
    return redirect(flow.base_of(desk, sequence))


def _page(request: HttpRequest, desk: Desk, sequence: Sequence, *, status: int = 200, **context: Any) -> HttpResponse:
    drawn = flow.drawn(desk, sequence)
    published = sequence.current.graph if sequence.current else None
    context |= drawn
    if published is not None:
        runs, rewritten = queries.running(sequence, published)
        # The steps of both under names of their own, so that what each of them names is known.
        was = {f"{name} before": node for name, node in runs["nodes"].items()}
        known = of_graph(desk.studio, {"nodes": {**was, **sequence.draft["nodes"]}})
        context["differences"] = differences(runs, sequence.draft, known, rewritten)
    sends = sum(1 for _node in rules.of_kind(sequence.draft, rules.SEND))
    context |= {"first": published is None, "letters": sends, "entries": _entries(sequence, drawn["known"])}
    whole = flow.head(request, desk, sequence, "publication", **{**context, "picture": None})
    return render(request, "audience/sequence/publication.html", whole, status=status)


def _entries(sequence: Sequence, known: rules.Known) -> list[str]:
    return [words.event(each.kind, each.ref, known) for each in queries.triggers(sequence)]


@require_GET
@member("see_audience")
def versions(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    sequence = flow.sequence_of(desk, sequence_id)
    found = list(sequence.versions.order_by("-number")[:100])
    context = flow.head(request, desk, sequence, "versions", versions=found)
    return render(request, "audience/sequence/versions.html", context)


@require_GET
@member("see_audience")
def version(request: HttpRequest, desk: Desk, sequence_id: int, version_number: int) -> HttpResponse:
    """What ran then, to look at."""
    sequence = flow.sequence_of(desk, sequence_id)
    found = SequenceVersion.objects.filter(sequence=sequence, number=version_number).first()
    if found is None:
        raise NotFoundHere("version", _("There is no such version."))
    image = picture(found.graph, of_graph(desk.studio, found.graph))
    context = flow.head(request, desk, sequence, "versions", picture=image, version=found, opens=False, adds=False)
    return render(request, "audience/sequence/version.html", context)


@require_http_methods(["POST"])
@member("edit_letters")
def restoration(request: HttpRequest, desk: Desk, sequence_id: int, version_number: int) -> HttpResponse:
    """An old version becomes the draft; what runs does not change by that."""
    sequence = flow.sequence_of(desk, sequence_id)
    before, seen = sequence.draft, flow.version_of(request)
    try:
        saved = actions.restore(sequence, version_number, seen=seen, by=desk.by, at=clock.now())
    except Conflict as refusal:
        if not flow.clash(refusal):
            raise
        messages.warning(request, _("The sequence was changed elsewhere in the meantime. Please look again."))
    else:
        drafts.remember(request.session, saved, before)
        messages.success(request, _("The draft is as this version was. Publish it to let it run."))
    return redirect(flow.base_of(desk, sequence))

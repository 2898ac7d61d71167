"""The frame of one sequence's pages, and how a change of its draft is answered.

With htmx the answer is the panel, with the picture and the head anew beside it; without, the page of the panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.audience.models import Sequence
from dhara.audience.sequences import actions, queries, rules
from dhara.kit import clock
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.web.audience import drafts
from dhara.web.audience.drawing import words
from dhara.web.audience.drawing.picture import ENTRY, picture
from dhara.web.audience.frame import page as frame
from dhara.web.audience.known import of_graph
from dhara.web.studio.doors import Desk

Context = dict[str, Any]
TONES: Final = {rules.ACTIVE: "success", rules.PAUSED: "marigold", rules.DRAFT: "info"}


def sequence_of(desk: Desk, sequence_id: int) -> Sequence:
    """One of the studio's. Raises NotFoundHere."""
    found = queries.visible_to(desk.viewer, desk.studio).filter(pk=sequence_id).first()
    if found is None:
        raise NotFoundHere("sequence_gone", _("This sequence is not there any more."))
    return found


def base_of(desk: Desk, sequence: Sequence) -> str:
    return f"/studio/{desk.studio.handle}/audience/sequences/{sequence.pk}/"


def open_to_change(sequence: Sequence) -> bool:
    return bool(sequence.status != rules.ARCHIVED)


def head(request: HttpRequest, desk: Desk, sequence: Sequence, current: str, **context: Any) -> Context:
    """What every page of a sequence shows: its name and state, what may be done, its other pages."""
    base = base_of(desk, sequence)
    pages = [
        ("editor", "", _("Steps")),
        ("people", "people/", _("People")),
        ("rehearsal", "rehearsal/", _("Test run")),
        ("settings", "settings/", _("Settings")),
        ("versions", "versions/", _("Versions")),
    ]
    may_edit = desk.may("edit_letters") and open_to_change(sequence)
    changed = drafts.changed(sequence)
    return frame(
        desk,
        "sequences",
        **{
            "sequence": sequence,
            "here_base": base,
            "state_tone": TONES.get(sequence.status, ""),
            "changed": changed,
            # Its own page has the button below what it does.
            "publishable": current != "publication" and _publishable(sequence, changed),
            "may_edit": may_edit,
            "may_send": desk.may("send_letters"),
            "undo": may_edit and drafts.can_undo(request.session, sequence),
            "pages": [{"url": base + path, "label": say, "current": name == current} for name, path, say in pages],
            **context,
        },
    )


def _publishable(sequence: Sequence, changed: bool) -> bool:
    return sequence.status == rules.DRAFT or (changed and open_to_change(sequence))


def drawn(desk: Desk, sequence: Sequence, *, node: str = "") -> Context:
    """The picture of the draft with the numbers of who is where, and what is missing."""
    entries = [(each.kind, each.ref) for each in queries.triggers(sequence)]
    known = of_graph(desk.studio, sequence.draft, entries)
    found = queries.findings(sequence)
    counted = queries.numbers(sequence)
    numbers = {name: figures(each) for name, each in counted.items()}
    triggers = [words.event(*each, known) for each in entries]
    told = {each.node: str(each.words) for each in reversed(found) if each.node}
    image = picture(sequence.draft, known, entries=triggers, problems=told, figures=numbers)
    editable = desk.may("edit_letters") and open_to_change(sequence)
    return {
        "picture": image,
        "known": known,
        "numbers": numbers,
        "earned": {name: queries.money_of(each.amounts) for name, each in counted.items()},
        "problems": [_problem(each, sequence, base_of(desk, sequence)) for each in found],
        "told": told,
        "opens": True,
        "adds": editable,
        "chosen": node,
        "inside": sum(values.get("waiting", 0) for values in numbers.values()),
    }


def figures(found: queries.NodeNumbers) -> dict[str, int]:
    names = ("entered", "waiting", "held", "left", "sent", "opened", "clicked", "sold")
    return {name: getattr(found, name) for name in names}


def _problem(problem: rules.Problem, sequence: Sequence, base: str) -> Context:
    node = sequence.draft["nodes"].get(problem.node)
    if node is None:
        return {"words": problem.words, "url": f"{base}settings/" if problem.node == ENTRY else "", "step": ""}
    return {
        "words": problem.words,
        "url": f"{base}steps/{problem.node}/",
        "panel": True,
        "step": rules.NODES[node["kind"]],
    }


def panel(
    request: HttpRequest, desk: Desk, sequence: Sequence, template: str, *, status: int = 200, fresh: bool = False,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """A panel: alone for htmx (`fresh`: with the picture anew), else beside the picture on the whole page."""
    part = bool(getattr(request, "htmx", False))
    known = context if "picture" in context or (part and not fresh) else {**drawn(desk, sequence), **context}
    whole = head(
        request, desk, sequence, "editor", **{**known, **context}, panel=template, fresh=fresh or status == 409
    )
    if part and status == 409 and not fresh:
        whole |= {**drawn(desk, sequence), **context}
    page = "audience/sequence/fragment.html" if part else "audience/sequence/editor.html"
    response = render(request, page, whole, status=status)
    if part and status >= 400:
        response["HX-Retarget"], response["HX-Reswap"] = "#panel", "innerHTML show:#panel:top"
    return response


def save(
    request: HttpRequest, desk: Desk, sequence: Sequence, graph: Mapping[str, Any], version: int | None = None
) -> Sequence:
    """Write the draft, if it still is what the form was made of. Raises Conflict, Invalid."""
    seen = version if version is not None else version_of(request)
    before = sequence.draft
    saved = actions.save_draft(sequence, dict(graph), seen=seen, by=desk.by, at=clock.now())
    drafts.remember(request.session, saved, before)
    return saved


def version_of(request: HttpRequest) -> int:
    """The version of the draft that the form in question was made of. Raises Invalid."""
    given = request.POST.get("version", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        raise Invalid("version", _("Please open the sequence again and repeat this."))
    return int(given)


def clash(refusal: Conflict) -> bool:
    """Whether somebody else's change of the draft is why it was refused."""
    return refusal.code == "changed_meanwhile"


def done(request: HttpRequest, desk: Desk, sequence: Sequence, node: str = "", message: str = "") -> HttpResponse:
    """After a change, without scripts: back to the picture, or to the step."""
    messages.success(request, message or _("Saved."))
    return redirect(base_of(desk, sequence) + (f"steps/{node}/" if node else ""))

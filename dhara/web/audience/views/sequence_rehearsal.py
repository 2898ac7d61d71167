"""A test run: what would happen to one contact, on a fast clock. Nothing is sent, nothing stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dhara.audience.contacts import queries as contacts
from dhara.audience.messages import queries as letters
from dhara.audience.models import Contact, Sequence
from dhara.audience.sequences import rules
from dhara.audience.sequences.actions import Rehearsed, rehearse
from dhara.kit import clock
from dhara.kit.html import plain
from dhara.web.audience import flow
from dhara.web.audience.drawing import words
from dhara.web.audience.views.sequence_people import find
from dhara.web.studio.doors import Desk, member

TEXT: Final = 700
_OUTCOMES: Final = (rules.YES, rules.NO, *rules.WAYS)


@require_GET
@member("see_audience")
def rehearsal(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """`q` finds contacts, `contact` is whose passage is shown."""
    sequence = flow.sequence_of(desk, sequence_id)
    given = request.GET.get("contact", "")
    pk = int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0
    contact = contacts.visible_to(desk.viewer, desk.studio).filter(pk=pk).first() if pk else None
    context: dict[str, Any] = {"q": request.GET.get("q", ""), "found": find(desk, request.GET.get("q", ""))}
    if contact is not None:
        at = clock.now()
        found = rehearse(sequence, contact, at=at)
        context |= {"contact": contact, "passage": _passage(desk, sequence, contact, found, at)}
    elif not context["q"]:
        context["found"] = list(contacts.visible_to(desk.viewer, desk.studio).order_by("-id")[:5])
    return render(
        request, "audience/sequence/rehearsal.html", flow.head(request, desk, sequence, "rehearsal", **context)
    )


def _passage(
    desk: Desk, sequence: Sequence, contact: Contact, found: list[Rehearsed], began: datetime
) -> list[dict[str, Any]]:
    nodes = sequence.draft["nodes"]
    sent = {nodes[each.node]["message"] for each in found if _sends(nodes, each)}
    written = letters.visible_to(desk.viewer, desk.studio).in_bulk(sent)
    steps = []
    for each in found:
        node = nodes.get(each.node)
        icon, tone, _about = words.LOOKS[node["kind"]] if node else ("flag", "time", "")
        if each.outcome == "window":
            icon, tone = "moon", "time"
        letter = written.get(node["message"]) if node and _sends(nodes, each) else None
        steps.append(
            {
                "at": each.at,
                "day": (each.at - began).days,
                "icon": icon,
                "tone": tone,
                "words": each.words,
                "outcome": _outcome(node, each),
                "lacks": each.outcome == "lacks",
                "letter": _preview(letter, contact) if letter is not None else None,
            }
        )
    return steps


def _sends(nodes: Mapping[str, Any], each: Rehearsed) -> bool:
    node = nodes.get(each.node)
    return bool(node and node["kind"] == rules.SEND and each.outcome == rules.NEXT and node.get("message"))


def _outcome(node: dict[str, Any] | None, each: Rehearsed) -> str:
    if each.outcome == "skipped":
        return _("Not sent: this contact gets no letters.")
    if node is None or each.outcome not in _OUTCOMES:
        return ""
    return words.way(node, each.outcome)


def _preview(letter: Any, contact: Contact) -> dict[str, str]:
    """Subject and text as this contact would read them; an empty letter says so."""
    try:
        subject, text, _html = letters.preview(letter, contact, contact.language)
    except KeyError:
        return {"subject": "", "text": ""}
    return {"subject": subject, "text": plain(text, TEXT)}

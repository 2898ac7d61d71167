"""The forms of steps, filled with what the studio has, and what their values become."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest

from dhara.audience.contacts import actions as contacts
from dhara.audience.messages import actions as letters
from dhara.audience.messages import queries as written
from dhara.audience.models import Sequence
from dhara.audience.segments import queries as segments
from dhara.audience.sequences import rules
from dhara.kit import clock
from dhara.web.audience.drawing import words
from dhara.web.audience.flow import base_of
from dhara.web.audience.forms import steps
from dhara.web.audience.forms.conditions import ConditionForm
from dhara.web.audience.known import choices
from dhara.web.studio.doors import Desk

Node = dict[str, Any]
FORMS: Final[dict[str, type[steps.StepForm]]] = {
    rules.SEND: steps.SendForm,
    rules.WAIT: steps.WaitForm,
    rules.CONDITION: ConditionForm,
    rules.SPLIT: steps.SplitForm,
    rules.TAG: steps.TagForm,
    rules.FIELD: steps.FieldForm,
    rules.NOTIFY: steps.NoticeForm,
    rules.WEBHOOK: steps.WebhookForm,
    rules.GOAL: steps.GoalForm,
    rules.EXIT: steps.NothingForm,
}


def looks(kind: str) -> dict[str, Any]:
    icon, tone, about = words.LOOKS[kind]
    return {"name": kind, "words": rules.NODES[kind], "icon": icon, "tone": tone, "about": about}


def form_of(desk: Desk, sequence: Sequence, kind: str, node: str = "", *given: Any) -> steps.StepForm:
    """The form of a step, with what the node says; a letter that is there already is written in the composer."""
    own = sequence.draft["nodes"][node] if node else {"kind": kind, **rules.KINDS[kind].fresh}
    form = steps.NothingForm if kind == rules.SEND and own.get("message") else FORMS[kind]
    more: dict[str, Any] = {}
    if form is ConditionForm:
        more["segments"] = {each.pk: (each.name, each.rules) for each in segments.visible_to(desk.viewer, desk.studio)}
    return form(*given, known=choices(desk.studio), initial=form.initial_of(own), auto_id="id_step_%s", **more)


def bound(request: HttpRequest, desk: Desk, sequence: Sequence, kind: str, node: str = "") -> steps.StepForm:
    return form_of(desk, sequence, kind, node, request.POST)


def fill(desk: Desk, kind: str, form: steps.StepForm, own: Node | None = None) -> Node:
    """The node's fields; a new letter or tag is made. Raises Invalid. Call it inside the transaction that saves."""
    if kind == rules.SEND:
        return {"message": (own or {}).get("message") or _letter(desk, form.cleaned_data.get("subject", ""))}
    values = form.values()
    if kind == rules.TAG and form.cleaned_data["new_tag"]:
        name = form.cleaned_data["new_tag"]
        (tag,) = contacts.tags_named(desk.studio, [name], by=desk.by, at=clock.now())
        values["tag"] = tag.pk
    return values


def _letter(desk: Desk, subject: str) -> int:
    words_of = {"subject": subject, "subjects": [], "preheader": "", "blocks": []}
    content = {desk.studio.language: words_of}
    return letters.write(desk.studio, "sequence", content, by=desk.by, at=clock.now()).pk


def doubled(desk: Desk, own: Node) -> Node:
    """The fields of a copy of a step; its letter is a copy, too. Call it inside the transaction that saves."""
    values = {name: own[name] for name in rules.KINDS[own["kind"]].fields if name in own}
    if own["kind"] == rules.SEND and own.get("message"):
        letter = written.visible_to(desk.viewer, desk.studio).get(pk=own["message"])
        values["message"] = letters.copy(letter, by=desk.by, at=clock.now()).pk
    if own["kind"] == rules.SPLIT:
        values["ways"] = [{"share_bp": way["share_bp"]} for way in own["ways"]]
    return values


def letter_of(desk: Desk, sequence: Sequence, node: str, known: rules.Known) -> dict[str, Any] | None:
    """What the panel says of a letter: its subject, and where it is written (one comes back to the step from there)."""
    message = sequence.draft["nodes"][node].get("message")
    if not message:
        return None
    base = base_of(desk, sequence)
    back = urlencode({"next": f"{base}steps/{node}/"})
    url = f"/studio/{desk.studio.handle}/audience/letters/{message}/?{back}"
    return {"subject": known.messages.get(message, ""), "url": url}

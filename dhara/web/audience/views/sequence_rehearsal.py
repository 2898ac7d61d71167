"""A test run: what would happen to one contact, on a fast clock. Nothing is sent, nothing stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dhara.audience.contacts import queries as contacts
from dhara.audience.messages import queries as letters
from dhara.audience.models import Contact, Sequence
from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.actions import Rehearsed, Tried, rehearse, try_letters
from dhara.kit import clock
from dhara.kit.html import plain
from dhara.kit.locale.languages import LANGS, NAMES, current, known
from dhara.kit.refusal import Refused
from dhara.people.accounts.queries import proven_emails
from dhara.web.audience import flow
from dhara.web.audience.drawing import words
from dhara.web.audience.views.sequence_people import find
from dhara.web.studio.doors import Desk, member
from dhara.web.ui.limits import count

TEXT: Final = 700
# How often in an hour somebody may have all letters sent to themselves.
MOST_TRIES: Final = 5
_OUTCOMES: Final = (rules.YES, rules.NO, *rules.WAYS)


@require_GET
@member("see_audience")
def rehearsal(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """`q` finds contacts, `contact` is whose passage is shown."""
    sequence = flow.sequence_of(desk, sequence_id)
    contact = _contact(desk, request.GET.get("contact", ""))
    context: dict[str, Any] = {"q": request.GET.get("q", ""), "found": find(desk, request.GET.get("q", ""))}
    context |= _sendable(desk, sequence, contact)
    if contact is not None:
        at = clock.now()
        found = rehearse(sequence, contact, at=at)
        context |= {"contact": contact, "passage": _passage(desk, sequence, contact, found, at)}
    elif not context["q"]:
        context["found"] = list(contacts.visible_to(desk.viewer, desk.studio).order_by("-id")[:5])
    return render(
        request, "audience/sequence/rehearsal.html", flow.head(request, desk, sequence, "rehearsal", **context)
    )


def _contact(desk: Desk, given: str) -> Contact | None:
    pk = int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0
    return contacts.visible_to(desk.viewer, desk.studio).filter(pk=pk).first() if pk else None


def _sendable(desk: Desk, sequence: Sequence, contact: Contact | None) -> dict[str, Any]:
    """What "send me all letters now" would send: how many, in which languages there are words, where to."""
    if not desk.may("edit_letters"):
        return {}
    written = [each for each in queries.letters_of(sequence) if queries.says_something(each)]
    there = {language for each in written for language in each.content}
    wanted = contact.language if contact is not None else current()
    return {
        "written": len(written),
        "languages": [(code, NAMES[code], code == wanted) for code in LANGS if code in there],
        "own_address": next(iter(proven_emails(desk.by.id or 0)), ""),
    }


@require_POST
@member("edit_letters")
def letters_now(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """All letters of the draft to the member's own address at once; `contact` is as whom they are read, `words` the
    language.
    """
    sequence = flow.sequence_of(desk, sequence_id)
    count("sequence-letters", str(desk.by.id), MOST_TRIES, 3600)
    contact = _contact(desk, request.POST.get("contact", ""))
    language = known(request.POST.get("words"), current())
    try:
        tried = try_letters(sequence, language=language, by=desk.by, at=clock.now(), contact=contact)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _on_the_way(tried))
    about = f"?contact={contact.pk}" if contact is not None else ""
    return redirect(f"{flow.base_of(desk, sequence)}rehearsal/{about}")


def _on_the_way(tried: Tried) -> str:
    many = ngettext("%(n)s email is on its way to %(to)s.", "%(n)s emails are on their way to %(to)s.", tried.sent)
    said = many % {"n": words.count(tried.sent), "to": tried.to}
    if tried.empty:
        lacking = ngettext("%(n)s is not written yet.", "%(n)s are not written yet.", tried.empty)
        said += " " + lacking % {"n": words.count(tried.empty)}
    return said


def _passage(
    desk: Desk, sequence: Sequence, contact: Contact, found: list[Rehearsed], began: datetime
) -> list[dict[str, Any]]:
    nodes = sequence.draft["nodes"]
    sent = {nodes[each.node]["message"] for each in found if _sends(nodes, each)}
    written = letters.visible_to(desk.viewer, desk.studio).in_bulk(sent)
    here = timezone.get_current_timezone()
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
                "day": (each.at.astimezone(here).date() - began.astimezone(here).date()).days,
                "later": each.at > began,
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

"""One contact: what they did, what is known of them, and what a member may do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.consents.queries import of_contact
from dhara.audience.contacts import actions, queries, rules
from dhara.audience.models import Contact
from dhara.audience.suppression.queries import rows_of
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.web.audience.forms.contacts import Details
from dhara.web.audience.story import source_words, tell
from dhara.web.audience.views.contacts import TONES, page_of
from dhara.web.studio.doors import Desk, member

STEP = 40


def load(desk: Desk, contact_id: int) -> Contact:
    found = queries.one(desk.studio, contact_id)
    if found is None:
        raise NotFoundHere
    return found


@require_GET
@member("see_audience")
def contact(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    found = load(desk, contact_id)
    events = queries.timeline(found, _before(request.GET.get("before", "")), STEP + 1)
    shown, more = events[:STEP], len(events) > STEP
    context = {
        "contact": found,
        "tone": TONES.get(found.status, ""),
        "days": tell(shown, desk.studio),
        "older": f"{shown[-1].at.timestamp():.6f}~{shown[-1].pk}" if more else "",
        "later": bool(request.GET.get("before")),
        "consents": [(each, source_words(each.source)) for each in of_contact(found)[:20]],
        "kept_out": rows_of(desk.studio.pk, found.email),
        "fields": [(each.label, found.fields.get(each.key)) for each in queries.fields_of(desk.studio)],
        **_tags(desk, found),
        "may_edit": desk.may("edit_contacts"),
        "may_leave": found.status not in rules.GONE,
        "may_revive": found.status == rules.BOUNCED and found.subscribed_at is not None,
    }
    return render(request, "audience/contacts/contact.html", page_of(desk, **context))


def _tags(desk: Desk, found: Contact) -> dict[str, Any]:
    mine = queries.tags_on([found.pk]).get(found.pk, [])
    others = queries.tags_of(desk.studio).exclude(pk__in=[tag.pk for tag in mine])
    return {"tags": mine, "other_tags": list(others) if desk.may("edit_contacts") else []}


def _before(cursor: str) -> tuple[datetime, int] | None:
    moment, _tilde, number = cursor.partition("~")
    try:
        return datetime.fromtimestamp(float(moment), UTC), min(int(number), 2**62)
    except (ValueError, OverflowError, OSError):
        return None


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def details(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    found, known = load(desk, contact_id), list(queries.fields_of(desk.studio))
    form = Details(request.POST if request.method == "POST" else None, contact=found, known=known)
    if request.method == "POST" and form.is_valid() and _saved(form, found, desk):
        messages.success(request, _("Saved."))
        return _back(desk, found)
    status = 422 if form.errors else 200
    context = page_of(desk, form=form, contact=found)
    return render(request, "audience/contacts/details.html", context, status=status)


def _saved(form: Details, found: Contact, desk: Desk) -> bool:
    """Each field stands for itself: what does not suit is said beside it, the others are kept."""
    at, data = clock.now(), form.cleaned_data
    if (data["name"], data["language"]) != (found.name, found.language):
        actions.edit(found, name=data["name"], language=data["language"], by=desk.by, at=at)
    for key, value in form.values().items():
        try:
            actions.set_field(found, key, value, by=desk.by, at=at)
        except Invalid as refusal:
            form.blame(key, str(refusal.message))
    return not form.errors


@require_POST
@member("edit_contacts")
def tag(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    """A `name` that is no tag yet becomes one."""
    found, at = load(desk, contact_id), clock.now()

    def act() -> None:
        names = [request.POST.get("name", "")]
        for each in actions.tags_named(desk.studio, names, by=desk.by, at=at):
            actions.tag(found, each.pk, by=desk.by, at=at)

    return _done(request, desk, found, act)


@require_POST
@member("edit_contacts")
def untag(request: HttpRequest, desk: Desk, contact_id: int, tag_id: int) -> HttpResponse:
    found = load(desk, contact_id)
    return _done(request, desk, found, lambda: actions.untag(found, tag_id, by=desk.by, at=clock.now()))


@require_POST
@member("edit_contacts")
def note(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    found, words = load(desk, contact_id), request.POST.get("words", "")
    return _done(request, desk, found, lambda: actions.note(found, words, by=desk.by, at=clock.now()))


@require_POST
@member("edit_contacts")
def unsubscription(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    found, words = load(desk, contact_id), _reason(request)

    def act() -> None:
        actions.unsubscribe(found, by=desk.by, at=clock.now(), source="hand", words=_needed(words))

    return _done(request, desk, found, act, _("They get no more letters from you."))


@require_POST
@member("edit_contacts")
def revival(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    found, words = load(desk, contact_id), _reason(request)

    def act() -> None:
        actions.revive(found, by=desk.by, at=clock.now(), words=_needed(words))

    return _done(request, desk, found, act, _("Letters go to this address again."))


@require_POST
@member("edit_contacts")
def erasure(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    actions.erase(load(desk, contact_id), by=desk.by, at=clock.now())
    messages.success(request, _("Everything about this person is gone."))
    return redirect("audience-contacts", desk.studio.handle)


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def merging(request: HttpRequest, desk: Desk, contact_id: int) -> HttpResponse:
    """Look for the other one, then take it in."""
    found, text = load(desk, contact_id), request.GET.get("q", "")
    if request.method == "POST":
        other = request.POST.get("other", "")
        chosen = load(desk, int(other)) if other.isdecimal() and len(other) < 19 else found
        words = _("The two are one now.")
        return _done(request, desk, found, lambda: actions.merge(found, chosen, by=desk.by, at=clock.now()), words)
    others = queries.found(desk.studio, queries.Filters(text)).exclude(pk=found.pk).order_by("-pk")[:20] if text else []
    context = page_of(desk, contact=found, text=text, others=[(each, TONES.get(each.status, "")) for each in others])
    return render(request, "audience/contacts/merging.html", context)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:300]


def _needed(words: str) -> str:
    if not words:
        raise Invalid("reason_missing", _("Please give a reason: it is kept with the consent."))
    return words


def _done(request: HttpRequest, desk: Desk, found: Contact, act: Any, words: str = "") -> HttpResponse:
    try:
        act()
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        if words:
            messages.success(request, words)
    return _back(desk, found)


def _back(desk: Desk, found: Contact) -> HttpResponse:
    return redirect("audience-contact", desk.studio.handle, found.pk)

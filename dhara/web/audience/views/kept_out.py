"""Addresses that get no letters: looked up one at a time, as only a keyed hash of each is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression import actions, queries, rules
from dhara.audience.suppression.models import Suppression
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member


@require_GET
@member("edit_sending")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = request.GET.get("address", "").strip()[:254]
    found = queries.rows_of(desk.studio.pk, asked) if "@" in asked else []
    counted = dict(
        Suppression.objects.filter(studio=desk.studio).values_list("reason").annotate(Count("pk")).order_by()
    )
    context: dict[str, Any] = {
        "asked": asked,
        "found": [(row, rules.REASONS[row.reason], row.studio_id is not None) for row in found],
        "reasons": [(words, counted[reason]) for reason, words in rules.REASONS.items() if reason in counted],
    }
    return render(request, "audience/sending/kept_out.html", page(desk, "sending", **context))


@require_POST
@member("edit_sending")
def lifting(request: HttpRequest, desk: Desk) -> HttpResponse:
    """With a reason, which stays with the contact. Whoever unsubscribed still has to come back by themselves."""
    address, words = request.POST.get("address", "").strip()[:254], request.POST.get("words", "").strip()[:300]
    to = redirect("audience-kept-out", desk.studio.handle)
    if not words:
        messages.error(request, _("Please say why: it is kept with the contact."))
        return to
    if not actions.lift(desk.studio, address):
        messages.error(request, _("This address is not on your list."))
        return to
    contact = Contact.objects.filter(studio=desk.studio, email=address.lower()).first()
    if contact is not None:
        try:
            contacts.note(contact, words, by=desk.by, at=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal.message))
    said = _("The address is off the list. Whoever had unsubscribed still has to ask for letters again.")
    messages.success(request, said)
    return to

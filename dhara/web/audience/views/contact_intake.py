"""All contacts that the list's filters find into a sequence: which one, who would come in, and then they come."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dhara.audience.contacts import queries
from dhara.audience.models import Sequence
from dhara.audience.sequences import actions, rules
from dhara.audience.sequences import queries as sequences
from dhara.kit import clock
from dhara.kit.refusal import Invalid, Refused
from dhara.web.audience.forms.contacts import Search
from dhara.web.audience.forms.intake import IntoForm
from dhara.web.audience.views.bulk import said_of, searched
from dhara.web.audience.views.contacts import page_of
from dhara.web.audience.views.sequence_intake import foreseen
from dhara.web.studio.doors import Desk, member


@require_http_methods(["GET", "POST"])
@member("send_letters")
def asking(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET: `sequence` shows who would come in (for htmx that part alone). POST: they come in."""
    tags = list(queries.tags_of(desk.studio))
    search = searched(request, tags)
    filters = search.filters()
    running = sequences.by_name(desk.studio).filter(status=rules.ACTIVE).select_related("current")
    data = request.POST if request.method == "POST" else request.GET if "sequence" in request.GET else None
    form = IntoForm(data, sequences=running)
    chosen: Sequence | None = form.cleaned_data["sequence"] if form.is_bound and form.is_valid() else None
    gone = _gone(search) if chosen is not None else ""
    if request.method == "POST" and chosen is not None and not gone:
        try:
            made = actions.enrol_many(chosen, filters, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("audience-sequence-intake-state", desk.studio.handle, chosen.pk, made.pk)
    context: dict[str, Any] = {"form": form, "action": reverse("audience-contact-intake", args=[desk.studio.handle])}
    context |= {**said_of(filters, tags), "gone": gone}
    if chosen is not None and not gone:
        context |= {**foreseen(desk, chosen, filters), "hidden": {**context["kept"], "sequence": chosen.pk}}
    if getattr(request, "htmx", False):
        return render(request, "audience/sequence/intake_count.html", context)
    many, exact = queries.count(desk.studio, filters)
    context |= {"count": many, "exact": exact, "running": running.exists()}
    status = 422 if (gone or form.errors) and request.method == "POST" else 200
    return render(request, "audience/contacts/intake.html", page_of(desk, **context), status=status)


def _gone(search: Search) -> str:
    """Why nobody can be meant, where what the contacts were searched by is not there any more."""
    try:
        search.require()
    except Invalid as refusal:
        return str(refusal.message)
    return ""

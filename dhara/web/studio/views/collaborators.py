"""Who shares an offer's income (for its owner), and whose income the studio shares (for the collaborator)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.catalog.collaborators import actions, queries
from dhara.catalog.collaborators.rules import ACCEPTED
from dhara.catalog.models import Collaborator
from dhara.insights.income.queries import shared_by_offer
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.collaborators import Invite


@require_POST
@member("edit_collaborators")
def invitation(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Ask somebody to share the offer's income."""
    offer = editor.offer_of(desk, offer_id)
    form = Invite(request.POST, auto_id="id_collaborator_%s")
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.invite(
                offer, email=told["email"], bp=told["percent"], role=told["role"], by=desk.by, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, "collaborators", _("The invitation is on its way."))
    return editor.refused(request, desk, offer_id, "collaborators", collaborator_form=form)


@require_POST
@member("edit_collaborators")
def ending(request: HttpRequest, desk: Desk, offer_id: int, collaborator_id: int) -> HttpResponse:
    """The owner ends a part, or withdraws an invitation."""
    offer = editor.offer_of(desk, offer_id)
    if not Collaborator.objects.filter(pk=collaborator_id, offer=offer).exists():
        raise NotFoundHere()
    actions.end(collaborator_id, by=desk.by, at=clock.now())
    return editor.saved(request, desk, offer_id, "collaborators", _("It has ended; sales until now stay shared."))


@require_GET
@member("see_money")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The collaborator's page: each shared offer with the studio's part of its income, and nothing of its buyers."""
    income = shared_by_offer(desk.studio)
    parts = list(queries.of_studio(desk.studio))
    shown: set[int] = set()
    rows = []
    for each in parts:
        # Income is told once for each offer, however often its part was agreed anew.
        sums = [] if each.offer_id in shown else income.get(each.offer_id, [])
        shown.add(each.offer_id)
        rows.append((each, f"{each.bp / 100:g}", each.status == ACCEPTED, sums))
    context = {"rows": rows, "may_end": desk.may("edit_collaborators")}
    return render(request, "studio/collaborations.html", frame(desk, "money", **context))


@require_POST
@member("edit_collaborators")
def leaving(request: HttpRequest, desk: Desk, part_id: int) -> HttpResponse:
    """The collaborator gives their part up."""
    if not queries.of_studio(desk.studio).filter(pk=part_id).exists():
        raise NotFoundHere()
    actions.end(part_id, by=desk.by, at=clock.now())
    messages.success(request, _("It has ended; sales until now stay shared."))
    return redirect("studio-collaborations", desk.studio.handle)

"""A campaign as a worker reads it before taking one of its tasks; and taking one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.people.ties.actions import note
from dhara.people.ties.queries import SameHands
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.tasks.pay import known_of, pay
from dhara.web.ui.secrecy import private
from dhara.work.campaigns import actions, queries, rules
from dhara.work.campaigns.queries import desk as desks
from dhara.work.campaigns.queries.obstacles import obstacle
from dhara.work.campaigns.rules import proof
from dhara.work.engagements.modes import micro
from dhara.work.models import Campaign, Unit


@require_safe
@member("see_studio")
@private
def campaign(request: HttpRequest, desk: Desk, campaign_id: int) -> HttpResponse:
    return _page(request, desk, _found(campaign_id))


@require_http_methods(["GET", "HEAD", "POST"])
@member("do_work")
@private
def reserve(request: HttpRequest, desk: Desk, campaign_id: int) -> HttpResponseBase:
    """Take a task and go on to it. Who has one open already goes to that one."""
    found = _found(campaign_id)
    if request.method != "POST":
        return redirect("tasks:campaign", desk.studio.handle, campaign_id)
    try:
        unit = actions.claim(found, desk.studio, by=desk.by, at=clock.now())
    except Conflict as refusal:
        open_one = _open_one(desk, found)
        if open_one is None:
            return _page(request, desk, found, refusal)
        messages.info(request, _("This task is yours already."))
        return redirect("tasks:task", desk.studio.handle, open_one.pk)
    except (NotAllowed, NotFoundHere) as refusal:
        return _page(request, desk, found, refusal)
    return redirect("tasks:task", desk.studio.handle, unit.pk)


def _found(campaign_id: int) -> Campaign:
    found = desks.offered(campaign_id) if campaign_id < 2**63 else None
    if found is None:
        raise NotFoundHere()
    return found


def _open_one(desk: Desk, found: Campaign) -> Unit | None:
    return queries.units_of(found).filter(worker=desk.studio, status=micro.RESERVED).first()


def _page(request: HttpRequest, desk: Desk, found: Campaign, refusal: Refused | None = None) -> HttpResponse:
    """`refusal` is why none could be taken just now; what stands in the way anyhow is said without asking."""
    context = {
        "tasks_base": f"/studio/{desk.studio.handle}/tasks/",
        "campaign": found,
        "pay": pay(found),
        "known": known_of([found.account_id]).get(found.account_id),
        "fields": proof.read(found.proof),
        "sorts": proof.SORTS,
        "open_one": _open_one(desk, found),
        "why_not": _why_not(desk, found),
        "refusal": refusal,
    }
    status = refusal.status if refusal and not isinstance(refusal, NotFoundHere) else 409 if refusal else 200
    return render(request, "tasks/campaign.html", frame(desk, "work", **context), status=status)


def _why_not(desk: Desk, found: Campaign) -> str:
    if found.status != rules.RUNNING:
        return _("Nobody can take tasks of this campaign right now.")
    if not desk.may("do_work"):
        return _("Your role in this studio is to look: others take tasks.")
    try:
        queries.check_wanted(found, desk.studio)
    except NotAllowed as unwanted:
        return str(unwanted.message)
    refusal = obstacle(found, desk.studio, by=desk.by, at=clock.now())
    if isinstance(refusal, SameHands):  # the page offers no way to try
        note(refusal.tie_id, at=clock.now())
    return str(refusal.message) if refusal else ""

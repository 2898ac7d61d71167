"""A buyer's campaigns, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.campaigns import words
from dhara.web.campaigns.forms.drafts import New
from dhara.web.campaigns.starts import STARTS, start
from dhara.web.ui.secrecy import private
from dhara.web.ui.tabs import tabs
from dhara.work.campaigns import actions, queries, rules
from dhara.work.campaigns.queries.progress import waiting_in
from dhara.work.campaigns.rules.draft import Draft
from dhara.work.models import Campaign

SHOWS: Final[dict[str, tuple[str, ...]]] = {
    "": (),
    "drafts": (rules.DRAFT, rules.HELD),
    "running": (rules.FUNDED, rules.RUNNING, rules.PAUSED, rules.FROZEN),
    "ended": rules.OVER,
}


@dataclass(frozen=True)
class Line:
    """A campaign in the list; `done` of `of` answers are accepted."""

    campaign: Campaign
    state: str
    tone: str
    hint: str
    done: int
    of: int

    @property
    def begun(self) -> bool:
        return self.campaign.begun_at is not None


@require_safe
@private
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    found = queries.visible_to(Viewer(request.user)).order_by("-pk")
    found = found.filter(status__in=SHOWS[show]) if show else found
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    waiting = waiting_in(page.object_list)
    lines = [_line(each, *waiting.get(each.pk, (0, 0))) for each in page.object_list]
    labels = {"": _("All"), "drafts": _("Being written"), "running": _("Paid"), "ended": _("Ended")}
    context = {"lines": lines, "page": page, "tabs": tabs("/campaigns/", labels, show), "show": show}
    return render(request, "campaigns/mine.html", context)


def _line(campaign: Campaign, waiting: int, appeals: int) -> Line:
    return Line(
        campaign,
        campaign.state_words,
        words.TONES.get(campaign.status, ""),
        words.hint(campaign, waiting, appeals),
        campaign.accepted,
        campaign.positions,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """GET: what is to be done, and what for. POST: the draft, with the questions of the chosen example."""
    form = New(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.make(_draft(form.cleaned_data), by=Viewer(request.user).actor, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your draft is kept. Now the questions that workers answer."))
            return redirect("campaigns:part", made.pk, words.PROOF)
    status = 422 if form.errors else 200
    chosen = form["start"].value()
    return render(request, "campaigns/new.html", {"form": form, "starts": STARTS, "chosen": chosen}, status=status)


def _draft(said: dict[str, Any]) -> Draft:
    chosen = start(said["start"])
    return Draft(
        title=said["title"],
        instructions=said["instructions"],
        reward=said["reward"].minor,
        currency=said["currency"],
        positions=20,
        minutes=chosen.minutes,
        fields=chosen.proof(),
    )

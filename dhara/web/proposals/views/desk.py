"""The studio's proposals: what needs an answer first, then by the day on which something changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.people.conversations.rules.contacts import masked
from dhara.web.proposals.words import TONES, days, hint, total
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.secrecy import private
from dhara.web.ui.tabs import tabs
from dhara.web.work.words import due_words
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals import queries, rules

SIZE = 20


@dataclass(frozen=True)
class Line:
    """A row: the job, with whom, for how much, in which state, and what this side should do until when."""

    url: str
    title: str
    other: str
    about: str
    state: str
    tone: str
    hint: str
    at: datetime
    due: str = ""
    due_at: datetime | None = None


@require_safe
@member("do_work")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in queries.STUDIO_SHOWS else queries.NEEDS
    page = Paginator(queries.of_studio(desk.studio.pk, show=show), SIZE).get_page(request.GET.get("page"))
    at, sees = clock.now(), desk.may("see_buyers")
    lines = [line(*each, at=at, sees=sees, mine=show == queries.NEEDS) for each in queries.with_latest(page)]
    base = f"/studio/{desk.studio.handle}/proposals/"
    needs = queries.of_studio(desk.studio.pk)[:99].count()
    context = {"lines": lines, "page": page, "show": show, "tabs": _tabs(base, show, needs), "base_url": base}
    return render(request, "proposals/desk.html", frame(desk, "proposals", **context))


def _tabs(base: str, show: str, needs: int) -> list[dict[str, object]]:
    labels = {
        queries.NEEDS: _("Needs an answer"),
        queries.SENT: _("Waiting for the client"),
        queries.AGREED: _("Agreements"),
        queries.ENDED: _("Ended"),
    }
    return tabs(base, labels, show, {queries.NEEDS: needs})


def line(proposal: Proposal, version: ProposalVersion | None, *, at: datetime, sees: bool, mine: bool) -> Line:
    """`sees` is whether the buyer's name may be read, `mine` whether the studio has to answer."""
    until = proposal.expires_at if proposal.status == rules.OFFERED else None
    pieces = [total(version), days(version)] if version else []
    title = proposal.subject_title
    return Line(
        url=queries.address(proposal.pk),
        title=masked(title) if proposal.job_id and proposal.status != rules.ACCEPTED else title,
        other=proposal.buyer.get_full_name() if sees else _("The client"),
        about=" · ".join(each for each in pieces if each),
        state=proposal.state_words,
        tone=TONES.get(proposal.status, ""),
        hint=hint(proposal.status, "worker", mine=mine),
        at=proposal.status_at,
        due=due_words(until, at, late=False) if until else "",
        due_at=until,
    )

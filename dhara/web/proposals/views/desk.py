"""Lists of proposals, a studio's and a buyer's: what needs an answer first, then by the day of the last change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.people.conversations.rules.contacts import masked
from dhara.web.proposals.words import TONES, days, hint, total
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.secrecy import own, private
from dhara.web.ui.tabs import tabs
from dhara.web.work.words import due_words
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals import queries, rules

SIZE = 20
# The title and the other side of a proposal, as this side may read them.
Named = Callable[[Proposal], tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """A row: the job, with whom, for how much, in which state, and what this side should do until when.

    `talk` is the conversation in which it was offered, where this side may read it.
    """

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
    talk: str = ""


@require_safe
@member("do_work")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    base, sees = f"/studio/{desk.studio.handle}/", desk.may("see_buyers")
    talks = f"{base}messages/" if desk.may("see_messages") else ""

    def named(each: Proposal) -> tuple[str, str]:
        hide = each.job_id and each.status != rules.ACCEPTED
        title = masked(each.subject_title) if hide else each.subject_title
        return title, each.buyer.get_full_name() if sees else _("The client")

    labels = {**_labels(_("Waiting for the client")), queries.OWN: _("Offers I made")}
    shown = _list(request, partial(queries.of_studio, desk.studio.pk), labels, f"{base}proposals/", named, talks)
    return render(request, "proposals/desk.html", frame(desk, "proposals", outline="base_studio.html", **shown))


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    """Offers that studios made to the account in conversations; those for its jobs stand at the job."""

    def named(each: Proposal) -> tuple[str, str]:
        agreed = each.conversation is not None and each.conversation.agreed_at is not None
        return each.title if agreed else masked(each.title), each.studio.name

    labels = _labels(_("Waiting for the studio"))
    shown = _list(request, partial(queries.offered_to, account_id), labels, "/proposals/", named, "/messages/")
    return render(request, "proposals/desk.html", {"outline": "base.html", **shown})


def _labels(others: str) -> dict[str, str]:
    return {
        queries.NEEDS: _("Needs an answer"),
        queries.SENT: others,
        queries.AGREED: _("Agreements"),
        queries.ENDED: _("Ended"),
    }


def _list(
    request: HttpRequest,
    found: Callable[..., QuerySet[Proposal]],
    labels: dict[str, str],
    base: str,
    named: Named,
    talks: str,
) -> dict[str, Any]:
    """What the page shows: the part of the list that is asked for. `talks` is where this side reads conversations."""
    show = request.GET.get("show", "")
    show = show if show in labels else queries.NEEDS
    page, at = Paginator(found(show=show), SIZE).get_page(request.GET.get("page")), clock.now()
    role = "worker" if queries.OWN in labels else "buyer"
    lines = [
        _line(proposal, version, named(proposal), role, talks, at=at) for proposal, version in queries.with_latest(page)
    ]
    shown = tabs(base, labels, show, {queries.NEEDS: found()[:99].count()})
    return {"lines": lines, "page": page, "show": show, "tabs": shown, "base_url": base}


def _line(
    proposal: Proposal,
    version: ProposalVersion | None,
    named: tuple[str, str],
    role: str,
    talks: str,
    *,
    at: datetime,
) -> Line:
    until = proposal.expires_at if proposal.status == rules.OFFERED else None
    pieces = [total(version), days(version)] if version else []
    mine = proposal.status == rules.OFFERED and version is not None and version.role != role
    return Line(
        url=queries.address(proposal.pk),
        title=named[0],
        other=named[1],
        about=" · ".join(each for each in pieces if each),
        state=proposal.state_words,
        tone=TONES.get(proposal.status, ""),
        hint=hint(proposal.status, role, mine=mine),
        at=proposal.status_at,
        due=due_words(until, at, late=False) if until else "",
        due_at=until,
        talk=f"{talks}{proposal.conversation_id}/" if talks and proposal.conversation_id else "",
    )

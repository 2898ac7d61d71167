"""Lists of proposals, a studio's and a buyer's: what needs an answer first, then by the day of the last change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.web.proposals.words import TONES, days, hint, total
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.secrecy import own, private
from dhara.web.ui.tabs import tabs
from dhara.web.work.words import due_words
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals import queries, rules

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Listed = WithAnnotations[Proposal, queries.Listed]

SIZE = 20


@dataclass(frozen=True)
class Side:
    """Whose list it is: `role` buyer or worker, `base` its address, `talks` where this side reads conversations, empty
    where it may not; `other` names the other one of a proposal."""

    role: str
    base: str
    talks: str
    other: Callable[[Proposal], str]


@dataclass(frozen=True)
class Line:
    """A row: the job, with whom, for how much, in which state, and what this side should do until when.

    `talk` is the conversation in which it was offered, where this side may read it; `held` says that nobody can agree
    to it yet.
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
    held: bool = False


@require_safe
@member("do_work")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    base, sees = f"/studio/{desk.studio.handle}/", desk.may("see_buyers")
    talks = f"{base}messages/" if desk.may("see_messages") else ""

    def other(each: Proposal) -> str:
        return each.buyer.get_full_name() if sees else _("The client")

    labels = {**_labels(_("Waiting for the client")), queries.OWN: _("Offers I made")}
    side = Side("worker", f"{base}proposals/", talks, other)
    shown = _list(request, partial(queries.of_studio, desk.studio.pk), labels, side)
    return render(request, "proposals/desk.html", frame(desk, "proposals", outline="base_studio.html", **shown))


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    """Offers that studios made to the account in conversations; those for its jobs stand at the job."""
    side = Side("buyer", "/proposals/", "/messages/", lambda each: each.studio.name)
    shown = _list(request, partial(queries.offered_to, account_id), _labels(_("Waiting for the studio")), side)
    return render(request, "proposals/desk.html", {"outline": "base.html", **shown})


def _labels(others: str) -> dict[str, str]:
    return {
        queries.NEEDS: _("Needs an answer"),
        queries.SENT: others,
        queries.AGREED: _("Agreements"),
        queries.ENDED: _("Ended"),
    }


def _list(
    request: HttpRequest, found: Callable[..., QuerySet[Listed]], labels: dict[str, str], side: Side
) -> dict[str, Any]:
    """What the page shows: the part of the list that is asked for."""
    show = request.GET.get("show", "")
    show = show if show in labels else queries.NEEDS
    page, at = Paginator(found(show=show), SIZE).get_page(request.GET.get("page")), clock.now()
    lines = [_line(proposal, version, side, at=at) for proposal, version in queries.with_latest(page)]
    shown = tabs(side.base, labels, show, {queries.NEEDS: found().filter(queries.ANSWERABLE)[:99].count()})
    return {"lines": lines, "page": page, "show": show, "tabs": shown, "base_url": side.base}


def _line(proposal: Listed, version: ProposalVersion | None, side: Side, *, at: datetime) -> Line:
    until = proposal.expires_at if proposal.status == rules.OFFERED and not proposal.held else None
    pieces = [total(version), days(version)] if version else []
    mine = proposal.status == rules.OFFERED and version is not None and version.role != side.role
    return Line(
        url=queries.address(proposal.pk),
        title=queries.title_for(proposal, side.role),
        other=side.other(proposal),
        about=" · ".join(each for each in pieces if each),
        state=proposal.state_words,
        tone=TONES.get(proposal.status, ""),
        hint=hint(proposal.status, side.role, mine=mine, held=proposal.held),
        at=proposal.status_at,
        due=due_words(until, at, late=False) if until else "",
        due_at=until,
        talk=f"{side.talks}{proposal.conversation_id}/" if side.talks and proposal.conversation_id else "",
        held=proposal.held,
    )

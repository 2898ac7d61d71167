"""From which side somebody looks at a proposal: who wanted the work, or a member of the studio that would do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.models import Member
from dhara.people.studios.rules import role_may
from dhara.web.studio.doors import Desk, frame
from dhara.web.ui.secrecy import private
from dhara.work.jobs import rules as jobs
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals import queries, rules


@dataclass(frozen=True)
class Seat:
    """`side` is buyer or worker, `version` the latest one, None for an invitation; `desk` is the studio's side."""

    proposal: Proposal
    version: ProposalVersion | None
    side: str
    by: Actor
    desk: Desk | None = None

    @property
    def base(self) -> str:
        return queries.address(self.proposal.pk)

    @property
    def back(self) -> str:
        """The list that this is in."""
        if self.desk is not None:
            return reverse("proposals:desk", args=[self.desk.studio.handle])
        if self.proposal.conversation_id:
            return f"/messages/{self.proposal.conversation_id}/"
        return reverse("proposals:of-job", args=[self.proposal.job_id])

    @property
    def live(self) -> bool:
        return self.proposal.status in rules.LIVE

    @property
    def job_open(self) -> bool:
        """Whether it can still come to an agreement, as far as the job goes."""
        return self.proposal.job is None or self.proposal.job.status == jobs.OPEN

    @property
    def by_hour(self) -> bool:
        return self.version is not None and self.version.mode == jobs.HOURLY

    @property
    def offered_to_me(self) -> bool:
        """The other side's binding offer waits for this one."""
        offered = self.proposal.status == rules.OFFERED and self.version is not None
        return offered and self.version is not None and self.version.role != self.side

    @property
    def held(self) -> str:
        """Why nobody can agree to what is offered: the operator looks at a message first. One query."""
        if self.version is None or self.proposal.status != rules.OFFERED:
            return ""
        return queries.held_back(self.proposal.conversation_id, self.version.role, mine=self.version.role == self.side)

    @property
    def title(self) -> str:
        return queries.title_for(self.proposal, self.side)

    @property
    def other(self) -> str:
        return self.name_of(rules.other(self.side))

    def name_of(self, role: str) -> str:
        """A side as this one reads it."""
        if role == self.side:
            return _("You") if self.desk is None else self.desk.studio.name
        if role == "worker":
            return self.proposal.studio.name
        sees = self.desk is None or self.desk.may("see_buyers")
        return self.proposal.buyer.get_full_name() if sees else _("The client")

    def plain(self, text: str, role: str) -> str:
        """What `role` wrote: ways to meet elsewhere are hidden from the other side until both have agreed."""
        return queries.plain_for(self.proposal, text, writer=role, reader=self.side)

    def may(self, verb: str) -> bool:
        return self.desk is None or self.desk.may(verb)

    def again(self) -> Seat:
        """The same seat, with everything as it is now."""
        fresh = _found().get(pk=self.proposal.pk)
        return replace(self, proposal=fresh, version=_latest(fresh))

    def context(self, **more: Any) -> dict[str, Any]:
        """What the frame of the page needs."""
        own = {"seat": self, "proposal": self.proposal, "job": self.proposal.job, "version": self.version, **more}
        if self.desk is not None:
            return frame(self.desk, "proposals", outline="base_studio.html", **own)
        return {"outline": "base.html", **own}


View = Callable[..., HttpResponseBase]


def seated(*sides: str) -> Callable[[View], View]:
    """For those sides: outsiders and the other side get 404, members who may not do the work 403 with the reason."""

    def guard(view: View) -> View:
        @private
        @login_required
        @wraps(view)
        def door(request: HttpRequest, proposal_id: int) -> HttpResponseBase:
            try:
                return view(request, _seat(Viewer(request.user), proposal_id, sides))
            except NotFoundHere as refusal:
                raise Http404 from refusal
            except NotAllowed as refusal:
                return render(request, "proposals/refused.html", {"refusal": refusal}, status=refusal.status)

        return door

    return guard


def _seat(viewer: Viewer, proposal_id: int, sides: tuple[str, ...]) -> Seat:
    proposal = _found().filter(pk=proposal_id).first() if proposal_id < 2**63 else None
    if proposal is None:
        raise NotFoundHere
    if proposal.buyer_id == viewer.account_id and "buyer" in sides:
        return Seat(proposal, _latest(proposal), "buyer", viewer.actor)
    member = Member.objects.filter(studio=proposal.studio_id, account=viewer.account_id).first()
    if member is None or "worker" not in sides:
        raise NotFoundHere
    if not role_may(member.role, "do_work"):
        raise NotAllowed("role", _("Your role in this studio does not include this. Ask an owner."))
    viewer.knows(proposal.studio, member.role)
    return Seat(proposal, _latest(proposal), "worker", viewer.actor, Desk(proposal.studio, viewer, member.role))


def _found() -> Any:
    found = Proposal.objects.select_related(
        "job", "studio__picture__file", "studio__cover__file", "buyer", "conversation"
    )
    return found.defer("job__search")


def _latest(proposal: Proposal) -> ProposalVersion | None:
    return proposal.versions.filter(number=proposal.version_number).first()

"""Reads: proposals of a job, of a studio; who is which side."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from dhara.kit.actor import Actor
from dhara.people.access.queries import Viewer
from dhara.people.models import Member
from dhara.people.studios.queries import role_of as studio_role
from dhara.people.studios.rules import role_may
from dhara.work.proposals.models import Proposal, ProposalVersion


def visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """Those of which the viewer is a side: never what others offer for the same job."""
    mine = viewer.account_id
    if mine is None:
        return Proposal.objects.none()
    memberships = Member.objects.filter(account_id=mine)
    studios = [each.studio_id for each in memberships if role_may(each.role, "do_work")]
    found = Proposal.objects.filter(Q(buyer_id=mine) | Q(studio_id__in=studios))
    return found.select_related("job", "studio", "buyer", "engagement")


def side_of(by: Actor, proposal: Proposal) -> str | None:
    """ "buyer" or "worker"; None for an outsider."""
    if by.kind != "person" or by.id is None:
        return None
    if by.id == proposal.buyer_id:
        return "buyer"
    return "worker" if role_may(studio_role(by.id, proposal.studio_id), "do_work") else None


def latest(proposal: Proposal) -> ProposalVersion:
    return proposal.versions.get(number=proposal.version_number)


def with_latest(proposals: Iterable[Proposal]) -> list[tuple[Proposal, ProposalVersion | None]]:
    """Each with its latest version, by one query; an invitation has none yet."""
    known = list(proposals)
    versions = ProposalVersion.objects.filter(proposal__in=known).order_by("number")
    newest = {version.proposal_id: version for version in versions}
    return [(each, newest.get(each.pk)) for each in known]

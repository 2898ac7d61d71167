"""Reads: proposals of a job, of a studio; who is which side; what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.people.access.queries import Viewer
from dhara.people.conversations import queries as talks
from dhara.people.conversations.rules import CUSTOMER, STUDIO
from dhara.people.conversations.rules.contacts import masked
from dhara.people.models import Member
from dhara.people.studios.queries import role_of as studio_role
from dhara.people.studios.rules import role_may
from dhara.work.proposals import rules
from dhara.work.proposals.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_Row = TypeVar("_Row", bound=Proposal)
# Lists of a studio and of a job; the first of each is shown unless another one is asked for.
NEEDS, SENT, AGREED, ENDED = "", "sent", "agreed", "ended"
OWN = "own"  # what a studio offered without a job, whatever became of it
OPEN, SHORT, INVITED, HIRED = "", "short", "invited", "hired"
JOB_SHOWS: Final[dict[str, tuple[str, ...]]] = {
    OPEN: (rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED),
    SHORT: (rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED),
    INVITED: (rules.INVITED,),
    HIRED: (rules.ACCEPTED,),
    ENDED: (rules.DECLINED, rules.WITHDRAWN, rules.EXPIRED),
}
# Of a list: what can be answered now.
ANSWERABLE: Final = Q(held=False)
# How conversations call the sides.
_SPEAKERS: Final = {"worker": STUDIO, "buyer": CUSTOMER}
SORTS: Final = {"": ("-id",), "price": ("amount", "-id"), "days": (F("days").asc(nulls_last=True), "-id")}


class Listed(TypedDict):
    """Whether nobody can agree to an offer of a list yet: see `held_back`."""

    held: bool


def visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """Those of which the viewer is a side: never what others offer for the same job."""
    mine = viewer.account_id
    if mine is None:
        return Proposal.objects.none()
    memberships = Member.objects.filter(account_id=mine)
    studios = [each.studio_id for each in memberships if role_may(each.role, "do_work")]
    found = Proposal.objects.filter(Q(buyer_id=mine) | Q(studio_id__in=studios))
    return found.select_related("job", "studio", "buyer", "engagement", "conversation")


def side_of(by: Actor, proposal: Proposal) -> str | None:
    """ "buyer" or "worker"; None for an outsider."""
    if by.kind != "person" or by.id is None:
        return None
    if by.id == proposal.buyer_id:
        return "buyer"
    return "worker" if role_may(studio_role(by.id, proposal.studio_id), "do_work") else None


def latest(proposal: Proposal) -> ProposalVersion:
    return proposal.versions.get(number=proposal.version_number)


def with_latest(proposals: Iterable[_Row]) -> list[tuple[_Row, ProposalVersion | None]]:
    """Each with its latest version, by one query; an invitation has none yet."""
    known = list(proposals)
    newest = ProposalVersion.objects.filter(proposal__in=known, number=F("proposal__version_number"))
    found = {version.proposal_id: version for version in newest}
    return [(each, found.get(each.pk)) for each in known]


def is_open(proposal: Proposal) -> bool:
    """Whether both have agreed, so that they read how to reach each other elsewhere. Its conversation is loaded."""
    talk = proposal.conversation
    return proposal.status == rules.ACCEPTED or (talk is not None and talk.agreed_at is not None)


def plain_for(proposal: Proposal, text: str, *, writer: str, reader: str) -> str:
    """What one side wrote, as a side may read it: ways to meet elsewhere are hidden until both have agreed."""
    return text if reader == writer or is_open(proposal) else masked(text)


def title_for(proposal: Proposal, reader: str) -> str:
    """What it is about, as a side may read it: the words of the job's buyer, or of the studio that offers it."""
    writer = "buyer" if proposal.job_id else "worker"
    return plain_for(proposal, proposal.subject_title, writer=writer, reader=reader)


def waits_for(role: str) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """Those that a side can answer now: an offer of the other one, and for a studio an invitation."""
    return _named_to(role).filter(ANSWERABLE)


def _named_to(role: str) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """Those that wait for a side, also while nobody can agree to them."""
    found = _with_held(Proposal.objects.all())
    asked = Q(status=rules.INVITED) if role == "worker" else Q()
    return found.filter(Q(status=rules.OFFERED, last_role=rules.other(role)) | asked)


def _with_held(found: QuerySet[Proposal]) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """Each with `last_role`, the side whose words are the latest, and `held`: see `held_back`, for lists."""
    last = ProposalVersion.objects.filter(proposal=OuterRef("pk"), number=OuterRef("version_number"))
    kept = [Q(talks.waits(OuterRef("conversation"), side), last_role=role) for role, side in _SPEAKERS.items()]
    known = found.alias(last_role=Subquery(last.values("role")[:1]))
    return known.annotate(held=Q(kept[0] | kept[1], status=rules.OFFERED))


def of_studio(studio_id: int, *, show: str = NEEDS) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """A list of the studio, what changed last first."""
    mine = Proposal.objects.filter(studio=studio_id)
    if show == OWN:
        return _last_first(mine.filter(job=None))
    return _shown(mine, _named_to("worker").filter(studio=studio_id), show)


def offered_to(account_id: int, *, show: str = NEEDS) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """A list of offers that studios made to somebody in conversations, without a job; what changed last first."""
    mine = Proposal.objects.filter(buyer=account_id, job=None)
    return _shown(mine, _named_to("buyer").filter(buyer=account_id, job=None), show)


def answerable(account_id: int) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """Of `offered_to`, those that can be answered now."""
    return waits_for("buyer").filter(buyer=account_id, job=None)


def _last_first(found: QuerySet[Proposal]) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    """Each says whether it is `held`."""
    full = _with_held(found).select_related("job", "studio", "buyer", "conversation")
    return full.order_by("-status_at", "-pk")


def _shown(
    mine: QuerySet[Proposal], waiting: QuerySet[Proposal], show: str
) -> QuerySet[WithAnnotations[Proposal, Listed]]:
    listed, needed = _last_first(mine), waiting.values("pk")
    if show == SENT:
        return listed.filter(status__in=rules.LIVE).exclude(pk__in=needed)
    if show in (AGREED, ENDED):
        return listed.filter(status__in=JOB_SHOWS[HIRED if show == AGREED else ENDED])
    return listed.filter(pk__in=needed)


def of_job(job_id: int, *, show: str = OPEN, sort: str = "") -> QuerySet[Proposal]:
    """A list of the job's owner. `sort` is a key of SORTS: the newest, the cheapest, the quickest first."""
    last = ProposalVersion.objects.filter(proposal=OuterRef("pk"), number=OuterRef("version_number"))
    found = Proposal.objects.filter(job=job_id, status__in=JOB_SHOWS[show]).select_related("studio__picture__file")
    told = found.alias(amount=Subquery(last.values("amount")[:1]), days=Subquery(last.values("days")[:1]))
    return told.order_by(*SORTS[sort])


def conversation_of(engagement_id: int) -> int | None:
    """The conversation in which the offer was made that became this agreement."""
    return Proposal.objects.filter(engagement=engagement_id).values_list("conversation", flat=True).first()


def offered_in(conversation_id: int) -> list[tuple[Proposal, ProposalVersion]]:
    """All offers of a conversation with their latest version, the first one first. Two queries, however many."""
    found = Proposal.objects.filter(conversation=conversation_id).order_by("pk")
    found = found.select_related("studio", "buyer", "conversation")
    return [(each, version) for each, version in with_latest(found) if version is not None]


def held_back(conversation_id: int | None, role: str, *, mine: bool) -> str:
    """Why nothing that `role` offers in a conversation can be agreed to: the operator looks at their message first.

    Only they (`mine`) read what for. Nothing where no message waits, or for what was proposed for a job.
    """
    if conversation_id is None:
        return ""
    reasons = talks.holding(conversation_id, _SPEAKERS[role])
    if not reasons:
        return ""
    if not mine:
        return _(
            "The operator looks at something in this conversation first. You can agree as soon as that is done; "
            "your time for it stands still."
        )
    words = _(
        "The operator looks at a message of yours first. Nobody can agree to what you offer before that; "
        "its time stands still. %(why)s"
    )
    return words % {"why": reasons[0]}


def valid_until(proposal: Proposal, version: ProposalVersion) -> datetime | None:
    """Until when this latest version, which is offered, can be agreed to; None as long as that can not be said.

    While a message of whoever offers it waits for the operator nobody can agree, so its time stands still.
    """
    until = version.expires_at
    if until is None or proposal.conversation_id is None:
        return proposal.expires_at
    stood = version.at
    for begin, end in talks.held_spells(proposal.conversation_id, _SPEAKERS[version.role], since=version.at):
        if begin >= until:
            break
        if end is None:
            return None
        until += max(end - max(begin, stood), timedelta())
        stood = max(stood, end)
    return until


def newest_in(conversation_ids: Iterable[int]) -> dict[int, Proposal]:
    """The latest offer of each conversation that has one; one query."""
    found = Proposal.objects.filter(conversation__in=list(conversation_ids)).order_by("conversation", "-pk")
    found = found.select_related("conversation")
    return {each.conversation_id or 0: each for each in found.distinct("conversation")}


def changed_in(conversation_id: int) -> datetime | None:
    """When something last happened to an offer of a conversation."""
    latest: datetime | None = Proposal.objects.filter(conversation=conversation_id).aggregate(at=Max("status_at"))["at"]
    return latest


def address(proposal_id: int) -> str:
    """Where both sides read and answer it."""
    return f"/proposals/{proposal_id}/"

"""The proposal, locked, and the side that somebody acts for."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.conversations.queries import is_blocked
from dhara.people.conversations.rules import reasons_of
from dhara.people.conversations.rules.scams import held_for
from dhara.people.models import Studio
from dhara.people.studios.rules import OPEN as STUDIO_OPEN
from dhara.people.ties import queries as ties
from dhara.work.jobs.models import Job
from dhara.work.jobs.rules import FIXED, HOURLY, OPEN
from dhara.work.proposals import rules
from dhara.work.proposals.facts import ProposalFact
from dhara.work.proposals.models import Proposal, ProposalVersion
from dhara.work.proposals.queries import held_back, side_of
from dhara.work.proposals.rules import Terms


def lock(proposal_id: int, *, by: Actor) -> tuple[Proposal, str]:
    """Its job is locked before it, here as everywhere. Raises NotFoundHere for an outsider."""
    job_id = Proposal.objects.filter(pk=proposal_id).values_list("job", flat=True).first()
    if job_id is not None:
        lock_job(job_id)
    found = Proposal.objects.select_for_update(of=("self",)).select_related("job", "studio", "buyer", "conversation")
    proposal = found.filter(pk=proposal_id).first()
    role = side_of(by, proposal) if proposal else None
    if proposal is None or role is None:
        raise NotFoundHere()
    return proposal, role


def lock_job(job_id: int) -> Job:
    job = Job.objects.select_for_update().defer("search").filter(pk=job_id).first()
    if job is None:
        raise NotFoundHere()
    return job


def only(role: str, wanted: str) -> None:
    if role != wanted:
        raise NotAllowed("wrong_side", _("This is for the other side."))


def live(proposal: Proposal, *states: str) -> None:
    if proposal.status not in (states or rules.LIVE):
        words = _("This is not possible any more: it is already “%(state)s”.")
        raise Conflict("wrong_state", words % {"state": proposal.state_words})


def check_open(proposal: Proposal) -> None:
    """Whether an agreement can still come of it. Raises Conflict."""
    if proposal.job is not None and proposal.job.status != OPEN:
        raise Conflict("job_not_open", _("This job is not open any more."))
    if proposal.conversation_id is not None:
        check_studio(proposal.studio)
        if is_blocked(proposal.conversation_id):
            raise Conflict("blocked", _("One of you has blocked the other, so nothing can be agreed here."))


def check_words(title: str, terms: Terms, *, agreed: bool) -> None:
    """What a message would be held for can not be offered. Raises Invalid with the reason."""
    said = "\n".join([title, terms.text, *(each.title for each in terms.milestones)])
    reasons = reasons_of(",".join(held_for(said, agreed=agreed)))
    if reasons:
        raise Invalid("text_refused", str(reasons[0]), "text")


def check_held(conversation_id: int | None, role: str, *, mine: bool) -> None:
    """What `role` offers goes out, or is agreed to, only once no message of theirs waits for the operator.

    Raises Conflict `talk_held`.
    """
    words = held_back(conversation_id, role, mine=mine)
    if words:
        raise Conflict("talk_held", words)


def check_studio(studio: Studio) -> None:
    if studio.status != STUDIO_OPEN:
        raise Conflict("studio_closed", _("This studio is not open for new work."))


def not_own(studio: Studio, buyer_id: int) -> None:
    """Nobody hires themselves, by another account neither. Raises Conflict `own_work`, `same_hands`."""
    if studio.members.filter(account_id=buyer_id).exists():
        raise Conflict("own_work", _("You can not hire a studio that you belong to."))
    if refusal := ties.with_studios(buyer_id, [studio.pk]):
        raise refusal


def add_version(proposal: Proposal, terms: Terms, role: str, *, currency: str, by: Actor, at: datetime) -> None:
    """The next one. Called with the proposal locked."""
    proposal.version_number += 1
    ProposalVersion.objects.create(
        proposal=proposal,
        number=proposal.version_number,
        role=role,
        author_id=by.id or 0,
        mode=HOURLY if terms.rate else FIXED,
        currency=currency,
        amount=terms.amount,
        days=sum(each.days for each in terms.milestones) or None,
        weekly_hours=terms.weekly_hours or None,
        revisions=terms.revisions,
        milestones=[each.kept() for each in terms.milestones],
        answers=dict(terms.answers),
        text=terms.text,
        expires_at=proposal.expires_at,
        at=at,
    )
    Proposal.objects.filter(pk=proposal.pk).update(version_number=proposal.version_number)


def told(kind: type[ProposalFact], proposal: Proposal, role: str) -> ProposalFact:
    return kind(proposal.pk, proposal.job_id or 0, role)

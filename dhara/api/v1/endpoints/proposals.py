"""Proposals, for both sides: apply, change, short list, talk, offer, agree, say no, take back."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import PROPOSALS, PROPOSING, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.conversations import TalkId, side_in
from dhara.api.v1.endpoints.jobs import by_slug
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import proposals as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Member
from dhara.work.proposals import actions, queries, rules
from dhara.work.proposals.models import Proposal

router = Router(tags=["Proposals"])
ProposalId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ONE = "/proposals/{proposal}"


@router.get("/proposals", response=shapes.ProposalPage, operation_id="list_proposals", summary="Proposals")
@needs(PROPOSALS)
def list_proposals(request: HttpRequest, asked: Query[shapes.ProposalsAsked]) -> Any:
    """Those for your jobs and those of your studios, the latest first; never what others propose for the same job."""
    me = caller(request)
    cursors = Cursors("proposals", caller=me.name, **asked.model_dump(exclude={"cursor", "limit"}))
    shown, following = cursors.page(_asked(_visible(me), asked, me).order_by("-pk"), asked)
    items = [shapes.row_out(each, _side(each, me), latest) for each, latest in queries.with_latest(shown)]
    return shapes.ProposalPage(items=items, next=following)


@router.get(_ONE, response=shapes.ProposalOut, operation_id="get_proposal", summary="One proposal")
@needs(PROPOSALS)
def get_proposal(request: HttpRequest, proposal: Path[ProposalId]) -> Any:
    """All its versions, and what you may do next."""
    return _shown(proposal, caller(request))


@router.post(
    "/studios/{handle}/proposals", response={201: shapes.ProposalOut}, operation_id="propose", summary="Apply for a job"
)
@needs(PROPOSING)
def propose(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.ProposalIn, idempotency_key: IdempotencyKey
) -> Any:
    """Free of charge, once for each studio. An invitation is answered by it, too.

    Send the same `Idempotency-Key` again when no answer came: you get the proposal that was made.
    """
    studio, me = desk_of(request, handle, "do_work")
    at, job = clock.now(), by_slug(wanted.job, me)

    def apply() -> int:
        return actions.propose(job.pk, studio, shapes.terms_of(wanted), by=me.by, at=at).pk

    made, _new = make_once(apply, key=_key(me, f"propose:{studio.pk}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, _shown(made, me))


@router.post(
    f"{_ONE}/versions",
    response={201: shapes.ProposalOut},
    operation_id="revise_proposal",
    summary="Propose another way",
)
@needs(PROPOSING)
def revise_proposal(
    request: HttpRequest, proposal: Path[ProposalId], wanted: shapes.TermsIn, idempotency_key: IdempotencyKey
) -> Any:
    """The studio's next version, before anything was offered. The versions before it stay as they are."""
    me, at = _acts(proposal, request), clock.now()

    def revise() -> int:
        return actions.revise(proposal, shapes.terms_of(wanted), by=me.by, at=at).pk

    make_once(revise, key=_key(me, f"revise:{proposal}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, _shown(proposal, me))


@router.post(
    f"{_ONE}/state",
    response=shapes.ProposalOut,
    operation_id="move_proposal",
    summary="Short list, decline or withdraw",
)
@needs(PROPOSING)
def move_proposal(request: HttpRequest, proposal: Path[ProposalId], wanted: shapes.ProposalStateIn) -> Any:
    """The buyer puts it on the short list; either side says no; the studio takes it back."""
    me, at = _acts(proposal, request), clock.now()
    if wanted.to == "decline":
        actions.decline(proposal, reason=wanted.reason, by=me.by, at=at)
    else:
        verb = actions.shortlist if wanted.to == "shortlist" else actions.withdraw
        verb(proposal, by=me.by, at=at)
    return _shown(proposal, me)


@router.post(
    f"{_ONE}/conversation", response=shapes.OpenedOut, operation_id="talk_about_proposal", summary="Talk about it"
)
@needs(PROPOSING)
def talk_about_proposal(request: HttpRequest, proposal: Path[ProposalId]) -> Any:
    """The conversation about it. The buyer begins; the studio may once they have."""
    me = _acts(proposal, request)
    return shapes.OpenedOut(conversation=actions.talk(proposal, by=me.by, at=clock.now()).pk)


@router.post(
    f"{_ONE}/offers", response={201: shapes.ProposalOut}, operation_id="offer_work", summary="Make a binding offer"
)
@needs(PROPOSING)
def offer_work(
    request: HttpRequest, proposal: Path[ProposalId], wanted: shapes.OfferingIn, idempotency_key: IdempotencyKey
) -> Any:
    """On new terms, or on those of the latest version; in answer to an offer it is a counter-offer.

    Send the same `Idempotency-Key` again when no answer came: it is offered once.
    """
    me, at = _acts(proposal, request), clock.now()

    def offer() -> int:
        terms = shapes.terms_of(wanted) if wanted.text or wanted.milestones or wanted.rate else None
        return actions.offer(proposal, terms, by=me.by, at=at).pk

    make_once(offer, key=_key(me, f"offer:{proposal}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, _shown(proposal, me))


@router.post(
    "/conversations/{conversation}/offers",
    response={201: shapes.ProposalOut},
    operation_id="offer_in_conversation",
    summary="Offer work in a conversation",
)
@needs(PROPOSING)
def offer_in_conversation(
    request: HttpRequest, conversation: Path[TalkId], wanted: shapes.WorkOfferIn, idempotency_key: IdempotencyKey
) -> Any:
    """A studio's own offer, in its currency, to somebody who asked. It is a proposal without a job: see /proposals.

    Send the same `Idempotency-Key` again when no answer came: it is offered once.
    """
    me, at = caller(request), clock.now()
    mine = side_in(conversation, me)
    if mine.studio_id is None:
        raise NotFoundHere()
    me.viewer.require(mine.conversation.studio, "answer_messages")
    terms = shapes.terms_of(wanted)

    def offer() -> int:
        return actions.offer_in(mine.pk, wanted.title, terms, valid_days=wanted.valid_days, by=me.by, at=at).pk

    key = _key(me, f"offer-in:{mine.pk}", idempotency_key)
    made, _new = make_once(offer, key=key, body=body_of(wanted), at=at)
    return Status(201, _shown(made, me))


@router.post(
    f"{_ONE}/agreement", response=shapes.ProposalOut, operation_id="agree_to_offer", summary="Agree to an offer"
)
@needs(PROPOSING)
def agree_to_offer(request: HttpRequest, proposal: Path[ProposalId], wanted: shapes.AgreementIn) -> Any:
    """To the version that you have read. `work` is the engagement then, with a unit for each milestone, none paid yet.

    Agreed twice is agreed once.
    """
    me = _acts(proposal, request)
    actions.accept(proposal, number=wanted.version, by=me.by, at=clock.now())
    return _shown(proposal, me)


def _visible(me: Caller) -> QuerySet[Proposal]:
    """A key of a studio sees what that studio proposes; what the account is offered itself is none of its business."""
    mine = queries.visible_to(me.viewer)
    if me.key is None or me.key.studio_id is None:
        return mine
    return mine.filter(studio=me.key.studio_id).exclude(buyer=me.account)


def _asked(found: QuerySet[Proposal], asked: shapes.ProposalsAsked, me: Caller) -> QuerySet[Proposal]:
    if asked.side:
        found = found.filter(buyer=me.account) if asked.side == "buyer" else found.exclude(buyer=me.account)
    if asked.job:
        found = found.filter(job=asked.job)
    if asked.conversation:
        found = found.filter(conversation=asked.conversation)
    if asked.state == "live":
        return found.filter(status__in=rules.LIVE)
    return found.filter(status=asked.state) if asked.state else found


def _acts(proposal_id: int, request: HttpRequest) -> Caller:
    """Who calls, proven to be a side. Raises NotFoundHere to outsiders, NotAllowed to members who do not work."""
    me = caller(request)
    _one(proposal_id, me)
    return me


def _one(proposal_id: int, me: Caller) -> Proposal:
    found = _visible(me).filter(pk=proposal_id).prefetch_related("versions").first()
    if found is None:
        _refuse_onlookers(proposal_id, me)
        raise NotFoundHere()
    return found


def _refuse_onlookers(proposal_id: int, me: Caller) -> None:
    """A member of the studio is told that their role is not enough."""
    own = me.key.studio_id if me.key else None
    mine = Member.objects.filter(account=me.person, studio__proposals=proposal_id).select_related("studio")
    for each in mine.filter(studio=own) if own else mine:
        me.viewer.require(each.studio, "do_work")


def _shown(proposal_id: int, me: Caller) -> shapes.ProposalOut:
    found = _one(proposal_id, me)
    return shapes.proposal_out(found, _side(found, me))


def _side(proposal: Proposal, me: Caller) -> str:
    return "buyer" if proposal.buyer_id == me.person.pk else "worker"


def _key(me: Caller, what: str, key: str) -> str:
    return f"{what}:{me.person.pk}:{key}"

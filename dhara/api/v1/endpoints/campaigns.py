"""Campaigns, for who pays them: write, list items, offer, begin, pause, stop; look at proofs; read results."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import CAMPAIGNING, CAMPAIGNS, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import campaigns as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.work.campaigns import actions, queries
from dhara.work.campaigns.models import Campaign, Item
from dhara.work.campaigns.queries import results
from dhara.work.engagements.models import Submission, Unit
from dhara.work.engagements.queries import silent_until

router = Router(tags=["Campaigns"])
CampaignId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ONE = "/campaigns/{campaign}"
VERBS = {"offer": actions.offer, "begin": actions.begin, "pause": actions.pause, "stop": actions.stop}


@router.get("/campaigns", response=shapes.CampaignPage, operation_id="list_campaigns", summary="My campaigns")
@needs(CAMPAIGNS)
def list_campaigns(request: HttpRequest, asked: Query[Paged]) -> Any:
    """The latest first, drafts too."""
    me = caller(request)
    cursors = Cursors("campaigns", account=me.person.pk)
    shown, following = cursors.page(queries.visible_to(me.viewer).order_by("-pk"), asked)
    return shapes.CampaignPage(items=[shapes.row_out(each) for each in shown], next=following)


@router.post("/campaigns", response={201: shapes.CampaignOut}, operation_id="make_campaign", summary="Draft a campaign")
@needs(CAMPAIGNING)
def make_campaign(request: HttpRequest, wanted: shapes.CampaignIn, idempotency_key: IdempotencyKey) -> Any:
    """Nobody sees it before it is paid and begun; `cost` says what it will cost.

    Send the same `Idempotency-Key` again when no answer came: you get the campaign that was drafted.
    """
    me, at = caller(request), clock.now()

    def make() -> int:
        return actions.make(shapes.draft_of(wanted), by=me.by, at=at).pk

    made, _new = make_once(make, key=f"campaign:{me.person.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, _shown(made, me))


@router.get(_ONE, response=shapes.CampaignOut, operation_id="get_campaign", summary="One campaign")
@needs(CAMPAIGNS)
def get_campaign(request: HttpRequest, campaign: Path[CampaignId]) -> Any:
    """With its cost, and how far it has come."""
    return _shown(campaign, caller(request))


@router.post(_ONE, response=shapes.CampaignOut, operation_id="change_campaign", summary="Change a campaign")
@needs(CAMPAIGNING)
def change_campaign(request: HttpRequest, campaign: Path[CampaignId], wanted: shapes.CampaignIn) -> Any:
    """All of it anew, as long as it is not paid. Its items stay."""
    me = caller(request)
    actions.change(campaign, shapes.draft_of(wanted), by=me.by, at=clock.now())
    return _shown(campaign, me)


@router.post(f"{_ONE}/items", response=shapes.CampaignOut, operation_id="set_items", summary="Say what is worked on")
@needs(CAMPAIGNING)
def set_items(request: HttpRequest, campaign: Path[CampaignId], wanted: shapes.ItemsIn) -> Any:
    """Instead of so many times the same: these items take the place of those before, each with `redundancy` answers."""
    me = caller(request)
    known = [(each.row, each.answers) for each in wanted.known]
    actions.set_items(campaign, wanted.rows, known, by=me.by, at=clock.now())
    return _shown(campaign, me)


@router.post(
    f"{_ONE}/state", response=shapes.CampaignOut, operation_id="move_campaign", summary="Offer, begin, pause or stop"
)
@needs(CAMPAIGNING)
def move_campaign(request: HttpRequest, campaign: Path[CampaignId], wanted: shapes.CampaignStateIn) -> Any:
    """Offered, it is `held` while an operator looks at its text, or can be paid. Stopped, unused money goes back."""
    me = caller(request)
    VERBS[wanted.to](campaign, by=me.by, at=clock.now())
    return _shown(campaign, me)


@router.get(f"{_ONE}/proofs", response=shapes.ProofPage, operation_id="list_proofs", summary="Proofs to look at")
@needs(CAMPAIGNS)
def list_proofs(request: HttpRequest, campaign: Path[CampaignId], asked: Query[shapes.ProofsAsked]) -> Any:
    """What workers handed in, the first ones first."""
    found = _one(campaign, caller(request))
    cursors = Cursors("proofs", campaign=found.pk, state=asked.state)
    after, units = cursors.read(asked.cursor), queries.live_units(found).select_related("engagement").order_by("pk")
    units = units.filter(status=asked.state) if asked.state else units.exclude(status="reserved")
    rows = list((units.filter(pk__gt=after) if after else units)[: asked.limit + 1])
    shown = rows[: asked.limit]
    following = cursors.write(shown[-1].pk) if len(rows) > len(shown) else None
    return shapes.ProofPage(items=_proofs(shown), next=following)


@router.post(
    f"{_ONE}/acceptances", response=shapes.AcceptedOut, operation_id="accept_proofs", summary="Accept many proofs"
)
@needs(CAMPAIGNING)
def accept_proofs(request: HttpRequest, campaign: Path[CampaignId], wanted: shapes.AcceptProofsIn) -> Any:
    """Those of them that wait for it are paid, all or none. To send it again does nothing twice."""
    me = caller(request)
    _one(campaign, me)
    return shapes.AcceptedOut(accepted=actions.accept_many(campaign, wanted.tasks, by=me.by, at=clock.now()))


@router.post(
    f"{_ONE}/proofs/{{task}}/rejection", response=shapes.ProofOut, operation_id="reject_proof", summary="Reject a proof"
)
@needs(CAMPAIGNING)
def reject_proof(
    request: HttpRequest,
    campaign: Path[CampaignId],
    task: Path[CampaignId],
    wanted: shapes.RejectionIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """For one of the campaign's reasons. The worker puts it right, or appeals; too many at once freeze the campaign."""
    me, at = caller(request), clock.now()
    unit = queries.units_of(_one(campaign, me)).filter(pk=task).first()
    if unit is None:
        raise NotFoundHere()

    def reject() -> int:
        return actions.reject(task, wanted.reason, wanted.text, by=me.by, at=at).pk

    make_once(reject, key=f"reject:{task}:{me.person.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return _proofs([Unit.objects.select_related("engagement").get(pk=task)])[0]


@router.get(f"{_ONE}/results", response=shapes.ResultsOut, operation_id="get_results", summary="What it found out")
@needs(CAMPAIGNS)
def get_results(request: HttpRequest, campaign: Path[CampaignId]) -> Any:
    """Accepted answers only: what was not paid for may not be used."""
    return json.loads(results.export(_one(campaign, caller(request)), "json"))


def _one(campaign_id: int, me: Caller) -> Campaign:
    found = queries.visible_to(me.viewer).select_related("engagement").filter(pk=campaign_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def _shown(campaign_id: int, me: Caller) -> shapes.CampaignOut:
    return shapes.campaign_out(_one(campaign_id, me), clock.now())


def _proofs(units: list[Unit]) -> list[shapes.ProofOut]:
    """Each with its latest submission and its item: three queries."""
    given = Submission.objects.filter(unit__in=units).prefetch_related("files").order_by("number")
    latest = {each.unit_id: each for each in given}
    items = Item.objects.in_bulk({key for each in units if (key := each.terms.get("item"))})
    return [
        shapes.proof_out(
            each,
            latest.get(each.pk),
            items[each.terms["item"]].data if each.terms.get("item") in items else None,
            silent_until(each),
        )
        for each in units
    ]

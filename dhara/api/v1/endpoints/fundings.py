"""Pay for work: begin, learn where to pay and what became of it. The payer pays on the page."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import FUNDING, FUNDINGS, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import fundings as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.work.campaigns import queries as campaigns
from dhara.work.campaigns.rules import DRAFT
from dhara.work.engagements.models import Unit
from dhara.work.funding import actions, queries
from dhara.work.funding.models import Funding, FundingPart

router = Router(tags=["Fundings"])
FundingId = Annotated[int, Field(ge=1, le=BIGGEST)]
WorkId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get("/fundings", response=shapes.FundingPage, operation_id="list_fundings", summary="What I pay for work")
@needs(FUNDINGS)
def list_fundings(request: HttpRequest, asked: Query[shapes.FundingsAsked]) -> Any:
    """The latest first."""
    me = caller(request)
    cursors = Cursors("fundings", account=me.person.pk, work=asked.work)
    found = _loaded(me).order_by("-pk")
    found = found.filter(engagement=asked.work) if asked.work else found
    shown, following = cursors.page(found, asked)
    return shapes.FundingPage(items=[shapes.funding_out(each) for each in shown], next=following)


@router.post(
    "/work/{work}/fundings",
    response={201: shapes.FundingOut},
    operation_id="fund_work",
    summary="Begin to pay for milestones",
)
@needs(FUNDING)
def fund_work(
    request: HttpRequest, work: Path[WorkId], wanted: shapes.FundingIn, idempotency_key: IdempotencyKey
) -> Any:
    """All of them by one payment; send the payer to `pay_url`. Each begins by itself when the money is here.

    Send the same `Idempotency-Key` again when no answer came: you get the funding that was begun, as it is by then.
    """
    me, at = caller(request), clock.now()

    def fund() -> int:
        units = wanted.units or _unpaid(work, me)
        return actions.fund(units, intent=intent_of(me, idempotency_key), by=me.by, at=at).pk

    _check_own(work, wanted.units, me)
    key = f"fund:{work}:{me.person.pk}:{idempotency_key}"
    made, _new = make_once(fund, key=key, body=body_of(wanted), at=at)
    return Status(201, funding_shown(made, me))


@router.post(
    "/campaigns/{campaign}/fundings",
    response={201: shapes.FundingOut},
    operation_id="fund_campaign",
    summary="Begin to pay for a campaign",
)
@needs(FUNDING)
def fund_campaign(request: HttpRequest, campaign: Path[WorkId], idempotency_key: IdempotencyKey) -> Any:
    """All that is still to be paid of one that was offered; send the payer to `pay_url`.

    Send the same `Idempotency-Key` again when no answer came: you get the funding that was begun, as it is by then.
    """
    me, at = caller(request), clock.now()
    found = campaigns.visible_to(me.viewer).select_related("engagement").filter(pk=campaign).first()
    if found is None:
        raise NotFoundHere()

    def fund() -> int:
        if found.engagement is None:
            raise Conflict("not_offered", _("Offer the campaign first, so that its text is looked at."))
        amount = campaigns.to_pay(found).minor if found.status == DRAFT else 0
        if not amount:
            raise Conflict("paid_already", _("This is paid already, or not to be paid any more."))
        intent = intent_of(me, idempotency_key)
        return actions.fund_pool(found.engagement.pk, amount, intent=intent, by=me.by, at=at).pk

    made, _new = make_once(fund, key=f"fund-pool:{campaign}:{me.person.pk}:{idempotency_key}", body="", at=at)
    return Status(201, funding_shown(made, me))


@router.get("/fundings/{funding}", response=shapes.FundingOut, operation_id="get_funding", summary="One funding")
@needs(FUNDINGS)
def get_funding(request: HttpRequest, funding: Path[FundingId]) -> Any:
    """Where it stands. Only who pays sees it; the other side sees the state of the work."""
    return funding_shown(funding, caller(request))


def _check_own(work_id: int, unit_ids: list[int], me: Caller) -> None:
    """Raises NotFoundHere for who does not pay for it, and for units of something else."""
    units = Unit.objects.filter(engagement=work_id, engagement__buyer=me.person)
    if not units.exists() or units.filter(pk__in=unit_ids).count() != len(set(unit_ids)):
        raise NotFoundHere()


def _unpaid(work_id: int, me: Caller) -> list[int]:
    units = Unit.objects.filter(engagement=work_id, engagement__buyer=me.person).select_related("engagement")
    found = [each.pk for each in units.order_by("position", "pk") if queries.can_be_funded(each)]
    if not found:
        raise Conflict("paid_already", _("This is paid already, or not to be paid any more."))
    return found


def intent_of(me: Caller, key: str) -> str:
    """As random as the key is, and another one for each account."""
    return sha256(f"api:{me.person.pk}:{key}".encode()).hexdigest()


def funding_shown(funding_id: int, me: Caller) -> shapes.FundingOut:
    found = _loaded(me).filter(pk=funding_id).first()
    if found is None:
        raise NotFoundHere()
    return shapes.funding_out(found)


def _loaded(me: Caller) -> QuerySet[Funding]:
    parts = Prefetch("parts", FundingPart.objects.select_related("unit").order_by("unit__position", "unit"))
    return queries.visible_to(me.viewer).prefetch_related(parts)

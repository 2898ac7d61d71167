"""Give money back, ask for it, answer those who do; look at disputes and answer them."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import once
from dhara.api.v1.access import (
    ANSWERING,
    DISPUTES,
    ONE_ORDER,
    PAYING,
    REFUNDING,
    REFUNDS,
    caller,
    needs,
)
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, Number, _visible, body_of
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import refunds as shapes
from dhara.checkout.disputes import queries as disputes
from dhara.checkout.models import Order, OrderLine, RefundRequest
from dhara.checkout.orders.queries import one_of_studio
from dhara.checkout.refunds import actions, queries
from dhara.checkout.refunds.actions import Part
from dhara.kit import clock
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.disputes import actions as cases
from dhara.money.models import Dispute
from dhara.people.models import Studio

router = Router(tags=["Refunds"])
Key = Annotated[int, Field(ge=1, lt=2**63)]


def _studio(request: HttpRequest, handle: str, verb: str) -> Studio:
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, verb)
    return studio


@router.get("/studios/{handle}/refunds", response=shapes.RefundPage, operation_id="list_refunds", summary="Refunds")
@needs(REFUNDS)
def list_refunds(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.RefundsAsked]) -> Any:
    """What went back of the studio's sales, the latest first."""
    studio = _studio(request, handle, "see_orders")
    with_money = caller(request).viewer.may(studio, "see_money")
    rows, following = Cursors("refunds", studio=studio.pk).page(queries.of_studio(studio), asked)
    return shapes.RefundPage(items=[shapes.refund_out(each, with_money=with_money) for each in rows], next=following)


@router.post(
    "/studios/{handle}/refunds",
    response={201: shapes.RefundOut},
    operation_id="make_refund",
    summary="Give money back",
)
@needs(REFUNDING)
def make_refund(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.RefundIn, idempotency_key: IdempotencyKey
) -> Any:
    """The books are reversed at once; then the gateway is asked. It may fail later: look at `status`.

    Send the same `Idempotency-Key` again when no answer came: you get the refund that was made.
    """
    studio = _studio(request, handle, "refund")
    sold = one_of_studio(studio, wanted.order)
    if sold is None:
        raise Invalid("order_unknown", _("The studio has no order with this number."), "order")
    at, key = clock.now(), f"api:{studio.pk}:{idempotency_key}"
    give = partial(
        actions.refund,
        sold.order.pk,
        lines=_parts(wanted, sold.lines),
        reason=wanted.reason,
        by=caller(request).by,
        at=at,
        key=key,
    )
    made = once(give, key=f"refund:{key}", body=body_of(wanted), at=at)
    return Status(201, _shown(request, studio, made.pk))


def _parts(wanted: shapes.RefundIn, lines: list[OrderLine]) -> dict[int, Part]:
    """What is left of a line is worked out when it goes back: a request that is sent again finds it gone."""
    by_tier = {line.tier_id: line for line in lines}
    parts: dict[int, Part] = {}
    for each in wanted.lines:
        line = by_tier.get(each.tier)
        if line is None or line.pk in parts:
            raise Invalid("line_unknown", _("The order has no such line, or it was sent twice."), "lines")
        parts[line.pk] = Part(each.amount, shapes.REVOKES[wanted.access], wanted.restock)
    return parts


def _shown(request: HttpRequest, studio: Studio, refund_id: int) -> shapes.RefundOut:
    found = queries.of_studio(studio).filter(pk=refund_id).first()
    if found is None:
        raise NotFoundHere()
    return shapes.refund_out(found, with_money=caller(request).viewer.may(studio, "see_money"))


@router.get(
    "/studios/{handle}/refunds/{refund}", response=shapes.RefundOut, operation_id="get_refund", summary="One refund"
)
@needs(REFUNDS)
def get_refund(request: HttpRequest, handle: Path[Handle], refund: Path[Key]) -> Any:
    """How it stands."""
    return _shown(request, _studio(request, handle, "see_orders"), refund)


@router.get(
    "/studios/{handle}/refund-requests",
    response=shapes.RequestPage,
    operation_id="list_refund_requests",
    summary="Buyers who ask for money back",
)
@needs(REFUNDS)
def list_refund_requests(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.RequestsAsked]) -> Any:
    """The latest first. One that is not answered in time is accepted where the studio promised it, else it lapses."""
    studio = _studio(request, handle, "see_orders")
    cursors = Cursors("refund-requests", studio=studio.pk, status=asked.status)
    rows, following = cursors.page(queries.asked_of(studio, asked.status), asked)
    return shapes.RequestPage(items=[shapes.request_out(each) for each in rows], next=following)


@router.post(
    "/studios/{handle}/refund-requests/{asked}/acceptance",
    response={201: shapes.RequestOut},
    operation_id="accept_refund_request",
    summary="Give back what was asked for",
)
@needs(REFUNDING)
def accept_refund_request(request: HttpRequest, handle: Path[Handle], asked: Path[Key], wanted: shapes.AcceptIn) -> Any:
    """All that is left of the line, or a part. Accepting twice gives back once: the second is refused (409)."""
    studio = _studio(request, handle, "refund")
    found = _request(studio, asked)
    revokes = shapes.REVOKES[wanted.access]
    given = {"amount": wanted.amount, "revokes": revokes, "answer": wanted.answer}
    actions.accept(found.pk, **given, by=caller(request).by, at=clock.now())  # type: ignore[arg-type]
    return Status(201, shapes.request_out(_request(studio, asked)))


@router.post(
    "/studios/{handle}/refund-requests/{asked}/refusal",
    response={201: shapes.RequestOut},
    operation_id="decline_refund_request",
    summary="Decline a request",
)
@needs(REFUNDING)
def decline_refund_request(
    request: HttpRequest, handle: Path[Handle], asked: Path[Key], wanted: shapes.DeclineIn
) -> Any:
    """The buyer is told why."""
    studio = _studio(request, handle, "refund")
    actions.decline(_request(studio, asked).pk, answer=wanted.answer, by=caller(request).by, at=clock.now())
    return Status(201, shapes.request_out(_request(studio, asked)))


def _request(studio: Studio, asked: int) -> RefundRequest:
    found = queries.asked_of(studio).filter(pk=asked).first()
    if found is None:
        raise NotFoundHere()
    return found


@router.get(
    "/orders/{number}/refund-requests",
    response=shapes.RequestPage,
    operation_id="list_my_refund_requests",
    summary="What was asked back of an order",
)
@needs(ONE_ORDER)
def list_my_refund_requests(request: HttpRequest, number: Path[Number]) -> Any:
    """For whoever sends the order's secret as `Order-Token`, and for the account that bought it."""
    found = queries.requests_of(_visible(number, caller(request)))
    return shapes.RequestPage(items=[shapes.request_out(each) for each in found], next=None)


@router.post(
    "/orders/{number}/refund-requests",
    response={201: shapes.RequestOut},
    operation_id="ask_refund",
    summary="Ask for money back",
)
@needs(PAYING)
def ask_refund(request: HttpRequest, number: Path[Number], wanted: shapes.RequestIn) -> Any:
    """For one line. The seller answers; `promised` says whether they said beforehand that they would give it back."""
    me = caller(request)
    order = _visible(number, me)
    line = OrderLine.objects.filter(order=order, tier_id=wanted.tier).first()
    if line is None:
        raise Invalid("line_unknown", _("The order has no such line, or it was sent twice."), "tier")
    made = actions.ask(order.pk, line.pk, reason=wanted.reason, by=me.by, at=clock.now())
    return Status(201, shapes.request_out(made))


@router.get("/studios/{handle}/disputes", response=shapes.DisputePage, operation_id="list_disputes", summary="Disputes")
@needs(DISPUTES)
def list_disputes(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.DisputesAsked]) -> Any:
    """Payments that buyers take back through their banks, the latest first."""
    studio = _studio(request, handle, "see_orders")
    rows, following = Cursors("disputes", studio=studio.pk).page(disputes.of_studio(studio), asked)
    orders = {order.payment_id: order for order in Order.objects.filter(payment__in=[e.payment_id for e in rows])}
    items = [shapes.dispute_out(each, orders[each.payment_id]) for each in rows]
    return shapes.DisputePage(items=items, next=following)


@router.get(
    "/studios/{handle}/disputes/{dispute}",
    response=shapes.DisputeOut,
    operation_id="get_dispute",
    summary="One dispute",
)
@needs(DISPUTES)
def get_dispute(request: HttpRequest, handle: Path[Handle], dispute: Path[Key]) -> Any:
    """How the case stands."""
    found, order = _dispute(_studio(request, handle, "see_orders"), dispute)
    return shapes.dispute_out(found, order)


@router.post(
    "/studios/{handle}/disputes/{dispute}/answer",
    response={201: shapes.DisputeOut},
    operation_id="answer_dispute",
    summary="Answer a dispute",
)
@needs(ANSWERING)
def answer_dispute(request: HttpRequest, handle: Path[Handle], dispute: Path[Key], wanted: shapes.AnswerIn) -> Any:
    """Keep a statement, and hand everything in if you say so. What we know ourselves goes along: no need to repeat it.

    Where several sellers are concerned, it is handed in on the last day, with what each of them has said.
    """
    studio = _studio(request, handle, "answer_disputes")
    found, order = _dispute(studio, dispute)
    at = clock.now()
    if wanted.hand_in and disputes.sellers_of(order) != [studio.pk]:
        raise Conflict("several_sellers", _("Several sellers are concerned, so it is handed in on the last day."))
    cases.say(found.pk, studio.pk, wanted.statement, at=at)
    if wanted.hand_in:
        cases.want_handed_in(found.pk, at=at)
    found, order = _dispute(studio, dispute)
    return Status(201, shapes.dispute_out(found, order))


def _dispute(studio: Studio, dispute: int) -> tuple[Dispute, Order]:
    found = disputes.of_studio(studio).filter(pk=dispute).first()
    order = disputes.order_of(found) if found else None
    if found is None or order is None:
        raise NotFoundHere()
    return found, order

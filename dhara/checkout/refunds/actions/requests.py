"""A buyer asks for money back; the studio answers, or time does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.models import OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.actions.give import Part, refund
from dhara.checkout.refunds.facts import (
    RefundRequestAccepted,
    RefundRequestDeclined,
    RefundRequested,
    RefundRequestLapsed,
    RefundRequestWithdrawn,
)
from dhara.checkout.refunds.models import RefundLine, RefundRequest
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, NotFoundHere, Refused, TooMany
from dhara.money.policies.rules import read
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def ask(order_id: int, line_id: int, *, reason: str, by: Actor, at: datetime) -> RefundRequest:
    """The buyer wants the money for a line back. The door has proven that it is theirs.

    Refused: Invalid without a reason, Conflict `request_open`, `nothing_left`, `not_paid`, `order_disputed`,
    TooMany after MOST_REQUESTS.
    """
    order = locked(order_id)
    line = OrderLine.objects.filter(pk=line_id, order=order).first()
    if line is None:
        raise NotFoundHere()
    reason = rules.clean_words(reason, "reason")
    if order.status == orders.DISPUTED:
        raise Conflict("order_disputed", _("Your bank is deciding about this payment already."))
    if order.paid_at is None or order.status not in (*orders.BOUGHT, orders.REFUNDED):
        raise Conflict("not_paid", _("This order is not paid, so there is nothing to give back."))
    if not may_ask(line):
        raise Conflict("nothing_left", _("Everything was given back already."))
    before = RefundRequest.objects.filter(line=line)
    if before.filter(status=rules.OPEN).exists():
        raise Conflict("request_open", _("You have asked already. The seller's answer is on its way."))
    if before.count() >= rules.MOST_REQUESTS:
        raise TooMany("asked_too_often", _("You have asked for this several times. Please write to the seller."))
    made = RefundRequest.objects.create(
        status=rules.OPEN,
        status_at=at,
        order=order,
        line=line,
        studio_id=line.studio_id,
        reason=reason,
        within=rules.within(order.policies, line.studio_id, order.paid_at, at),
        answer_by=at + timedelta(days=read(order.policies, "refund.answer_days")),
        created_at=at,
    )
    made.start_timers(at)
    record(RefundRequested(order.pk, made.pk, order.number), by=by, at=at, studio_id=line.studio_id)
    return made


def may_ask(line: OrderLine) -> bool:
    """Whether something is left that could go back."""
    if line.gross:
        return line.refunded < line.gross
    return not RefundLine.objects.filter(line=line, refund__status__in=rules.LIVE).exists()


@transaction.atomic
def accept(
    request_id: int,
    *,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    revokes: bool | None = None,
    restocks: bool = False,
    answer: str = "",
) -> RefundRequest:
    """Give back what was asked for: all that is left of the line, or `amount`. Refused as `refund` is."""
    request = RefundRequest.objects.select_related("order", "line").filter(pk=request_id).first()
    if request is None:
        raise NotFoundHere()
    _check_rights(request, by)
    # Its line is read under the order's lock: somebody else may be giving back too.
    _lock_first(request)
    line = OrderLine.objects.get(pk=request.line_id)
    part = Part(line.gross - line.refunded if amount is None else amount, revokes, restocks)
    request.refresh_from_db()
    rules.REQUEST_LIFECYCLE.allow(request, rules.ACCEPTED, by)
    words = clean_text(answer, lines=True)[: rules.MOST_WORDS]
    made = refund(request.order_id, lines={line.pk: part}, reason=words, by=by, at=at, key=f"request:{request.pk}")
    fact = RefundRequestAccepted(request.order_id, request.pk, request.order.number)
    request.refresh_from_db()
    changes = {"fact": fact, "studio_id": request.studio_id}
    if request.status == rules.ACCEPTED:
        # A full refund settles the requests for its lines by itself.
        RefundRequest.objects.filter(pk=request.pk).update(answer=words)
        record(fact, by=by, at=at, studio_id=request.studio_id)
        return request
    return request.become(rules.ACCEPTED, by=by, at=at, refund=made, answer=words, **changes)  # type: ignore[arg-type]


def _lock_first(request: RefundRequest) -> None:
    """Payment, then order: as a refund does."""
    from dhara.money.models import Payment

    if request.order.payment_id:
        Payment.objects.locked(request.order.payment_id)
    locked(request.order_id)


@transaction.atomic
def decline(request_id: int, *, answer: str, by: Actor, at: datetime) -> RefundRequest:
    """Say no, with a reason that the buyer reads."""
    request = _locked(request_id)
    _check_rights(request, by)
    words = rules.clean_words(answer, "answer")
    fact = RefundRequestDeclined(request.order_id, request.pk, request.order.number)
    return request.become(rules.DECLINED, fact=fact, by=by, at=at, studio_id=request.studio_id, answer=words)


@transaction.atomic
def withdraw(request_id: int, *, by: Actor, at: datetime) -> RefundRequest:
    """The buyer does not want it any more. The door has proven that it is theirs."""
    request = _locked(request_id)
    fact = RefundRequestWithdrawn(request.order_id, request.pk, request.order.number)
    return request.become(rules.WITHDRAWN, fact=fact, by=by, at=at, studio_id=request.studio_id)


def unanswered(request_id: int, *, by: Actor, at: datetime) -> RefundRequest:
    """Time is over: what the studio had promised is given back, what it had not lapses. Fired by a timer."""
    request = RefundRequest.objects.get(pk=request_id)
    if request.status != rules.OPEN:
        return request
    if request.within:
        try:
            return accept(request_id, by=SYSTEM, at=at)
        except Refused:
            # Disputed meanwhile, or given back: there is nothing left to promise.
            pass
    with transaction.atomic():
        request = _locked(request_id)
        if request.status == rules.OPEN:
            fact = RefundRequestLapsed(request.order_id, request.pk, request.order.number)
            request.become(rules.LAPSED, fact=fact, by=by, at=at, studio_id=request.studio_id)
        return request


def _locked(request_id: int) -> RefundRequest:
    found = RefundRequest.objects.select_for_update(of=("self",)).select_related("order", "studio")
    request = found.filter(pk=request_id).first()
    if request is None:
        raise NotFoundHere()
    return request


def _check_rights(request: RefundRequest, by: Actor) -> None:
    if by.kind not in ("operator", "system"):
        require_actor(by, Studio.objects.get(pk=request.studio_id), "refund")

"""A studio's money: what is there, how it moved, and paying it out. Where it goes is changed on our pages only."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import once
from dhara.api.v1.access import MONEY, PAYING_OUT, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import payouts as shapes
from dhara.kit import clock
from dhara.kit.currency import CODES, Money
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as ledger
from dhara.money.models import LedgerAccount, Payout
from dhara.money.payouts import actions, queries
from dhara.people.models import Studio

router = Router(tags=["Money"])
PayoutNumber = Annotated[str, Field(pattern=r"^P[0-9A-Z]{9}$", examples=["P7K4Q2M8T9"])]
PURPOSES = {"pending": ledger.SELLER_PENDING, "available": ledger.SELLER_AVAILABLE}


def _studio(request: HttpRequest, handle: str, verb: str) -> Studio:
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, verb)
    return studio


@router.get(
    "/studios/{handle}/balance", response=shapes.BalancesOut, operation_id="get_balance", summary="A studio's balance"
)
@needs(MONEY)
def get_balance(request: HttpRequest, handle: Path[Handle]) -> Any:
    """What is pending, available and on its way, by currency. Only for members who may see money."""
    studio = _studio(request, handle, "see_money")
    return shapes.BalancesOut(items=[shapes.balance_out(each) for each in queries.standings(studio.pk).values()])


@router.get(
    "/studios/{handle}/movements", response=shapes.MovementPage, operation_id="list_movements", summary="Movements"
)
@needs(MONEY)
def list_movements(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.MovementsAsked]) -> Any:
    """Every movement of one balance in words, the latest first."""
    studio = _studio(request, handle, "see_money")
    cursors = Cursors("movements", studio=studio.pk, currency=asked.currency, balance=asked.balance)
    before = cursors.read(asked.cursor)
    found = LedgerAccount.objects.filter(
        studio=studio, purpose=PURPOSES[asked.balance], currency=asked.currency
    ).first()
    lines = books.statement(found.pk, before=before, limit=asked.limit + 1) if found else []
    more = len(lines) > asked.limit
    items = [shapes.movement_out(line) for line in lines[: asked.limit]]
    return shapes.MovementPage(items=items, next=cursors.write(items[-1].id) if more else None)


@router.get(
    "/studios/{handle}/payout-methods",
    response=shapes.MethodsOut,
    operation_id="list_payout_methods",
    summary="Where money may go",
)
@needs(MONEY)
def list_payout_methods(request: HttpRequest, handle: Path[Handle]) -> Any:
    """Wallets and accounts, masked. They are added and changed by an owner, on our pages only."""
    studio = _studio(request, handle, "see_money")
    return shapes.MethodsOut(items=[shapes.method_out(each) for each in queries.methods_of(studio.pk)])


@router.get("/studios/{handle}/payouts", response=shapes.PayoutPage, operation_id="list_payouts", summary="Payouts")
@needs(MONEY)
def list_payouts(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.PayoutsAsked]) -> Any:
    """The latest first."""
    studio = _studio(request, handle, "see_money")
    cursors = Cursors("payouts", studio=studio.pk, status=asked.status)
    found = queries.visible_to(caller(request).by, studio)
    found = found.filter(status=asked.status) if asked.status else found
    shown, following = cursors.page(found, asked)
    return shapes.PayoutPage(items=[shapes.payout_out(each) for each in shown], next=following)


@router.post(
    "/studios/{handle}/payouts",
    response={201: shapes.PayoutOut},
    operation_id="ask_payout",
    summary="Ask for a payout",
)
@needs(PAYING_OUT)
def ask_payout(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.PayoutIn, idempotency_key: IdempotencyKey
) -> Any:
    """The money leaves the balance at once. It may be held for a while: `waits_for` says why.

    Send the same `Idempotency-Key` again when no answer came: you get the payout that was made.
    """
    studio = _studio(request, handle, "ask_payouts")
    if wanted.currency not in CODES:
        raise Invalid("currency_unknown", _("We do not deal in this currency."), "currency")
    amount = None if wanted.amount is None else Money(wanted.amount, wanted.currency)
    at, key = clock.now(), f"api:{studio.pk}:{idempotency_key}"
    ask = partial(
        actions.request,
        studio=studio,
        currency=wanted.currency,
        method_id=wanted.method,
        amount=amount,
        key=key,
        by=caller(request).by,
        at=at,
    )
    made = once(ask, key=f"payout:{key}", body=body_of(wanted), at=at)
    return Status(201, shapes.payout_out(_payout(request, studio, made.number)))


@router.get(
    "/studios/{handle}/payouts/{payout}", response=shapes.PayoutOut, operation_id="get_payout", summary="One payout"
)
@needs(MONEY)
def get_payout(request: HttpRequest, handle: Path[Handle], payout: Path[PayoutNumber]) -> Any:
    """How it stands."""
    return shapes.payout_out(_payout(request, _studio(request, handle, "see_money"), payout))


@router.post(
    "/studios/{handle}/payouts/{payout}/cancellation",
    response={201: shapes.PayoutOut},
    operation_id="cancel_payout",
    summary="Cancel a payout",
)
@needs(PAYING_OUT)
def cancel_payout(
    request: HttpRequest,
    handle: Path[Handle],
    payout: Path[PayoutNumber],
    wanted: shapes.CancelIn,
) -> Any:
    """While nothing has left: the money is on the balance again."""
    studio = _studio(request, handle, "ask_payouts")
    actions.cancel(_payout(request, studio, payout).pk, by=caller(request).by, at=clock.now())
    return Status(201, shapes.payout_out(_payout(request, studio, payout)))


def _payout(request: HttpRequest, studio: Studio, number: str) -> Payout:
    found = queries.visible_to(caller(request).by, studio).filter(number=number).first()
    if found is None:
        raise NotFoundHere()
    return found

"""Ordering without a cart, paying, and looking at one order."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Router, Status
from pydantic import Field

from dhara.api.requests.actions import Line, Wanted, place_once
from dhara.api.v1.access import ONE_ORDER, ORDERING, PAYING, Caller, NotSignedIn, caller, needs
from dhara.api.v1.schemas import ordering as sent
from dhara.api.v1.schemas import orders as shapes
from dhara.api.v1.schemas.base import In
from dhara.checkout.models import Order
from dhara.checkout.orders import actions, queries
from dhara.checkout.orders.rules import DRAFT, PENDING
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid, NotFoundHere

router = Router(tags=["Orders"])
Number = Annotated[str, Field(pattern=r"^D-[0-9A-Z]{4}-[0-9A-Z]{4}$", examples=["D-7K4Q-2M8T"])]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="Random, such as a UUID: the same for every try of one request, a new one for each new request.",
        examples=["5f0c7d4e-9a41-4a6b-8c55-2f3d9a7b1e60"],
    ),
]
_STAND_IN: Final = "the-payments-token"


@router.post("/orders", response={201: shapes.OrderOut}, operation_id="place_order", summary="Place an order")
@needs(ORDERING)
def place_order(request: HttpRequest, wanted: sent.OrderIn, idempotency_key: IdempotencyKey) -> Any:
    """Order, and learn where to pay (`payment.url`). What costs nothing is paid at once.

    Send the same `Idempotency-Key` again when no answer came: you get the order that was made, as it is by then.
    """
    me, at = caller(request), clock.now()
    back = _return_url(wanted.return_url, me)
    order, new = place_once(_wanted(wanted), key=idempotency_key, body=body_of(wanted), by=me.by, at=at)
    pay_at = None
    if order.status == PENDING and (new or order.payment_id is None):
        pay_at = actions.pay(order.pk, actions.Means(wanted.gateway, back), by=me.by, at=at)
    return Status(201, shapes.order_out(_loaded(order), pay_at=pay_at))


@router.get("/orders/{number}", response=shapes.OrderOut, operation_id="get_order", summary="One order")
@needs(ONE_ORDER)
def get_order(request: HttpRequest, number: Path[Number]) -> Any:
    """An order for whoever sends its secret as `Order-Token`, and for the account that bought it."""
    return shapes.order_out(_visible(number, caller(request)))


@router.post(
    "/orders/{number}/payments", response={201: shapes.OrderOut}, operation_id="pay_order", summary="Pay an order"
)
@needs(PAYING)
def pay_order(request: HttpRequest, number: Path[Number], wanted: sent.PaymentIn) -> Any:
    """Another try to pay, for a day: after a decline, a cancellation, or when the time to pay was over."""
    me, at = caller(request), clock.now()
    order = _visible(number, me)
    pay_at = _pay(order, wanted, me, at)
    return Status(201, shapes.order_out(_loaded(order), pay_at=pay_at))


def _pay(order: Order, wanted: sent.PaymentIn, me: Caller, at: datetime) -> str:
    back = _return_url(wanted.return_url, me)
    by: Actor = me.by
    try:
        return actions.pay(order.pk, actions.Means(wanted.gateway, back), by=by, at=at)
    except NotFoundHere as unknown:
        message = _("This way of paying is not offered. Please choose another.")
        raise Invalid("gateway_unknown", message, "gateway") from unknown


def _wanted(given: sent.OrderIn) -> Wanted:
    told = given.model_dump(exclude={"lines", "return_url"})
    return Wanted(lines=[Line(each.tier, each.quantity, each.amount, each.extras) for each in given.lines], **told)


def body_of(wanted: In) -> str:
    """What was sent, in one form: two that say the same are the same."""
    return json.dumps(wanted.model_dump(mode="json"), sort_keys=True)


def _visible(number: str, me: Caller) -> Order:
    """Raises NotFoundHere (who may not see an order is not told that there is one), NotSignedIn for a wrong token."""
    if me.order_token:
        order = queries.by_token(me.order_token)
        if order is None:
            raise NotSignedIn("order_token", _("This Order-Token opens no order."))
        found = order if order.number == number else None
    else:
        found = queries.visible_to(me.person).filter(number=number).first()
    if found is None or found.status == DRAFT:
        raise NotFoundHere()
    return found


def _loaded(order: Order) -> Order:
    return queries.with_lines(Order.objects.filter(pk=order.pk)).get()


def _return_url(given: str | None, me: Caller) -> str:
    """Where the payer comes back to. A stranger can not use us to send people to another site: that takes a key."""
    if given is None:
        ours = str(settings.PUBLIC_URL) + reverse("payment-return", args=[_STAND_IN])
        return ours.replace(_STAND_IN, "{token}")
    try:
        parts = urlsplit(given)
        sound = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        sound = False
    if not sound or any(letter in given for letter in "{}\\ "):
        raise Invalid("return_url", _("Please give a complete https address."), "return_url")
    if me.key is None:
        raise Invalid(
            "return_url_key", _("Only a program with an API key may name an address of its own."), "return_url"
        )
    return given

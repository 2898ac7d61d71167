"""The wish list of the account behind a key or a session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from dhara.api.v1.access import SELF, WISHING, caller, needs
from dhara.api.v1.endpoints.market import OfferId
from dhara.api.v1.schemas import wishes as shapes
from dhara.api.v1.schemas.market import CurrencyAsked
from dhara.checkout.wishes import actions, queries
from dhara.kit import clock

router = Router(tags=["Me"])


@router.get("/me/wishes", response=shapes.WishesOut, operation_id="list_my_wishes", summary="What I wish for")
@needs(SELF)
def list_my_wishes(request: HttpRequest, asked: Query[CurrencyAsked]) -> Any:
    """My wish list, the latest first, with what has become of each: all of it, 200 offers at most."""
    account = caller(request).person
    shown = queries.seen(queries.find(None, account), account, asked.currency, clock.now())
    return shapes.WishesOut(items=[shapes.wish_out(each) for each in shown])


@router.put("/me/wishes/{offer_id}", response=shapes.WishedOut, operation_id="put_wish", summary="Wish for an offer")
@needs(WISHING)
def put_wish(request: HttpRequest, offer_id: Path[OfferId], asked: Query[CurrencyAsked]) -> Any:
    """Put it on my wish list, at the price that it has now in this currency. Twice is once."""
    me = caller(request)
    actions.put(None, offer_id=offer_id, currency=asked.currency, by=me.by, at=clock.now())
    return shapes.WishedOut(offer=offer_id, wished=True)


@router.delete(
    "/me/wishes/{offer_id}", response=shapes.WishedOut, operation_id="delete_wish", summary="Take an offer off the list"
)
@needs(WISHING)
def delete_wish(request: HttpRequest, offer_id: Path[OfferId]) -> Any:
    """What is not on the list is no error."""
    actions.remove(None, offer_id=offer_id, by=caller(request).by, at=clock.now())
    return shapes.WishedOut(offer=offer_id, wished=False)

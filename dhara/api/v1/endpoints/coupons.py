"""A studio's coupons: see what they brought, make one, let it rest, end it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.v1.access import COUPONS, WRITING_COUPONS, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import coupons as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.checkout.coupons import actions, queries
from dhara.kit import clock

router = Router(tags=["Coupons"])
CouponId = Annotated[int, Field(ge=1, le=BIGGEST)]
VERBS = {"pause": actions.pause, "resume": actions.resume, "end": actions.end}


@router.get(
    "/studios/{handle}/coupons", response=shapes.CouponPage, operation_id="list_coupons", summary="A studio's coupons"
)
@needs(COUPONS)
def list_coupons(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """Coupons with what they brought, the latest first. Only for members who may see them."""
    me = caller(request)
    studio, viewer = studio_of(handle, me), me.viewer
    viewer.require(studio, "see_coupons")
    shown, more = Cursors("coupons", studio=studio.pk).page(queries.of_studio(studio), asked)
    brought = queries.brought(each.pk for each in shown) if viewer.may(studio, "see_money") else None
    items = [shapes.coupon_out(each, None if brought is None else brought.get(each.pk, [])) for each in shown]
    return shapes.CouponPage(items=items, next=more)


@router.post(
    "/studios/{handle}/coupons",
    response={201: shapes.CouponOut},
    operation_id="make_coupon",
    summary="Make a coupon",
)
@needs(WRITING_COUPONS)
def make_coupon(request: HttpRequest, handle: Path[Handle], wanted: shapes.CouponIn) -> Any:
    """It counts from now on, or from `starts_at`. Sending it twice is refused: a studio has each code once."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "edit_coupons")
    made = actions.make(studio, shapes.terms_of(wanted), by=me.by, at=clock.now())
    return Status(201, shapes.coupon_out(made, [] if me.viewer.may(studio, "see_money") else None))


@router.post(
    "/studios/{handle}/coupons/{coupon}/state",
    response=shapes.CouponOut,
    operation_id="move_coupon",
    summary="Pause, resume or end a coupon",
)
@needs(WRITING_COUPONS)
def move_coupon(request: HttpRequest, handle: Path[Handle], coupon: Path[CouponId], wanted: shapes.StateIn) -> Any:
    """What was ordered with it keeps its price. An ended coupon can not be brought back."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "edit_coupons")
    moved = VERBS[wanted.to](studio, coupon, by=me.by, at=clock.now())
    seen = me.viewer.may(studio, "see_money")
    return shapes.coupon_out(moved, queries.brought([moved.pk]).get(moved.pk, []) if seen else None)

"""What a studio sold, for its members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from dhara.api.v1.access import SALES, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.schemas import orders as shapes
from dhara.checkout.orders import queries
from dhara.checkout.orders.queries import Filters
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Studios"])


@router.get(
    "/studios/{handle}/orders", response=shapes.SalePage, operation_id="list_sales", summary="What a studio sold"
)
@needs(SALES)
def list_sales(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.SalesAsked]) -> Any:
    """The orders that hold something of the studio, the latest first. Only for members who may see orders."""
    me = caller(request)
    studio, viewer = studio_of(handle, me), me.viewer
    viewer.require(studio, "see_orders")
    with_buyers, with_money = viewer.may(studio, "see_buyers"), viewer.may(studio, "see_money")
    cursors = Cursors("sales", studio=studio.pk, q=asked.q, status=asked.status)
    page = queries.of_studio(
        studio,
        Filters(text=asked.q, status=asked.status),
        after=cursors.read(asked.cursor) or "",
        size=asked.limit,
        with_buyers=with_buyers,
    )
    items = [shapes.sale_out(each, with_buyers=with_buyers, with_money=with_money) for each in page.rows]
    return shapes.SalePage(items=items, next=cursors.write(page.next) if page.next else None)


def studio_of(handle: str, me: Caller) -> Studio:
    """Raises NotFoundHere, also for a key of another studio."""
    studio = Studio.objects.filter(handle__iexact=handle).first()
    if studio is None or (me.key is not None and me.key.studio_id not in (None, studio.pk)):
        raise NotFoundHere()
    return studio


def desk_of(request: HttpRequest, handle: str, verb: str) -> tuple[Studio, Caller]:
    """The studio, and who calls, who may do this in it. Raises NotFoundHere for outsiders, NotAllowed for a role."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, verb)
    return studio, me

"""A business adds its tax id after paying, or its seller does so for it: the tax goes back, and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Status

from dhara.api.v1.access import PAYING, REFUNDING, caller, needs
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import Number, _visible
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import tax_ids as shapes
from dhara.checkout.orders.queries import one_of_studio
from dhara.checkout.refunds import actions
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere

router = Router(tags=["Refunds"])


@router.post(
    "/orders/{number}/tax-id",
    response={201: shapes.TaxBackOut},
    operation_id="add_tax_id",
    summary="Add a tax id after paying",
)
@needs(PAYING)
def add_tax_id(request: HttpRequest, number: Path[Number], wanted: shapes.TaxIdIn) -> Any:
    """The tax of lines with reverse charge goes back; what was bought stays. For the buyer of an order.

    The same id again is answered with the first refund. Refused (409) where no tax goes back: `no_reverse_charge`,
    `own_country`, `late_id_over`, `not_taxed`, `nothing_left`, `order_disputed`, `not_paid`, `tax_id_there`.
    """
    me = caller(request)
    order = _visible(number, me)
    made = actions.add_tax_id(order.pk, tax_id=wanted.tax_id, by=me.by, at=clock.now())
    return Status(201, shapes.tax_back_out(made, order.number))


@router.post(
    "/studios/{handle}/orders/{number}/tax-id",
    response={201: shapes.TaxBackOut},
    operation_id="add_buyers_tax_id",
    summary="Add a buyer's tax id after the sale",
)
@needs(REFUNDING)
def add_buyers_tax_id(request: HttpRequest, handle: Path[Handle], number: Path[Number], wanted: shapes.TaxIdIn) -> Any:
    """As the buyer could: refused for the same reasons, and where others sold a part of it too (`other_sellers`)."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "refund")
    sold = one_of_studio(studio, number)
    if sold is None:
        raise NotFoundHere()
    made = actions.add_tax_id(sold.order.pk, tax_id=wanted.tax_id, studio_id=studio.pk, by=me.by, at=clock.now())
    return Status(201, shapes.tax_back_out(made, number))

"""A business adds its tax id after paying: the tax that it owes at home goes back, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders.models import Order
from dhara.checkout.refunds import late, rules
from dhara.checkout.refunds.actions import books
from dhara.checkout.refunds.actions.books import Item
from dhara.checkout.refunds.actions.give import hold, send
from dhara.checkout.refunds.facts import OrderTaxReturned
from dhara.checkout.refunds.models import Refund
from dhara.checkout.refunds.rules import Back
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.ledger.rules import Share
from dhara.money.tax.rules import clean_tax_id


@transaction.atomic
def add_tax_id(order_id: int, *, tax_id: str, by: Actor, at: datetime, studio_id: int | None = None) -> Refund:
    """Give the tax of a paid order back to a business that names its tax id now. Access, net and fees stay.

    The door has proven that the order is the buyer's; with `studio_id` a seller does it for them, which is refused
    where other sellers' tax would go back too. The same id again returns the refund that it has brought, once only.
    Refused: Invalid on `tax_id`, Conflict with the codes of `late.returnable` or `tax_id_there`.
    """
    payment, order = hold(order_id)
    known = Refund.objects.exclude(tax_id="").filter(order=order, status__in=rules.LIVE).first()
    if known is not None and known.tax_id == clean_tax_id(tax_id, order.country):
        return known
    if known is not None or order.tax_id:
        raise Conflict("tax_id_there", _("This order has a tax id already, and its tax is settled."), "tax_id")
    lines = books.lines_of(order)
    found = late.returnable(order, lines, at)
    clean = clean_tax_id(tax_id, order.country)
    if not clean:
        raise Invalid("tax_id_missing", _("Please enter your tax id."), "tax_id")
    if studio_id is not None and any(each.line.studio_id != studio_id for each in found):
        raise Conflict("other_sellers", _("Other sellers' tax goes back too, so the buyer adds the id on the receipt."))
    machine = replace(by, kind="system", id=None)
    tries = Refund.objects.exclude(tax_id="").filter(order=order).count()
    made = send(order, payment, _items(found), reason="", key=f"late_id:{order.pk}:{tries}", by=by, at=at, tax_id=clean)
    Order.objects.filter(pk=order.pk).update(tax_id=clean)
    fact = OrderTaxReturned(order.pk, made.pk, made.amount, made.currency, order.number, clean)
    whose = books.only_studio(each.line for each in found)
    books.restand(order, lines, fact=fact, by=machine, at=at, studio_id=whose)
    return made


def _items(found: Sequence[late.Taxed]) -> list[Item]:
    """The tax alone: fees, shares and net of the line are as before."""
    return [
        Item(each.line, Back(Share(each.line.studio_id, each.tax, 0, 0, 0)), revokes=False, untaxed=each.untaxed)
        for each in found
    ]

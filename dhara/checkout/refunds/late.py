"""Whether the tax of an order would go back for a tax id that the buyer adds now, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dhara.checkout.orders import rules as orders
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.refunds.queries import left_of
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Conflict, Refused
from dhara.money.policies.rules import read
from dhara.money.tax.queries import country_name, homes
from dhara.money.tax.rules import EU, is_reversed_between


@dataclass(frozen=True)
class Taxed:
    """A line whose `tax` (minor units) goes back; `untaxed` is what stays of its price."""

    line: OrderLine
    tax: int
    untaxed: int


@dataclass(frozen=True)
class Offer:
    """What a tax id would bring back, and until when it can be added."""

    amount: Money
    until: datetime
    country: str


def until(order: Order) -> datetime | None:
    """The end of the time in which a tax id can be added; None for an order that is not paid."""
    days = timedelta(days=read(order.policies, "tax.late_id_days"))
    return order.paid_at + days if order.paid_at else None


def offered(order: Order, lines: Iterable[OrderLine], at: datetime) -> Offer | None:
    """For the order's page. No query where no tax was charged or its time is over; else three or four."""
    end = until(order)
    if not order.tax or order.tax_id or order.country not in EU or end is None or at >= end:
        return None
    try:
        found = returnable(order, lines, at)
    except Refused:
        return None
    return Offer(Money(sum(each.tax for each in found), order.currency), end, order.country)


def returnable(order: Order, lines: Iterable[OrderLine], at: datetime) -> list[Taxed]:
    """The lines whose tax goes back. Never empty: raises Conflict `not_paid`, `order_disputed`, `nothing_left`,

    `not_taxed`, `no_reverse_charge`, `own_country` or `late_id_over`, with the reason in words.
    """
    _check_state(order)
    taxed = [line for line in lines if line.tax]
    if not taxed:
        raise Conflict("not_taxed", _("No tax was charged for this order, so there is none to give back."))
    reversed_lines = _reversed(order, taxed)
    _check_time(order, at)
    left = left_of(reversed_lines)
    found = [
        Taxed(line, left[line.pk].tax, left[line.pk].gross - left[line.pk].tax)
        for line in reversed_lines
        if left[line.pk].tax
    ]
    if not found:
        raise Conflict("nothing_left", _("The tax was given back already, with what was refunded."))
    return found


def _check_state(order: Order) -> None:
    if order.status == orders.DISPUTED:
        raise Conflict(
            "order_disputed", _("The payer's bank is deciding about this payment. Please wait until it has.")
        )
    if order.status == orders.REFUNDED:
        raise Conflict("nothing_left", _("Everything was given back already."))
    if order.status not in orders.BOUGHT:
        raise Conflict("not_paid", _("This order is not paid. Enter your tax id when you order."))


def _reversed(order: Order, taxed: Sequence[OrderLine]) -> list[OrderLine]:
    country = country_name(order.country)
    if order.country not in EU:
        text = _("The tax goes back for a tax id between countries of the EU only; this order is from %(country)s.")
        raise Conflict("no_reverse_charge", text % {"country": country})
    seats = homes({line.studio_id for line in taxed})
    found = [line for line in taxed if is_reversed_between(seats.get(line.studio_id, ""), order.country)]
    if found:
        return found
    if order.country in seats.values():
        text = _("The seller is in %(country)s as you are, and must charge the tax there; your office gives it back.")
        raise Conflict("own_country", text % {"country": country})
    raise Conflict("no_reverse_charge", _("The seller is not in the EU, so there is no reverse charge for this order."))


def _check_time(order: Order, at: datetime) -> None:
    end = until(order)
    if end is None or at >= end:
        days = read(order.policies, "tax.late_id_days")
        if not days or end is None:
            raise Conflict("late_id_over", _("A tax id can not be added after paying here."))
        text = _("A tax id could be added until %(date)s. Your tax office can tell you how to get the tax back now.")
        raise Conflict("late_id_over", text % {"date": show_date(end, current())})

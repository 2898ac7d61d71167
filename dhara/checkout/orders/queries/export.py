"""A studio's sales as a table for Excel and its like, written row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dhara.checkout.orders.models import OrderLine
from dhara.checkout.orders.queries.orders import Filters, lines_to_export
from dhara.checkout.orders.rules import LIFECYCLE
from dhara.kit.currency import Money
from dhara.kit.locale.languages import in_language
from dhara.kit.sheets import csv_text
from dhara.people.models import Studio

CHUNK = 500


def export_csv(studio: Studio, filters: Filters | None = None, *, lang: str = "en") -> Iterator[str]:
    """CSV text (UTF-8 with a byte order mark, for Excel) in pieces of CHUNK rows; memory stays the same however many.

    Amounts are plain decimals in Latin digits, so that they can be added up; times are those of the studio.
    """
    with in_language(lang):
        head = _head()
        states = {code: str(words) for code, words in LIFECYCLE.states.items()}
    yield "\ufeff" + csv_text([head])
    zone = ZoneInfo(studio.time_zone)
    rows: list[list[str]] = []
    for line in lines_to_export(studio, filters or Filters()):
        rows.append(_row(line, states, zone))
        if len(rows) == CHUNK:
            yield csv_text(rows)
            rows = []
    yield csv_text(rows)


def _head() -> list[str]:
    return [
        _("Order"),
        _("State"),
        _("Ordered"),
        _("Paid"),
        _("Buyer"),
        _("E-mail"),
        _("Offer"),
        _("Tier"),
        _("Quantity"),
        _("Currency"),
        _("Gross"),
        _("Tax"),
        _("Gateway fee"),
        _("Platform fee"),
        _("Collaborators"),
        _("Your share"),
        _("Refunded"),
    ]


def _row(line: OrderLine, states: dict[str, str], zone: tzinfo) -> list[str]:
    order = line.order
    amounts = (line.gross, line.tax, line.gateway_fee, line.platform_fee, line.shared, line.net, line.refunded)
    return [
        order.number,
        states[order.status],
        _moment(line.created_at, zone),
        _moment(line.paid_at, zone),
        order.name,
        order.email,
        line.title,
        line.tier_name,
        str(line.quantity),
        order.currency,
        *(f"{Money(amount, order.currency).decimal()}" for amount in amounts),
    ]


def _moment(value: Any, zone: tzinfo) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M") if value else ""

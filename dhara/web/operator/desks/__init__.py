"""The desks by group; importing this package sets them all up on the console."""

from dhara.web.operator.desks import (
    downloads,
    gateways,
    machine,
    market,
    money,
    papers,
    payment_refunds,
    payout_batches,
    payout_methods,
    payouts,
    people,
    pricing,
    refunds,
    sales,
)

__all__ = [
    "downloads",
    "gateways",
    "machine",
    "market",
    "money",
    "papers",
    "payment_refunds",
    "payout_batches",
    "payout_methods",
    "payouts",
    "people",
    "pricing",
    "refunds",
    "sales",
]

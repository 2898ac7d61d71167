"""The desks by group; importing this package sets them all up on the console."""

from dhara.web.operator.desks import (
    conversations,
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
    work,
)

__all__ = [
    "conversations",
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
    "work",
]

"""Refunds: the buyer gets money back for lines of an order, and what the studios promise about that.

Refund: pending → succeeded | failed; a dispute's is pending until the bank decides, then succeeded | cancelled.
Request: open → accepted | declined | lapsed | withdrawn. Invariants: a line's `refunded` is the sum of its live refund
lines (pending, succeeded) and never more than its gross; a refund's parts sum to its amount; books, lines and order
change in one transaction, with the payment locked first, then the order.

What a refund takes back is the sale in proportion. Collaborators give back their parts; fees that stay with the
platform or the gateway by policy (`refund.*`) are borne by the line's studio on top.
"""

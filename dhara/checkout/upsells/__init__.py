"""What a buyer is offered once after a payment: the studio's upsell, and its downsell when that is declined.

Accepting makes a small order of its own, paid by itself: in one click where the gateway keeps the buyer's means of
payment, else on one screen. The order that was paid before is never touched. Invariants: each step of an order is
answered at most once, whatever was pressed how often; nothing is charged but the amount that was shown.
"""

"""The verbs of refunds."""

from dhara.checkout.refunds.actions.give import Part, refund
from dhara.checkout.refunds.actions.late_id import add_tax_id
from dhara.checkout.refunds.actions.outcome import returned, undo
from dhara.checkout.refunds.actions.requests import accept, ask, decline, unanswered, withdraw
from dhara.checkout.refunds.actions.terms import set_terms

__all__ = [
    "Part",
    "accept",
    "add_tax_id",
    "ask",
    "decline",
    "refund",
    "returned",
    "set_terms",
    "unanswered",
    "undo",
    "withdraw",
]

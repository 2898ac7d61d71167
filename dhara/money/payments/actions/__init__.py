"""The verbs of payments."""

from dhara.money.payments.actions.begin import begin, send_payer
from dhara.money.payments.actions.notices import handle_event, receive_event
from dhara.money.payments.actions.outcome import accept, apply, ask, expire_or_wait, learn, refuse
from dhara.money.payments.actions.refund import drive_later, drive_refund, refund, retry, settle_by_hand

__all__ = [
    "accept",
    "apply",
    "ask",
    "begin",
    "drive_later",
    "drive_refund",
    "expire_or_wait",
    "handle_event",
    "learn",
    "receive_event",
    "refund",
    "refuse",
    "retry",
    "send_payer",
    "settle_by_hand",
]

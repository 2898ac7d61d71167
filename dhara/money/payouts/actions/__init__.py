"""The verbs of payouts."""

from dhara.money.payouts.actions.batches import answer, give_up, make_batch, settle, take_away
from dhara.money.payouts.actions.holding import approve, cancel, hold, recheck
from dhara.money.payouts.actions.methods import add, refuse, retire, vouch
from dhara.money.payouts.actions.plans import plan, run_plan
from dhara.money.payouts.actions.proof import confirm_amount, confirm_code, drive_test, send_code
from dhara.money.payouts.actions.requests import request
from dhara.money.payouts.actions.sending import drive, handle_event

__all__ = [
    "add",
    "answer",
    "approve",
    "cancel",
    "confirm_amount",
    "confirm_code",
    "drive",
    "drive_test",
    "give_up",
    "handle_event",
    "hold",
    "make_batch",
    "plan",
    "recheck",
    "refuse",
    "request",
    "retire",
    "run_plan",
    "send_code",
    "settle",
    "take_away",
    "vouch",
]

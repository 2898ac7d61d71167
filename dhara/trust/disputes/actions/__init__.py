"""The verbs of cases: open, answer, show, settle, take back, rule, appeal; and what happens when nobody does."""

from dhara.trust.disputes.actions.opening import follow, open_case
from dhara.trust.disputes.actions.ruling import accept, appeal, rule
from dhara.trust.disputes.actions.settling import agree, concede, decline, propose, take_back
from dhara.trust.disputes.actions.speaking import answer, hand_over, say, withdraw
from dhara.trust.disputes.actions.taking import take
from dhara.trust.disputes.actions.waiting import remind, time_up

__all__ = [
    "accept",
    "agree",
    "answer",
    "appeal",
    "concede",
    "decline",
    "follow",
    "hand_over",
    "open_case",
    "propose",
    "remind",
    "rule",
    "say",
    "take",
    "take_back",
    "time_up",
    "withdraw",
]

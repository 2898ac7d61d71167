"""The verbs of reviews."""

from dhara.trust.reviews.actions.asking import ask, remind, time_up
from dhara.trust.reviews.actions.counting import claim, count, recount
from dhara.trust.reviews.actions.judging import handle, hide, let_through, report, show
from dhara.trust.reviews.actions.writing import answer, write

__all__ = [
    "answer",
    "ask",
    "claim",
    "count",
    "handle",
    "hide",
    "let_through",
    "recount",
    "remind",
    "report",
    "show",
    "time_up",
    "write",
]

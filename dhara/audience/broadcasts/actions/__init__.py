"""The verbs of broadcasts."""

from dhara.audience.broadcasts.actions.begin import begin_due, schedule, start, unschedule
from dhara.audience.broadcasts.actions.steer import again, cancel, decide, pause, protect, resume, settle, settle_one
from dhara.audience.broadcasts.actions.write import copy, discard, edit, make

__all__ = [
    "again",
    "begin_due",
    "cancel",
    "copy",
    "decide",
    "discard",
    "edit",
    "make",
    "pause",
    "protect",
    "resume",
    "schedule",
    "settle",
    "settle_one",
    "start",
    "unschedule",
]

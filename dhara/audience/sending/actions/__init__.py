"""The verbs of sending: queue letters, steer them, send them, take back what a dead worker left."""

from dhara.audience.sending.actions.queueing import queue_for, queue_one
from dhara.audience.sending.actions.settling import watch
from dhara.audience.sending.actions.steering import again, cancel, pause, release, resume, settle_unknown

__all__ = [
    "again",
    "cancel",
    "pause",
    "queue_for",
    "queue_one",
    "release",
    "resume",
    "settle_unknown",
    "watch",
]

"""The verbs of conversations."""

from dhara.people.conversations.actions.agreeing import agree, claim
from dhara.people.conversations.actions.judging import handle, release, remove, report
from dhara.people.conversations.actions.mailing import remind
from dhara.people.conversations.actions.opening import Customer, open_about
from dhara.people.conversations.actions.reading import archive, block, mark_read, mute, unblock
from dhara.people.conversations.actions.replies import take_mail
from dhara.people.conversations.actions.uploading import forget_unsent, take, upload
from dhara.people.conversations.actions.writing import write

__all__ = [
    "Customer",
    "agree",
    "archive",
    "block",
    "claim",
    "forget_unsent",
    "handle",
    "mark_read",
    "mute",
    "open_about",
    "release",
    "remind",
    "remove",
    "report",
    "take",
    "take_mail",
    "unblock",
    "upload",
    "write",
]

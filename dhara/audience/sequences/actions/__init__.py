"""The verbs of sequences: of the studio that builds themand of people who come in and leave."""

from dhara.audience.sequences.actions.drafts import make, rename, save_draft, settle
from dhara.audience.sequences.actions.entering import enrol, enter, leave, on_event, unenrol
from dhara.audience.sequences.actions.publishing import publish
from dhara.audience.sequences.actions.steering import archive, pause, resume

__all__ = [
    "archive",
    "enrol",
    "enter",
    "leave",
    "make",
    "on_event",
    "pause",
    "publish",
    "rename",
    "resume",
    "save_draft",
    "settle",
    "unenrol",
]

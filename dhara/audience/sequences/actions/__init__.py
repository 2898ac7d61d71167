"""The verbs of sequences: of the studio that builds them, of people who come in and leave, of the pump."""

from dhara.audience.sequences.actions.copying import copy
from dhara.audience.sequences.actions.drafts import make, rename, save_draft, settle
from dhara.audience.sequences.actions.entering import enrol, enter, leave, on_event, unenrol
from dhara.audience.sequences.actions.intaking import enrol_many, stop_intake, take_in
from dhara.audience.sequences.actions.publishing import publish
from dhara.audience.sequences.actions.pumping import pump, retry
from dhara.audience.sequences.actions.rehearsing import Rehearsed, rehearse
from dhara.audience.sequences.actions.restoring import restore
from dhara.audience.sequences.actions.steering import archive, pause, resume
from dhara.audience.sequences.actions.templating import make_from
from dhara.audience.sequences.actions.trying import Tried, try_letters

__all__ = [
    "Rehearsed",
    "Tried",
    "archive",
    "copy",
    "enrol",
    "enrol_many",
    "enter",
    "leave",
    "make",
    "make_from",
    "on_event",
    "pause",
    "publish",
    "pump",
    "rehearse",
    "rename",
    "restore",
    "resume",
    "retry",
    "save_draft",
    "settle",
    "stop_intake",
    "take_in",
    "try_letters",
    "unenrol",
]

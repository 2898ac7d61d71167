"""The verbs of contacts.

They ask for no role: forms, purchases and servers call them too. Doors ask; what only members do asks itself.
"""

from dhara.audience.contacts.actions.edit import edit, note, set_field
from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.actions.find import find_or_make
from dhara.audience.contacts.actions.forgetting import also_erase, erase
from dhara.audience.contacts.actions.joining import merge
from dhara.audience.contacts.actions.states import (
    ask,
    bounce,
    complain,
    forget_question,
    revive,
    subscribe,
    unsubscribe,
)
from dhara.audience.contacts.actions.tags import tag, tag_all, untag, untag_all

__all__ = [
    "also_erase",
    "ask",
    "bounce",
    "complain",
    "edit",
    "erase",
    "find_or_make",
    "forget_question",
    "keep_event",
    "merge",
    "note",
    "revive",
    "set_field",
    "subscribe",
    "tag",
    "tag_all",
    "unsubscribe",
    "untag",
    "untag_all",
]

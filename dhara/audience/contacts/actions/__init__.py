"""The verbs of contacts.

They ask for no role: forms, purchases and servers call them too. Doors ask; what only members do asks itself.
"""

from dhara.audience.contacts.actions.bulk import go_on as go_on_tagging
from dhara.audience.contacts.actions.bulk import stop_tagging, tag_found
from dhara.audience.contacts.actions.carrying import carry_in
from dhara.audience.contacts.actions.edit import edit, note, set_field
from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.actions.find import find_or_make
from dhara.audience.contacts.actions.forgetting import also_erase, erase
from dhara.audience.contacts.actions.hand import add
from dhara.audience.contacts.actions.importing import forget_files
from dhara.audience.contacts.actions.importing import receive as receive_import
from dhara.audience.contacts.actions.importing import receive_uploaded as receive_uploaded_import
from dhara.audience.contacts.actions.importing import start as start_import
from dhara.audience.contacts.actions.importing import stop as stop_import
from dhara.audience.contacts.actions.joining import merge
from dhara.audience.contacts.actions.keeping_out import keep_out, let_in
from dhara.audience.contacts.actions.named import (
    delete_field,
    delete_tag,
    edit_field,
    make_field,
    make_tag,
    rename_tag,
    tags_named,
)
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
    "add",
    "also_erase",
    "ask",
    "bounce",
    "carry_in",
    "complain",
    "delete_field",
    "delete_tag",
    "edit",
    "edit_field",
    "erase",
    "find_or_make",
    "forget_files",
    "forget_question",
    "go_on_tagging",
    "keep_event",
    "keep_out",
    "let_in",
    "make_field",
    "make_tag",
    "merge",
    "note",
    "receive_import",
    "receive_uploaded_import",
    "rename_tag",
    "revive",
    "set_field",
    "start_import",
    "stop_import",
    "stop_tagging",
    "subscribe",
    "tag",
    "tag_all",
    "tag_found",
    "tags_named",
    "unsubscribe",
    "untag",
    "untag_all",
]

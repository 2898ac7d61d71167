"""The doors of the audience: the seller's pages, and what subscribers see."""

from __future__ import annotations

from typing import Final

from tests.web.doors_sequences import SEQUENCES
from tests.web.rights import EVERYBODY, NOBODY, SECRET, Rights

_STUDIO: Final = "studio/<str:handle>/audience/"
_CONTACTS: Final = f"{_STUDIO}contacts/"
_FORMS: Final = f"{_STUDIO}forms/"
_FORM: Final = f"{_FORMS}<int:form_id>/"
_CONTACT: Final = f"{_CONTACTS}<int:contact_id>/"
_BROADCASTS: Final = f"{_STUDIO}broadcasts/"
_BROADCAST: Final = f"{_BROADCASTS}<int:broadcast_id>/"

_SEGMENTS: Final = f"{_STUDIO}segments/"
_RULES: Final = f"{_STUDIO}rules/"

AUDIENCE: Final[dict[str, Rights]] = {
    _STUDIO: ("see_audience", NOBODY),
    # --- contacts, tags, fields
    _CONTACTS: ("see_audience", NOBODY),
    f"{_CONTACTS}new/": ("edit_contacts", "edit_contacts"),
    f"{_CONTACTS}tagging/": (NOBODY, "edit_contacts"),
    f"{_CONTACTS}taggings/": ("edit_contacts", "edit_contacts"),
    f"{_CONTACTS}taggings/<int:tagging_id>/": ("edit_contacts", NOBODY),
    f"{_CONTACTS}taggings/<int:tagging_id>/progress/": ("edit_contacts", NOBODY),
    f"{_CONTACTS}taggings/<int:tagging_id>/cancellation/": (NOBODY, "edit_contacts"),
    f"{_CONTACTS}intake/": ("send_letters", "send_letters"),
    f"{_CONTACTS}export.csv": ("export_audience", NOBODY),
    _CONTACT: ("see_audience", NOBODY),
    f"{_CONTACT}details/": ("edit_contacts", "edit_contacts"),
    f"{_CONTACT}tags/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}tags/<int:tag_id>/removal/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}notes/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}unsubscription/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}revival/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}erasure/": (NOBODY, "edit_contacts"),
    f"{_CONTACT}merging/": ("edit_contacts", "edit_contacts"),
    f"{_STUDIO}tags/": ("edit_contacts", "edit_contacts"),
    f"{_STUDIO}tags/<int:tag_id>/": ("see_audience", "edit_contacts"),
    f"{_STUDIO}tags/<int:tag_id>/removal/": (NOBODY, "edit_contacts"),
    f"{_STUDIO}imports/": ("edit_contacts", "edit_contacts"),
    f"{_STUDIO}imports/uploads/": (NOBODY, "edit_contacts"),
    f"{_STUDIO}imports/uploads/<uuid:upload_id>/": (NOBODY, NOBODY),
    f"{_STUDIO}imports/<int:import_id>/": ("edit_contacts", "edit_contacts"),
    f"{_STUDIO}imports/<int:import_id>/progress/": ("edit_contacts", NOBODY),
    f"{_STUDIO}imports/<int:import_id>/cancellation/": (NOBODY, "edit_contacts"),
    f"{_STUDIO}imports/<int:import_id>/errors.csv": ("edit_contacts", NOBODY),
    f"{_STUDIO}fields/": ("edit_contacts", "edit_contacts"),
    f"{_STUDIO}fields/<int:field_id>/": (NOBODY, "edit_contacts"),
    f"{_STUDIO}fields/<int:field_id>/removal/": (NOBODY, "edit_contacts"),
    # --- letters
    f"{_STUDIO}letterhead/": ("edit_sending", "edit_sending"),
    f"{_STUDIO}letters/<int:message_pk>/": ("edit_letters", "edit_letters"),
    f"{_STUDIO}letters/<int:message_pk>/preview/": ("see_audience", NOBODY),
    # --- segments and rules
    _SEGMENTS: ("see_audience", NOBODY),
    f"{_SEGMENTS}new/": ("edit_letters", "edit_letters"),
    f"{_SEGMENTS}count/": (NOBODY, "edit_letters"),
    f"{_SEGMENTS}<int:segment_id>/": ("see_audience", NOBODY),
    f"{_SEGMENTS}<int:segment_id>/edit/": ("edit_letters", "edit_letters"),
    f"{_SEGMENTS}<int:segment_id>/removal/": (NOBODY, "edit_letters"),
    _RULES: ("see_audience", NOBODY),
    f"{_RULES}new/": ("edit_letters", "edit_letters"),
    f"{_RULES}<int:rule_id>/": ("edit_letters", "edit_letters"),
    f"{_RULES}<int:rule_id>/switch/": (NOBODY, "edit_letters"),
    f"{_RULES}<int:rule_id>/removal/": (NOBODY, "edit_letters"),
    # --- forms
    _FORMS: ("see_audience", NOBODY),
    f"{_FORMS}new/": ("edit_letters", "edit_letters"),
    _FORM: ("see_audience", NOBODY),
    f"{_FORM}building/": ("edit_letters", "edit_letters"),
    f"{_FORM}state/": (NOBODY, "edit_letters"),
    f"{_FORM}page/": (NOBODY, "edit_letters"),
    f"{_FORM}copy/": (NOBODY, "edit_letters"),
    f"{_FORM}code.svg": ("see_audience", NOBODY),
    f"{_FORM}submissions/": ("see_audience", NOBODY),
    f"{_FORM}submissions/export.csv": ("export_audience", NOBODY),
    f"{_FORM}submissions/<int:submission_id>/refusal/": (NOBODY, "edit_contacts"),
    # --- broadcasts
    _BROADCASTS: ("see_audience", NOBODY),
    f"{_BROADCASTS}new/": ("edit_letters", "edit_letters"),
    _BROADCAST: ("see_audience", NOBODY),
    f"{_BROADCAST}plan/": ("edit_letters", "edit_letters"),
    f"{_BROADCAST}progress/": ("see_audience", NOBODY),
    f"{_BROADCAST}copy/": (NOBODY, "edit_letters"),
    f"{_BROADCAST}removal/": (NOBODY, "edit_letters"),
    f"{_BROADCAST}schedule/": (NOBODY, "send_letters"),
    f"{_BROADCAST}withdrawal/": (NOBODY, "send_letters"),
    f"{_BROADCAST}dispatch/": (NOBODY, "send_letters"),
    f"{_BROADCAST}pause/": (NOBODY, "send_letters"),
    f"{_BROADCAST}resumption/": (NOBODY, "send_letters"),
    f"{_BROADCAST}cancellation/": (NOBODY, "send_letters"),
    f"{_BROADCAST}decision/": (NOBODY, "send_letters"),
    f"{_BROADCAST}repetition/": (NOBODY, "send_letters"),
    # --- how letters leave
    f"{_STUDIO}sending/": ("edit_sending", NOBODY),
    f"{_STUDIO}sending/way/": ("edit_sending", "edit_sending"),
    f"{_STUDIO}sending/way/removal/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/way/pause/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/checks/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/trial/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/lanes/<int:lane_id>/resumption/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/addresses/": ("edit_sending", NOBODY),
    f"{_STUDIO}sending/addresses/adding/": (NOBODY, "edit_sending"),
    f"{_STUDIO}sending/addresses/lifting/": (NOBODY, "edit_sending"),
    # --- the links of letters
    "letters/data/<secret:token>/": (SECRET, NOBODY),
    "letters/data/<secret:token>/data.json": (SECRET, NOBODY),
    "letters/data/<secret:token>/data.csv": (SECRET, NOBODY),
    "letters/data/<secret:token>/erasure/": (SECRET, SECRET),
    "letters/<secret:token>/": (SECRET, SECRET),
    "letters/<secret:token>/subscription/": (NOBODY, SECRET),
    "letters/<secret:token>/data/": (NOBODY, SECRET),
    "letters/<str:token>/unsubscribe/": (EVERYBODY, EVERYBODY),
    "hooks/mail/<slug:token>/": (SECRET, SECRET),
    "l/<str:token>/": (SECRET, NOBODY),
    "o/<str:token>.gif": (EVERYBODY, NOBODY),
    # --- forms in public
    "f/confirm/<str:token>/": (SECRET, SECRET),
    "f/preview/<str:token>/": (NOBODY, SECRET),
    "f/<str:token>/": (SECRET, SECRET),
    "f/<str:token>/thanks/": (SECRET, NOBODY),
    "f/<str:token>/frame/": (SECRET, SECRET),
    "f/<str:token>/frame/thanks/": (SECRET, NOBODY),
    "f/<str:token>/embed.js": (SECRET, NOBODY),
    **SEQUENCES,
}

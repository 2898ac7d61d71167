"""What is known of a contact: name, language, zone, fields, notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.actions.states import locked
from dhara.audience.contacts.models import Contact, Field
from dhara.kit.actor import Actor
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotFoundHere

MAX_NOTE = 2_000


@transaction.atomic
def edit(
    contact: Contact,
    *,
    by: Actor,
    at: datetime,
    name: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
) -> Contact:
    """Change what is given. Raises Invalid with the field."""
    contact = alive(contact)
    if language is not None and language not in LANGS:
        raise Invalid("unknown_language", _("Please choose one of the languages."), "language")
    if time_zone and time_zone not in available_timezones():
        raise Invalid("unknown_time_zone", _("Please choose one of the time zones."), "time_zone")
    if name is not None:
        contact.name = clean_text(name)[: rules.MAX_NAME]
        contact.found_by = rules.found_by(contact.studio_id, contact.email, contact.name)
    contact.language = contact.language if language is None else language
    contact.time_zone = contact.time_zone if time_zone is None else time_zone
    contact.save(update_fields=["name", "found_by", "language", "time_zone"])
    given = {"name": name, "language": language, "time_zone": time_zone}
    data = {"by": by.id, **{key: value for key, value in given.items() if value is not None}}
    keep_event(contact.pk, contact.studio_id, "field", at=at, data=data)
    return contact


@transaction.atomic
def set_field(contact: Contact, key: str, value: Any, *, by: Actor, at: datetime) -> bool:
    """Whether it changed; None or "" empties it. Raises NotFoundHere for a field the studio has not, Invalid."""
    contact = alive(contact)
    field = Field.objects.filter(studio_id=contact.studio_id, key=key).first()
    if field is None:
        raise NotFoundHere("field_gone", _("This field is not there any more."))
    clean = rules.clean_value(field.kind, field.choices, value)
    if contact.fields.get(key) == clean and type(contact.fields.get(key)) is type(clean):
        return False
    fields = {each: kept for each, kept in contact.fields.items() if each != key}
    if clean is not None:
        fields[key] = clean
    Contact.objects.filter(pk=contact.pk).update(fields=fields)
    keep_event(contact.pk, contact.studio_id, "field", f"field:{key}", at=at, data={"value": clean, "by": by.id})
    return True


@transaction.atomic
def note(contact: Contact, words: str, *, by: Actor, at: datetime) -> None:
    """A member's own words in the timeline. Raises Invalid."""
    contact = alive(contact)
    words = clean_text(words, lines=True)
    if not words or len(words) > MAX_NOTE:
        raise Invalid("note_length", _("Please write a note of at most 2,000 characters."), "words")
    data = {"words": words, "by": by.id}
    keep_event(contact.pk, contact.studio_id, "noted", at=at, data=data)


def alive(contact: Contact) -> Contact:
    """Locked. Raises NotFoundHere for an erased one."""
    contact = locked(contact)
    if contact.status == rules.ERASED:
        raise NotFoundHere("contact_erased", _("This contact was erased."))
    return contact

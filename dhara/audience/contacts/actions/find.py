"""The one row of an address, made if there is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dhara.audience.contacts import rules
from dhara.audience.contacts.models import Contact, Field
from dhara.audience.suppression.rules import key_of
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio


@transaction.atomic
def find_or_make(
    studio: Studio,
    email: str,
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    language: str = "",
    source: str = "",
    fields: dict[str, Any] | None = None,
) -> Contact:
    """The contact of an address, one row whatever races; `known` when new, its state untouched when not.

    Of one who is there, only what was empty is filled in: whoever types an address into a form proves nothing.
    Fields that the studio has not, and values that do not suit, are left out. Raises Invalid (email_bad).
    """
    address = rules.clean_email(email)
    name = clean_text(name)[: rules.MAX_NAME]
    values = clean_fields(studio.pk, fields) if fields else {}
    spoken = language if language in LANGS else studio.language
    made = Contact(
        studio=studio,
        email=address,
        email_key=key_of(address),
        name=name,
        language=spoken,
        fields=values,
        source=(source or by.kind)[:40],
        status=rules.KNOWN,
        status_at=at,
        created_at=at,
        found_by=rules.found_by(studio.pk, address, name),
    )
    if keys := rows.insert_new([made]):
        made.pk = keys[0]
        made._state.adding, made._state.db = False, connection.alias
        return made
    found = Contact.objects.select_for_update(no_key=True).get(studio=studio, email=address)
    return _fill(found, name, values)


def clean_fields(studio_id: int, given: dict[str, Any]) -> dict[str, Any]:
    """Of what is given by key, what the studio asks for and what suits."""
    found: dict[str, Any] = {}
    for field in Field.objects.filter(studio_id=studio_id, key__in=list(given)):
        try:
            value = rules.clean_value(field.kind, field.choices, given[field.key])
        except Invalid:
            continue
        if value is not None:
            found[field.key] = value
    return found


def _fill(contact: Contact, name: str, values: dict[str, Any]) -> Contact:
    changed: dict[str, Any] = {}
    if name and not contact.name:
        changed |= {"name": name, "found_by": rules.found_by(contact.studio_id, contact.email, name)}
    if values.keys() - contact.fields.keys():
        changed["fields"] = values | contact.fields
    if changed:
        Contact.objects.filter(pk=contact.pk).update(**changed)
        for key, value in changed.items():
            setattr(contact, key, value)
    return contact

"""One step of an import: so many lines in one transaction, with the place where the next step begins.

A worker that is killed leaves nothing of its step; the job comes back to another one, which begins at that place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction

from dhara.audience.contacts import lines, mapping, rules
from dhara.audience.contacts.actions import importing
from dhara.audience.contacts.actions.named import tags_named
from dhara.audience.contacts.actions.tags import put_from
from dhara.audience.contacts.facts import ContactSubscribed
from dhara.audience.contacts.mapping import Person
from dhara.audience.contacts.models import Contact, ContactEvent, ContactImport, Tag
from dhara.audience.contacts.queries.imports import known_fields, shape_of
from dhara.audience.suppression.queries import suppressed
from dhara.audience.suppression.rules import key_of
from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import defer_named

STEP: Final = 500


def carry_in(import_id: int, *, at: datetime, step: int = STEP) -> bool:
    """The next lines. Whether there are more, and then a job for them is there."""
    try:
        return _step(import_id, at, step)
    except FileNotFoundError:
        importing.fail(import_id, at=at)
        return False


@transaction.atomic
def _step(import_id: int, at: datetime, step: int) -> bool:
    found = ContactImport.objects.select_for_update(of=("self",)).select_related("studio", "file").get(pk=import_id)
    if found.status != rules.RUNNING:
        return False
    with found.file.open() as file:
        read = list(islice(lines.read(file, shape_of(found), found.position), step))
    people = _people(found, read)
    _write(found, people, at)
    found.lines += len(read)
    found.position = read[-1].end if read else found.size
    found.save(update_fields=["lines", "position", "added", "changed", "kept_out", "problems"])
    if len(read) < step:
        found.position = found.size
        found.save(update_fields=["position"])
        importing.finish(found, at=at)
        return False
    defer_named(importing.JOB, queue="upkeep", import_id=found.pk)
    return True


def _people(found: ContactImport, read: Sequence[lines.Line]) -> dict[str, Person]:
    """By address; of two lines with the same the later one counts."""
    fields, people = known_fields(found.studio_id), {}
    for line in read:
        person = mapping.person_of(line, found.mapping, fields)
        if person.problem:
            found.problems += 1
        else:
            people[person.email] = person
    return people


def _write(found: ContactImport, people: dict[str, Person], at: datetime) -> None:
    held = Contact.objects.select_for_update(no_key=True).filter(studio=found.studio, email__in=list(people))
    there = {contact.email: contact for contact in held.order_by("id")}
    kept_out = suppressed(found.studio_id, people) | {mail for mail, one in there.items() if one.status in rules.GONE}
    found.kept_out += len(kept_out)
    wanted = {mail: person for mail, person in people.items() if mail not in kept_out}
    fresh = {mail: person for mail, person in wanted.items() if mail not in there}
    made = _make(found, fresh, at)
    found.added += len(made)
    old = [there[mail] for mail in wanted if mail in there] if found.options["update"] else []
    touched = [contact for contact in old if _change(found, contact, wanted[contact.email])]
    _tag(found, [*made, *old], wanted, at)
    asked = [each for each in [*made, *old] if found.options["agreed"] and each.status in (rules.KNOWN, rules.PENDING)]
    _subscribe(found, asked, at)
    found.changed += len({each.pk for each in (*touched, *asked)} - {each.pk for each in made})


def _make(found: ContactImport, fresh: dict[str, Person], at: datetime) -> list[Contact]:
    new = [
        Contact(
            studio=found.studio,
            email=email,
            email_key=key_of(email),
            name=person.name,
            language=person.language or found.options["language"],
            fields=person.fields,
            source=f"import:{found.pk}",
            status=rules.KNOWN,
            status_at=at,
            created_at=at,
            found_by=rules.found_by(found.studio_id, email, person.name),
        )
        for email, person in fresh.items()
    ]
    ids = rows.insert_new(new)
    made = list(Contact.objects.filter(pk__in=ids).order_by("id"))
    _keep(made, "imported", {}, found, at)
    return made


def _change(found: ContactImport, contact: Contact, person: Person) -> bool:
    """What the file says counts for more than what was there; whether anything is different now."""
    name, language = person.name or contact.name, person.language or contact.language
    fields = contact.fields | person.fields
    if (name, language, fields) == (contact.name, contact.language, contact.fields):
        return False
    contact.name, contact.language, contact.fields = name, language, fields
    contact.found_by = rules.found_by(found.studio_id, contact.email, name)
    contact.save(update_fields=["name", "language", "fields", "found_by"])
    return True


def _tag(found: ContactImport, contacts: Sequence[Contact], people: dict[str, Person], at: datetime) -> None:
    """The tags chosen for all, and each line's own, of which missing ones are made while there is room."""
    names = {name.lower(): name for each in contacts for name in people[each.email].tags}
    there = {tag.name.lower(): tag for tag in Tag.objects.filter(studio=found.studio)} if names else {}
    room = max(0, rules.MAX_TAGS - len(there))
    missing = [name for key, name in names.items() if key not in there][:room]
    made = tags_named(found.studio, missing, by=SYSTEM, at=at) if missing else []
    there |= {tag.name.lower(): tag for tag in made}
    wearers: dict[int, list[int]] = {tag_id: [each.pk for each in contacts] for tag_id in found.options["tag_ids"]}
    for each in contacts:
        for name in people[each.email].tags:
            if tag := there.get(name.lower()):
                wearers.setdefault(tag.pk, []).append(each.pk)
    for tag_id, ids in sorted(wearers.items()):
        put_from(f"import:{found.pk}", found.studio_id, tag_id, ids, at)


def _subscribe(found: ContactImport, contacts: Sequence[Contact], at: datetime) -> None:
    """The same as `subscribe` of each, consents and events by one statement each. None of them is kept out."""
    if not contacts:
        return
    source, words = f"import:{found.pk}", found.options["words"]
    consent: Any = Contact._meta.get_field("consents").related_model
    said = {"studio_id": found.studio_id, "given": True, "text": words, "source": source, "at": at}
    rows.insert_all(
        [consent(contact=each, email_key=each.email_key, language=each.language, **said) for each in contacts]
    )
    for each in contacts:
        since = each.subscribed_at or at
        fact = ContactSubscribed(each.pk, source)
        each.become(rules.SUBSCRIBED, fact=fact, by=SYSTEM, at=at, studio_id=found.studio_id, subscribed_at=since)
    _keep(contacts, "subscribed", {"source": source}, found, at)


def _keep(contacts: Sequence[Contact], kind: str, data: dict[str, Any], found: ContactImport, at: datetime) -> None:
    subject = f"import:{found.pk}"
    events = [
        ContactEvent(studio_id=found.studio_id, contact=each, kind=kind, subject=subject, data=data, at=at)
        for each in contacts
    ]
    rows.insert_all(events)

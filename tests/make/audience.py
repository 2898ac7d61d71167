"""Contacts, tags and fields of a studio, as tests need them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from dhara.audience.contacts import actions, rules
from dhara.audience.messages import actions as messages
from dhara.audience.messages.rules import BROADCAST
from dhara.audience.models import Contact, ContactEvent, ContactImport, Field, Tag, Tagging
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.people.models import Studio
from tests.make import broadcasts
from tests.make.catalog import Shop
from tests.make.people import LONG_AGO

WORDS = "Yes, send me letters."


def contact(
    studio: Studio,
    email: str = "mina@example.com",
    *,
    state: str = rules.SUBSCRIBED,
    at: datetime = LONG_AGO,
    name: str = "",
    **given: Any,
) -> Contact:
    """A contact that came into its state by the verbs that lead there."""
    found = actions.find_or_make(studio, email, by=GUEST, at=at, name=name, **given)
    if state == rules.KNOWN:
        return found
    if state == rules.PENDING:
        return actions.ask(found, by=GUEST, at=at)
    found = subscribe(found, at=at)
    match state:
        case rules.UNSUBSCRIBED:
            return actions.unsubscribe(found, by=GUEST, at=at, source="link")
        case rules.BOUNCED:
            return actions.bounce(found, hard=True, by=SYSTEM, at=at, detail="550 no such user")
        case rules.COMPLAINED:
            return actions.complain(found, by=SYSTEM, at=at)
        case rules.ERASED:
            return actions.erase(found, by=GUEST, at=at)
    return found


def subscribe(found: Contact, *, at: datetime = LONG_AGO, source: str = "form:1", proof: str = "confirmed") -> Contact:
    return actions.subscribe(found, by=GUEST, at=at, source=source, words=WORDS, proof=proof, page="https://e.example/")


def tag(studio: Studio, name: str = "buyer", *, at: datetime = LONG_AGO) -> Tag:
    return Tag.objects.create(studio=studio, name=name, created_at=at)


def field(
    studio: Studio, key: str = "city", *, kind: str = rules.TEXT, label: str = "", choices: tuple[str, ...] = ()
) -> Field:
    label = label or key.capitalize()
    return Field.objects.create(
        studio=studio, key=key, label=label, kind=kind, choices=list(choices), created_at=LONG_AGO
    )


def kinds(found: Contact) -> list[str]:
    """What is in the timeline, the earliest first."""
    return list(ContactEvent.objects.filter(contact=found).order_by("id").values_list("kind", flat=True))


def csv_import(studio: Studio, content: bytes, *, at: datetime = LONG_AGO, name: str = "list.csv") -> ContactImport:
    """A file that has arrived; its columns are guessed."""
    return actions.receive_import(studio, BytesIO(content), name, by=SYSTEM, at=at)


def carried_in(found: ContactImport, *, at: datetime = LONG_AGO, step: int = 500, **options: Any) -> ContactImport:
    """Started with the columns as guessed (by the owner), and carried in to its end."""
    by = person(found.studio.members.get(role="owner").account_id)
    actions.start_import(found.studio, found.pk, found.mapping, options, by=by, at=at)
    while actions.carry_in(found.pk, at=at, step=step):
        pass
    found.refresh_from_db()
    return found


def tagging(studio: Studio, *, at: datetime) -> Tagging:
    """One that runs, with everybody still before it."""
    who = studio.members.get(role="owner").account
    begun = {"status": "running", "status_at": at, "created_at": at, "made_by": who, "last": 2**62, "meant": 1_000}
    filters = {"text": "", "status": "", "tag_id": None}
    return Tagging.objects.create(studio=studio, tag=tag(studio, "Everybody", at=at), filters=filters, **begun)


def blanks(studio: Studio, at: datetime) -> dict[str, int]:
    """What fills in the blanks of the audience's addresses, for the permission matrix."""
    owner = studio.members.get(role="owner").account
    shop = Shop(studio, owner, person(owner.pk))
    tagged = tagging(studio, at=at)
    return {
        "tagging_id": tagged.pk,
        "tagging": tagged.pk,
        "contact_id": (reader := contact(studio, "reader@example.com", at=at)).pk,
        "contact": reader.pk,
        **dict.fromkeys(("tag_id", "tag"), tag(studio, "matrix", at=at).pk),
        "field_id": field(studio, "matrix").pk,
        "message_pk": messages.write(studio, BROADCAST, by=SYSTEM, at=at).pk,
        "import_id": csv_import(studio, b"email\nnew@example.com\n", at=at).pk,
        **dict.fromkeys(("broadcast_id", "broadcast"), broadcasts.draft(shop, at).pk),
    }

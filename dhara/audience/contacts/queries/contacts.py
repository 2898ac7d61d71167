"""Reads: the contacts of a studio, found fast; what one of them did."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Value

from dhara.audience.contacts import rules
from dhara.audience.contacts.models import Contact, ContactEvent, ContactImport, ContactTag, Field, Tag, Tagging
from dhara.audience.suppression.queries import rows_of
from dhara.kit import rows
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio

PAGE: Final = 50
EXACT: Final = 10_000  # so many are counted one by one; more are guessed by the planner
FEW: Final = 2_000


@dataclass(frozen=True)
class Filters:
    """Which contacts: those found by `text`, in `status` ("" for all but the erased), with the tag."""

    text: str = ""
    status: str = ""
    tag_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.text or self.status or self.tag_id)


def visible_to(viewer: Viewer, studio: Studio) -> QuerySet[Contact]:
    """All but the erased, for a member who may see the audience; nothing for others."""
    if not viewer.may(studio, "see_audience"):
        return Contact.objects.none()
    return Contact.objects.filter(studio=studio).exclude(status=rules.ERASED)


def found(studio: Studio, filters: Filters) -> QuerySet[Contact]:
    """The contacts that the filters leave. The door has asked for the right to see them."""
    contacts = Contact.objects.filter(studio=studio)
    if filters.status in rules.LIFECYCLE.states:
        contacts = contacts.filter(status=filters.status)
    else:
        contacts = contacts.exclude(status=rules.ERASED)
    if filters.tag_id:
        tagged = ContactTag.objects.filter(contact=OuterRef("pk"), tag_id=filters.tag_id, tag__studio=studio)
        contacts = contacts.filter(Exists(tagged))
    if not filters.text.strip():
        return contacts
    wanted = rules.asked_for(studio.pk, filters.text)
    if not wanted:
        return contacts.none()
    few = _few(studio.pk, wanted)
    return contacts.filter(_matches(wanted)) if few is None else contacts.filter(pk__in=few)


@dataclass(frozen=True)
class Page:
    """`before` and `after` are cursors of the pages beside it, "" where there is none."""

    contacts: list[Contact]
    newer: str
    older: str


def page(studio: Studio, filters: Filters, cursor: str = "", size: int = PAGE) -> Page:
    """The latest first; `cursor` is "<id" for those before an id or ">id" for those after it. Any text is answered."""
    contacts = found(studio, filters).prefetch_related(None)
    side, number = cursor[:1], cursor[1:19]
    here = int(number) if number.isascii() and number.isdecimal() else 0
    if side == ">" and here:
        step = list(contacts.filter(pk__gt=here).order_by("pk")[: size + 1])
        more, step = len(step) > size, step[:size][::-1]
        return Page(step, f">{step[0].pk}" if more and step else "", f"<{step[-1].pk}" if step else "")
    if here:
        contacts = contacts.filter(pk__lt=here)
    step = list(contacts.order_by("-pk")[: size + 1])
    more, step = len(step) > size, step[:size]
    return Page(step, f">{step[0].pk}" if here and step else "", f"<{step[-1].pk}" if more and step else "")


def count(studio: Studio, filters: Filters) -> tuple[int, bool]:
    """(how many, whether that is exact): counted up to EXACT, guessed beyond."""
    contacts = found(studio, filters).order_by()
    exact = contacts.values("pk")[: EXACT + 1].count()
    if exact <= EXACT:
        return exact, True
    return max(exact, _guess(contacts)), False


def by_state(studio: Studio) -> dict[str, int]:
    """How many contacts are in each state; one read of the index."""
    counted = Contact.objects.filter(studio=studio).values("status").annotate(n=Count("id")).order_by()
    return {row["status"]: row["n"] for row in counted}


def tags_on(contact_ids: list[int]) -> dict[int, list[Tag]]:
    """By contact its tags, by name; one query."""
    found: dict[int, list[Tag]] = {}
    given = ContactTag.objects.filter(contact__in=contact_ids).select_related("tag").order_by("tag__name")
    for each in given:
        found.setdefault(each.contact_id, []).append(each.tag)
    return found


def tags_of(studio: Studio) -> QuerySet[Tag]:
    return Tag.objects.filter(studio=studio).order_by("name", "id")


def tags_counted(studio: Studio) -> QuerySet[Any]:
    """With `contacts`, how many have each."""
    many = ContactTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(n=Count("*")).values("n")
    return tags_of(studio).annotate(contacts=many)


def fields_of(studio: Studio) -> QuerySet[Field]:
    return Field.objects.filter(studio=studio).order_by("id")


def fields_counted(studio: Studio) -> list[tuple[Field, int]]:
    """With how many contacts have a value in each; one read of the table for all of them."""
    fields = list(fields_of(studio))
    if not fields:
        return []
    each = {f"n{field.pk}": Count("id", filter=Q(fields__has_key=field.key)) for field in fields}
    counted = Contact.objects.filter(studio=studio).aggregate(**each)
    return [(field, counted[f"n{field.pk}"]) for field in fields]


def one(studio: Studio, contact_id: int) -> Contact | None:
    """The contact, if it is this studio's and not erased."""
    contacts = Contact.objects.filter(studio=studio, pk=contact_id) if contact_id < 2**63 else Contact.objects.none()
    return contacts.exclude(status=rules.ERASED).select_related("studio").first()


def imports_of(studio: Studio) -> QuerySet[ContactImport]:
    return ContactImport.objects.filter(studio=studio).select_related("file", "errors", "made_by").order_by("-id")


def taggings_of(studio: Studio) -> QuerySet[Tagging]:
    return Tagging.objects.filter(studio=studio).select_related("tag", "made_by").order_by("-id")


def timeline(contact: Contact, before: tuple[datetime, int] | None = None, size: int = 40) -> list[ContactEvent]:
    """What they did and were sent, the latest first, from before that (moment, event id).

    Letters are no rows of events: their deliveries are told as such, with ids below zero.
    """
    events = ContactEvent.objects.filter(contact=contact).order_by("-at", "-id")
    letters = contact.deliveries.filter(sent_at__isnull=False).order_by("-sent_at", "id")
    if before is not None:
        moment, last = before
        events = events.filter(Q(at__lt=moment) | Q(at=moment, id__lt=last))
        letters = letters.filter(Q(sent_at__lt=moment) | Q(sent_at=moment, id__gt=-last))
    sent = (
        ContactEvent(pk=-key, contact=contact, studio_id=contact.studio_id, kind="sent", subject=f"message:{of}", at=at)
        for key, of, at in letters.values_list("pk", "message_id", "sent_at")[:size]
        if at is not None
    )
    return sorted([*events[:size], *sent], key=lambda each: (each.at, each.pk), reverse=True)[:size]


def taggings_told(studio: Studio, *, tag_id: int = 0, contact_id: int = 0) -> QuerySet[ContactEvent]:
    """Each time that a tag was put on or taken off, the latest first, with the contact; of a tag, of a contact.

    Who was erased has no events any more.
    """
    found = ContactEvent.objects.filter(studio=studio, kind__in=("tagged", "untagged"))
    found = found.filter(subject=f"tag:{tag_id}") if tag_id else found
    found = found.filter(contact=contact_id) if contact_id else found
    return found.select_related("contact").order_by("-id")


def by_key(studio: Studio, email_keys: Iterable[str]) -> dict[str, Contact]:
    """The contacts behind the hashes of addresses, where there are any; one query."""
    found = Contact.objects.filter(studio=studio, email_key__in=[key for key in email_keys if key])
    return {each.email_key: each for each in found}


def needs_proof(contact: Contact) -> bool:
    """Whether only a confirmed letter can make them subscribed: who left, or whose address is kept out."""
    return contact.status in rules.GONE or bool(rows_of(contact.studio_id, contact.email))


def _matches(wanted: str) -> Func:
    parts: dict[str, Any] = {
        "template": "(%(expressions)s::tsquery)",
        "arg_joiner": " @@ ",
        "output_field": BooleanField(),
    }
    return Func(F("found_by"), Value(wanted), **parts)


def _few(studio_id: int, wanted: str) -> list[int] | None:
    """The contacts that are asked for where they are few; None where the latest ones hold some of them anyway.

    PostgreSQL can not tell how rare a word is that it has not seen, and would read all contacts for it.
    """
    with rows.cursor() as cursor:
        cursor.execute(_FEW, {"studio": studio_id, "wanted": wanted, "most": FEW + 1})
        found = cursor.fetchone()[0]
    return None if found is None or len(found) > FEW else list(found)


_FEW = """
SELECT CASE WHEN (
    SELECT count(*) FROM (
      SELECT found_by FROM audience_contact WHERE studio_id = %(studio)s ORDER BY id DESC LIMIT 500
    ) latest WHERE found_by @@ %(wanted)s::tsquery) < 10
  THEN ARRAY(SELECT id FROM audience_contact WHERE found_by @@ %(wanted)s::tsquery LIMIT %(most)s) END
"""


def _guess(contacts: QuerySet[Contact]) -> int:
    """What the planner believes, from the statistics of the table."""
    plan = contacts.values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"])

"""Tags on contacts: one by one with a fact, many at once without.

Each is an event of the contact, whose data says who put it on or took it off: {"by": a member's account}, or what did
as {"source": "rule:3"}, "sequence:…", "form:…", "import:…".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.facts import ContactTagged, ContactUntagged
from dhara.audience.contacts.models import Contact, ContactTag, Tag
from dhara.kit import rows
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import NotFoundHere


@transaction.atomic
def tag(contact: Contact, tag_id: int, *, by: Actor, at: datetime, source: str = "") -> bool:
    """Whether it is new on them. Raises NotFoundHere for a tag that is not the studio's."""
    _own(contact.studio_id, tag_id)
    if not put(contact.studio_id, tag_id, [contact.pk], at):
        return False
    keep_event(contact.pk, contact.studio_id, "tagged", f"tag:{tag_id}", at=at, data=_who(by, source))
    record(ContactTagged(contact.pk, tag_id), by=by, at=at, studio_id=contact.studio_id)
    return True


@transaction.atomic
def untag(contact: Contact, tag_id: int, *, by: Actor, at: datetime, source: str = "") -> bool:
    """Whether they had it."""
    _own(contact.studio_id, tag_id)
    if not ContactTag.objects.filter(contact=contact, tag_id=tag_id).delete()[0]:
        return False
    keep_event(contact.pk, contact.studio_id, "untagged", f"tag:{tag_id}", at=at, data=_who(by, source))
    record(ContactUntagged(contact.pk, tag_id), by=by, at=at, studio_id=contact.studio_id)
    return True


@transaction.atomic
def tag_all(studio_id: int, contact_ids: Sequence[int], tag_id: int, *, by: Actor, at: datetime) -> int:
    """Tag many, each with fact and event as one by one; how many are new. For what was chosen on a page."""
    _own(studio_id, tag_id)
    found = Contact.objects.filter(studio_id=studio_id, pk__in=contact_ids).order_by("id")
    return sum(tag(contact, tag_id, by=by, at=at) for contact in found)


@transaction.atomic
def untag_all(studio_id: int, contact_ids: Sequence[int], tag_id: int, *, by: Actor, at: datetime) -> int:
    """The other way round."""
    _own(studio_id, tag_id)
    found = Contact.objects.filter(studio_id=studio_id, pk__in=contact_ids).order_by("id")
    return sum(untag(contact, tag_id, by=by, at=at) for contact in found)


def _who(by: Actor, source: str) -> dict[str, Any]:
    if source:
        return {"source": source}
    return {"by": by.id} if by.kind == "person" else {}


def _own(studio_id: int, tag_id: int) -> None:
    if not Tag.objects.filter(studio_id=studio_id, pk=tag_id).exists():
        raise NotFoundHere("tag_gone", _("This tag is not there any more."))


def put(studio_id: int, tag_id: int, contact_ids: Sequence[int], at: datetime) -> int:
    with rows.cursor() as cursor:
        cursor.execute(_PUT, [tag_id, at, studio_id, list(contact_ids)])
        return int(cursor.rowcount)


def put_from(source: str, studio_id: int, tag_id: int, contact_ids: Sequence[int], at: datetime) -> None:
    """The same for what brings many at once, with an event for each who has not had it."""
    told: list[Any] = [studio_id, f"tag:{tag_id}", json.dumps(_who(SYSTEM, source)), at]
    with rows.cursor() as cursor:
        cursor.execute(_PUT_FROM.format(put=_PUT), [tag_id, at, studio_id, list(contact_ids), *told])


_PUT = """
INSERT INTO audience_contacttag (contact_id, tag_id, at)
SELECT c.id, %s, %s FROM audience_contact c
 WHERE c.studio_id = %s AND c.id = ANY(%s) AND c.status <> 'erased' ORDER BY c.id FOR KEY SHARE OF c
ON CONFLICT (tag_id, contact_id) DO NOTHING
"""
_PUT_FROM = """
WITH put AS ({put} RETURNING contact_id)
INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
SELECT %s, contact_id, 'tagged', %s, 0, '', %s::jsonb, %s FROM put ORDER BY contact_id
"""

"""Forget a person: nothing stays but a keyed hash that keeps them from being written to again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions.states import locked
from dhara.audience.contacts.facts import ContactErased
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression import rules as why
from dhara.audience.suppression.actions import suppress
from dhara.kit.actor import Actor

Forget = Callable[..., None]
_others: list[Forget] = []


def also_erase(forget: Forget) -> Forget:
    """For concepts that keep more of a person: `forget(contact, at=)` is called inside the same transaction."""
    if forget not in _others:
        _others.append(forget)
    return forget


@transaction.atomic
def erase(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Empty the contact, its events, tags, what it filled in and where it was seen; consents keep the hash alone.

    The same answer when it is erased already.
    """
    contact = locked(contact)
    if contact.status == rules.ERASED:
        return contact
    suppress(contact.studio, contact.email_key, why.ERASED, at=at)
    for forget in _others:
        forget(contact, at=at)
    contact.events.all().delete()
    contact.tagged.all().delete()
    contact.consents.update(contact=None, ip=None, page="")
    contact.submissions.update(email="", data={}, utm={}, page="", ip=None, visitor=None)
    touches = apps.get_model("audience", "Touch")  # stands above contacts
    touches._base_manager.filter(delivery__contact=contact).update(ip=None, agent="")
    contact.deliveries.update(reason="")
    nobody: dict[str, Any] = {"email": "", "email_key": "", "name": "", "time_zone": "", "fields": {}, "source": ""}
    nobody |= {"visitor": None, "found_by": None, "active_at": None}
    fact = ContactErased(contact.pk)
    return contact.become(rules.ERASED, fact=fact, by=by, at=at, studio_id=contact.studio_id, **nobody)

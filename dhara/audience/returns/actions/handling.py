"""Look into what came back: the delivery's end, the contact, the breakers. Each is done once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.returns import rules
from dhara.audience.sending import actions as sending
from dhara.audience.sending.models import Delivery, Returned
from dhara.audience.sending.queries import is_given_up
from dhara.audience.sending.rules import BOUNCED, DEFERRED, SENT, UNKNOWN
from dhara.kit.actor import SYSTEM

BATCH: Final = 1_000


def handle(*, at: datetime) -> int:
    """All that waits, each in a transaction of its own; returns how many. One that fails is tried with the next job."""
    waiting = list(Returned.objects.filter(handled_at=None).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_handle(each, at) for each in waiting)


@transaction.atomic
def _handle(returned_id: int, at: datetime) -> bool:
    found = Returned.objects.select_for_update(skip_locked=True).filter(pk=returned_id, handled_at=None).first()
    if found is None:
        return False
    if found.delivery_id is not None:
        letter = (
            Delivery.objects.select_for_update(of=("self",)).select_related("contact__studio").get(pk=found.delivery_id)
        )
        _apply(found, letter, at)
    found.handled_at = at
    found.save(update_fields=["handled_at"])
    return True


def _apply(found: Returned, letter: Delivery, at: datetime) -> None:
    if found.kind == rules.DELIVERED:
        sending.settle_unknown([letter.pk], sent=True, at=at)
    elif found.kind in (rules.SOFT, rules.HARD):
        _came_back(found, letter, at)
    elif found.kind == rules.COMPLAINED:
        _complained(letter, at)
    elif found.kind == rules.UNSUBSCRIBED:
        contacts.unsubscribe(letter.contact, by=SYSTEM, at=at, source="provider", message_id=letter.message_id)


def _came_back(found: Returned, letter: Delivery, at: datetime) -> None:
    reason = " ".join(part for part in (found.status_code, found.detail) if part)[:300]
    left = Delivery.objects.filter(pk=letter.pk, state__in=[SENT, UNKNOWN, DEFERRED], flight=None)
    if left.update(state=BOUNCED, reason=reason):
        sending.watch(letter.message_id, bounced=1, at=at)
    if found.kind == rules.HARD:
        contacts.bounce(letter.contact, hard=True, by=SYSTEM, at=at, detail=reason)
    elif is_given_up(letter.contact, at=at):
        contacts.bounce(letter.contact, hard=False, by=SYSTEM, at=at, detail=reason)


def _complained(letter: Delivery, at: datetime) -> None:
    before = Returned.objects.filter(delivery=letter, kind=rules.COMPLAINED, handled_at__isnull=False)
    if not before.exists():
        sending.watch(letter.message_id, complained=1, at=at)
    contact: Contact = letter.contact
    contacts.complain(contact, by=SYSTEM, at=at, message_id=letter.message_id)

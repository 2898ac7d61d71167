"""Reads: which letter of ours a report is about, and how many came back of late."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from dhara.audience.contacts.models import Contact
from dhara.audience.returns import rules
from dhara.audience.returns.events import Incoming
from dhara.audience.sending.models import Delivery, Returned
from dhara.audience.sending.rules import BOUNCED, SENT, UNKNOWN, delivery_of

_LEFT = (SENT, BOUNCED, UNKNOWN)


def letter_of(incoming: Incoming, *, studio_id: int | None, trusted: bool) -> Delivery | None:
    """By our own Message-ID, which only a copy of the letter has.

    A provider (`trusted`) is believed when it names the letter by its own word for it, or the recipient alone.
    """
    for each in incoming.report.ids:
        named = delivery_of(each)
        found = Delivery.objects.filter(pk=named[0], rotation=named[1]) if named else Delivery.objects.none()
        if letter := (found if studio_id is None else found.filter(studio=studio_id)).first():
            return letter
    if not trusted or not incoming.report.recipient:
        return None
    sent = Delivery.objects.filter(contact__email=incoming.report.recipient, state__in=_LEFT)
    if studio_id is not None:
        sent = sent.filter(studio=studio_id)
    named_by_it = sent.filter(provider_id__contains=incoming.given_id) if incoming.given_id else sent.none()
    return named_by_it.order_by("-pk").first() or sent.order_by("-sent_at", "-pk").first()


def soft_bounces(contact: Contact, *, at: datetime) -> int:
    """Distinct letters that came back softly of late, since one last arrived for certain or was read."""
    since = at - rules.SOFT_WINDOW
    mine = Returned.objects.filter(delivery__contact=contact)
    arrived = mine.filter(kind=rules.DELIVERED).aggregate(last=Max("at"))["last"]
    read = contact.events.filter(kind__in=("opened", "clicked")).aggregate(last=Max("at"))["last"]
    last = max([since, *(moment for moment in (arrived, read) if moment is not None)])
    return mine.filter(Q(at__gt=last), kind=rules.SOFT).values("delivery").distinct().count()

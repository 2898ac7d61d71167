"""Reads: which letter of ours a report is about."""

from __future__ import annotations

from dhara.audience.returns.events import Incoming
from dhara.audience.sending.models import Delivery
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

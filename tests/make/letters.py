"""Messages and their deliveries, as tests of sending need them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.models import Contact, Delivery, Message
from dhara.audience.sending.providers.rules import Way
from dhara.audience.suppression.rules import key_of
from dhara.people.models import Studio
from tests.make.people import LONG_AGO

CONTENT = {
    "en": {"subject": "News, {name}", "preheader": "", "blocks": [{"kind": "text", "html": "<p>Hello {name}.</p>"}]},
    "bn": {"subject": "খবর, {name}", "preheader": "", "blocks": [{"kind": "text", "html": "<p>নমস্কার {name}।</p>"}]},
}


def message(studio: Studio, *, purpose: str = "broadcast", at: datetime = LONG_AGO, **fields: Any) -> Message:
    values = {"content": CONTENT, "created_at": at, "changed_at": at} | fields
    return Message.objects.create(studio=studio, purpose=purpose, **values)


def crowd(studio: Studio, count: int, *, domain: str = "", language: str = "en", **fields: Any) -> list[Contact]:
    """So many who are subscribed, over ten domains unless one is given; written at once, without their consents."""
    addresses = [f"reader{n}@{domain or f'mail{n % 10}.example'}" for n in range(count)]
    values: dict[str, Any] = dict.fromkeys(("status_at", "created_at", "subscribed_at"), LONG_AGO)
    values |= {"status": "subscribed", **fields}
    people = [
        Contact(studio=studio, email=email, email_key=key_of(email), name=f"Reader {n}", language=language, **values)
        for n, email in enumerate(addresses)
    ]
    return Contact.objects.bulk_create(people, batch_size=2000)


def way(**fields: Any) -> Way:
    return Way(**{"name": "instance", "kind": "smtp", "from_email": "hello@dhara.example"} | fields)


def states(of: Message) -> dict[str, int]:
    """How many deliveries are in each state."""
    found: dict[str, int] = {}
    for state in Delivery.objects.filter(message=of).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found

"""Reads: who stands behind a link, and all that is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dhara.audience.consents.queries import of_contact
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import ERASED
from dhara.audience.links import rules as links
from dhara.audience.sending.models import Delivery
from dhara.audience.tracking.models import Unwatched


def behind(token: str) -> tuple[Contact, int] | None:
    """The contact of a letter's link, and the message it was in (0 for none)."""
    said = links.read_letter_token(token)
    contact = _there(said.contact_id) if said else None
    return (contact, said.message_id) if said and contact else None


def behind_data(token: str, *, at: datetime) -> Contact | None:
    """The contact of a link that was sent to the address itself."""
    contact_id = links.read_data_token(token, at=at)
    return _there(contact_id) if contact_id is not None else None


def _there(contact_id: int) -> Contact | None:
    return Contact.objects.select_related("studio").exclude(status=ERASED).filter(pk=contact_id).first()


def is_watched(contact: Contact) -> bool:
    return not Unwatched.objects.filter(contact=contact).exists()


def everything(contact: Contact) -> dict[str, Any]:
    """All that a studio keeps of a contact, as plain values: moments in ISO 8601, amounts in minor units."""
    return {
        "studio": contact.studio.name,
        "contact": _of(contact),
        "tags": list(contact.tagged.order_by("tag__name").values_list("tag__name", flat=True)),
        "consents": [
            {"at": each.at.isoformat(), "given": each.given, "purpose": each.purpose, "words": each.text,
             "source": each.source, "page": each.page, "ip": each.ip}
            for each in of_contact(contact)
        ],
        "events": [
            {"at": each.at.isoformat(), "kind": each.kind, "subject": each.subject, "amount": each.amount,
             "currency": each.currency, "data": each.data}
            for each in contact.events.order_by("-at", "-id").iterator()
        ],
        "letters": [
            {"at": each.sent_at and each.sent_at.isoformat(), "message": each.message_id, "state": each.state}
            for each in Delivery.objects.filter(contact=contact).order_by("-id").iterator()
        ],
    }  # fmt: skip


def _of(contact: Contact) -> dict[str, Any]:
    return {
        "email": contact.email,
        "name": contact.name,
        "language": contact.language,
        "time_zone": contact.time_zone,
        "fields": contact.fields,
        "state": contact.status,
        "since": contact.created_at.isoformat(),
        "subscribed": contact.subscribed_at and contact.subscribed_at.isoformat(),
    }


def as_lines(data: dict[str, Any]) -> Iterator[list[str]]:
    """The same for a spreadsheet: part, time, what, detail."""
    yield ["part", "time", "what", "detail"]
    for key, value in data["contact"].items():
        shown = "; ".join(f"{name}: {each}" for name, each in value.items()) if isinstance(value, dict) else value
        yield ["contact", "", key, str(shown or "")]
    yield from (["tag", "", tag, ""] for tag in data["tags"])
    for each in data["consents"]:
        yield ["consent", each["at"], "given" if each["given"] else "taken back", each["words"] or each["source"]]
    for each in data["events"]:
        money = f"{each['amount']} {each['currency']}" if each["currency"] else ""
        yield ["event", each["at"], each["kind"], " ".join(part for part in (each["subject"], money) if part)]
    for each in data["letters"]:
        yield ["letter", each["at"] or "", f"message {each['message']}", each["state"]]

"""What readers did, for their timelines and all that waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.contacts.actions import keep_event
from dhara.audience.contacts.models import Contact


def tell(
    contact: Contact, kind: str, subject: str, *, key: str, at: datetime, data: dict[str, Any] | None = None
) -> bool:
    """Once for each key; False when it was told before."""
    return keep_event(contact.pk, contact.studio_id, kind, subject, at=at, key=key, data=data)

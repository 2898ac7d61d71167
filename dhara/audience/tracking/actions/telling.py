"""What readers did, for their timelines and all that waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.automations.actions import happened
from dhara.audience.contacts.models import Contact
from dhara.kit.actor import SYSTEM


def tell(
    contact: Contact, kind: str, subject: str, *, key: str, at: datetime, data: dict[str, Any] | None = None
) -> bool:
    """Once for each key; False when it was told before."""
    return happened(contact, kind, subject, by=SYSTEM, at=at, key=key, data=data)

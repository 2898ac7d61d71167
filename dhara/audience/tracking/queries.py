"""Reads: who a visitor's cookie belongs to."""

from __future__ import annotations

from uuid import UUID

from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import ERASED


def contact_of(studio_id: int, visitor: UUID) -> Contact | None:
    """The contact of this studio that was seen with this cookie."""
    return Contact.objects.filter(visitor=visitor, studio_id=studio_id).exclude(status=ERASED).first()

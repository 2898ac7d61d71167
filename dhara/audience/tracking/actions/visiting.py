"""Know a reader again who followed a link, and note which pages they look at."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q
from django.db.models.functions import Coalesce

from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import ERASED
from dhara.audience.tracking.actions.telling import tell
from dhara.audience.tracking.models import Unwatched
from dhara.audience.tracking.queries import contact_of


def recognise(contact_id: int) -> UUID | None:
    """The contact's sign for cookies, made when it is first asked for; None where there is nobody to be known."""
    watched = Contact.objects.filter(~Q(pk__in=Unwatched.objects.values("contact")), pk=contact_id).exclude(
        status=ERASED
    )
    watched.filter(visitor=None).update(visitor=Coalesce("visitor", uuid4()))
    return watched.values_list("visitor", flat=True).first()


def visit(studio_id: int, visitor: UUID, subject: str, *, at: datetime) -> bool:
    """Once an hour for each page. Whether it was told."""
    contact = contact_of(studio_id, visitor)
    if contact is None or Unwatched.objects.filter(contact=contact).exists():
        return False
    key = f"visited:{contact.pk}:{subject}:{at:%Y%m%d%H}"
    return tell(contact, "visited", subject, key=key, at=at)

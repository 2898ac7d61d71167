"""Reads: what was agreed to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dhara.audience.consents.models import Consent
from dhara.audience.contacts.models import Contact


def of_contact(contact: Contact) -> QuerySet[Consent]:
    """All that a contact agreed to and took back, the latest first, with what is known of the address from before."""
    mine = Q(contact=contact)
    if contact.email_key:
        mine |= Q(email_key=contact.email_key)
    return Consent.objects.filter(mine, studio_id=contact.studio_id).order_by("-id")

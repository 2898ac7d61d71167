"""The letter with the link to one's own data."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from dhara.audience.contacts.models import Contact
from dhara.audience.links import rules as links
from dhara.kit.locale.dates import show_date
from dhara.kit.mail.letters import post


def own_data(contact: Contact, *, at: datetime) -> None:
    """At most one an hour: who presses again is helped by the same letter."""
    token = links.data_token(contact.pk, at)
    post(
        key=f"own_data:{contact.pk}:{at:%Y%m%d%H}",
        name="own_data",
        to=contact.email,
        language=contact.language,
        template="audience/mail/own_data",
        context={
            "studio": contact.studio.name,
            "data_url": f"{settings.PUBLIC_URL}/letters/data/{token}/",
            "until": show_date(at + links.DATA_OPEN, contact.language),
        },
        studio_ref=contact.studio_id,
        at=at,
    )

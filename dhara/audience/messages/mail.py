"""A letter sent to its own writer, to see what it looks like in a mail program."""

from __future__ import annotations

import uuid
from datetime import datetime

from dhara.audience.contacts.models import Contact
from dhara.audience.messages.models import Message
from dhara.audience.messages.queries import preview
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post
from dhara.kit.mail.models import Letter
from dhara.people.access.queries import require_actor


def try_out(
    message: Message,
    language: str,
    *,
    to: str,
    by: Actor,
    at: datetime,
    contact: Contact | None = None,
    variant: int = 0,
    place: tuple[int, int] | None = None,
) -> Letter | None:
    """The letter as `contact` would read it, to a member's own address. Nothing is tracked, nobody unsubscribed.

    `place` says which it is of how many, where several are sent at once.
    """
    require_actor(by, message.studio, "edit_letters")
    subject, text, html = preview(message, contact, language, variant)
    return post(
        key=f"letter-test:{message.pk}:{uuid.uuid4().hex}",
        name="letter_test",
        to=to,
        language=language,
        template="audience/letter_test",
        context={"words": {"subject": subject, "text": text, "html": html}, "place": place},
        at=at,
        by=by,
        studio_ref=message.studio_id,
    )

"""Write a letter, change it, copy it; freeze it when its first delivery is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import rules
from dhara.audience.messages.material import COLOURS
from dhara.audience.messages.models import FULL, TRACKING, Letterhead, Link, Message
from dhara.audience.messages.queries import compiled, field_keys
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.mail.rules import clean_address
from dhara.kit.refusal import Conflict, Invalid
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

EMPTY: dict[str, Any] = {"subject": "", "subjects": [], "preheader": "", "blocks": []}


@transaction.atomic
def write(
    studio: Studio,
    purpose: str,
    content: dict[str, Any] | None = None,
    *,
    by: Actor,
    at: datetime,
    from_name: str = "",
    reply_to: str = "",
    tracking: str = FULL,
) -> Message:
    """A letter, not frozen; without `content` an empty one in the studio's language. Raises Invalid at its place."""
    require_actor(by, studio, "edit_letters")
    if purpose not in rules.PURPOSES:
        raise Invalid("purpose_unknown", _("Please choose one of the list."), "purpose")
    words = rules.clean(content, field_keys(studio.pk)) if content else {studio.language: dict(EMPTY)}
    return Message.objects.create(
        studio=studio,
        purpose=purpose,
        content=words,
        from_name=clean_text(from_name)[:80],
        reply_to=_address(reply_to),
        tracking=_tracking(tracking),
        created_at=at,
        changed_at=at,
    )


@transaction.atomic
def edit(
    message: Message,
    *,
    by: Actor,
    at: datetime,
    content: dict[str, Any] | None = None,
    from_name: str | None = None,
    reply_to: str | None = None,
    tracking: str | None = None,
) -> Message:
    """Change what is given. Raises Conflict once the letter is frozen, Invalid at the place that is wrong."""
    require_actor(by, message.studio, "edit_letters")
    found = Message.objects.select_for_update(of=("self",)).select_related("studio").get(pk=message.pk)
    if found.frozen_at is not None:
        raise Conflict("letter_frozen", _("This letter is on its way already and can not be changed. Copy it instead."))
    if content is not None:
        found.content = rules.clean(content, field_keys(found.studio_id))
    if from_name is not None:
        found.from_name = clean_text(from_name)[:80]
    if reply_to is not None:
        found.reply_to = _address(reply_to)
    if tracking is not None:
        found.tracking = _tracking(tracking)
    found.changed_at = at
    found.save(update_fields=["content", "from_name", "reply_to", "tracking", "changed_at"])
    return found


@transaction.atomic
def copy(message: Message, *, by: Actor, at: datetime, purpose: str = "") -> Message:
    """The same words in a letter of its own, not frozen."""
    require_actor(by, message.studio, "edit_letters")
    return Message.objects.create(
        studio=message.studio,
        purpose=purpose or message.purpose,
        content=message.content,
        from_name=message.from_name,
        reply_to=message.reply_to,
        tracking=message.tracking,
        created_at=at,
        changed_at=at,
    )


@transaction.atomic
def freeze(message: Message, *, at: datetime) -> Message:
    """From now on it never changes; its links are written down by their numbers. Once or often: it makes no difference.

    Called in the transaction that makes its first delivery.
    """
    found = Message.objects.select_for_update(of=("self",)).select_related("studio__picture__file").get(pk=message.pk)
    if found.frozen_at is None:
        found.frozen_at = at
        found.save(update_fields=["frozen_at"])
        Link.objects.bulk_create(
            Link(message=found, language=language, number=number, url=url)
            for language in found.content
            for number, url in enumerate(compiled(found, language).links, 1)
            if url
        )
    message.frozen_at = found.frozen_at
    return found


@transaction.atomic
def set_letterhead(
    studio: Studio, *, by: Actor, at: datetime, sender: str, colour: str, from_name: str = "", reply_to: str = ""
) -> Letterhead:
    """How all letters of a studio look and who they say wrote them. Raises Invalid naming the field."""
    require_actor(by, studio, "edit_sending")
    lines = clean_text(sender, lines=True)
    if len(lines) > 300 or lines.count("\n") > 5:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), "sender")
    if colour not in COLOURS:
        raise Invalid("unknown_choice", _("Please choose one of the list."), "colour")
    values = {
        "sender": lines,
        "colour": colour,
        "from_name": clean_text(from_name)[:80],
        "reply_to": _address(reply_to),
    }
    return Letterhead.objects.update_or_create(studio=studio, defaults={**values, "changed_at": at})[0]


def _address(text: str) -> str:
    if not text.strip():
        return ""
    found = clean_address(text)
    if found is None or len(found) > 254:
        raise Invalid("email_invalid", _("Please enter a whole email address."), "reply_to")
    return found


def _tracking(value: str) -> str:
    if value not in dict(TRACKING):
        raise Invalid("unknown_choice", _("Please choose one of the list."), "tracking")
    return value

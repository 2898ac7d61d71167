"""Somebody is added by a member's hand, who answers for the consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.actions.find import find_or_make
from dhara.audience.contacts.actions.states import subscribe
from dhara.audience.contacts.actions.tags import tag
from dhara.audience.contacts.models import Contact
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def add(
    studio: Studio,
    email: str,
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    language: str = "",
    tag_ids: Iterable[int] = (),
    agreed: bool = False,
    words: str = "",
    source: str = "hand",
) -> Contact:
    """`known` without consent, `subscribed` where the member says how they `agreed`, in `words`.

    Raises Invalid (email_bad, consent_words), Conflict (contact_gone, contact_kept_out) and then nothing is written.
    """
    require_actor(by, studio, "edit_contacts")
    words = clean_text(words, lines=True)[:1000]
    if agreed and not words:
        raise Invalid("consent_words", _("Please say when and how they agreed to letters."), "words")
    contact = find_or_make(studio, email, by=by, at=at, name=name, language=language, source=source)
    for tag_id in tag_ids:
        tag(contact, tag_id, by=by, at=at)
    return subscribe(contact, by=by, at=at, source=source, words=words) if agreed else contact

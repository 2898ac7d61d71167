"""A member keeps an address from letters, or lets it have some again: always with a reason, which is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions.edit import note
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression import actions as suppression
from dhara.audience.suppression import queries as kept_out
from dhara.audience.suppression import rules as why
from dhara.audience.suppression.models import Suppression
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

MAX_WORDS = 300


@transaction.atomic
def keep_out(studio: Studio, email: str, words: str, *, by: Actor, at: datetime) -> bool:
    """No letters to this address, whoever it is; whether anything changed. Raises Invalid with the field.

    Who left by their own word stays on the list for that: a reason of the studio's must not hide it.
    """
    require_actor(by, studio, "edit_sending")
    email, words = rules.clean_email(email), _clean(words)
    if _own(studio, email).filter(reason__in=why.OWN_WORD).exists():
        return False
    if not suppression.suppress(studio, why.key_of(email), why.BY_HAND, at=at, detail=words):
        return False
    _note(studio, email, words, by=by, at=at)
    return True


@transaction.atomic
def let_in(studio: Studio, email: str, words: str, *, by: Actor, at: datetime) -> None:
    """Letters may reach the address again; who had left has left still, and comes back only by themselves.

    Raises Invalid with the field, Conflict for an address that is not on the studio's list (`not_kept_out`), that left
    by its own word (`left_themselves`) or that the instance keeps out (`host_keeps_out`).
    """
    require_actor(by, studio, "edit_sending")
    email, words = rules.clean_email(email), _clean(words)
    row = _own(studio, email).select_for_update().first()
    if row is None and kept_out.rows_of(studio.pk, email):
        raise Conflict("host_keeps_out", _("The host of this site keeps it from all letters."))
    if row is None:
        raise Conflict("not_kept_out", _("This address is not on your list."))
    if row.reason in why.OWN_WORD:
        raise Conflict("left_themselves", _("They left by their own word. Only they themselves can come back."))
    suppression.lift(studio, email)
    if _has_left(studio, email):
        suppression.suppress(studio, why.key_of(email), why.UNSUBSCRIBED, at=at, detail=words)
    _note(studio, email, words, by=by, at=at)


def _own(studio: Studio, email: str) -> Any:
    return Suppression.objects.filter(studio=studio, email_key__in=why.keys_of(email))


def _has_left(studio: Studio, email: str) -> bool:
    """Whether the last that they said was to leave, or all that they said is all that is left of them."""
    consents: Any = Contact._meta.get_field("consents").related_model
    said = consents._base_manager.filter(studio=studio, email_key__in=why.keys_of(email)).order_by("-id").first()
    return said is not None and (not said.given or said.contact_id is None)


def _note(studio: Studio, email: str, words: str, *, by: Actor, at: datetime) -> None:
    contact = Contact.objects.filter(studio=studio, email=email).first()
    if contact is not None:
        note(contact, words, by=by, at=at)


def _clean(words: str) -> str:
    words = clean_text(words)
    if not words or len(words) > MAX_WORDS:
        raise Invalid("words_needed", _("Please say why: it is kept with the contact."), "words")
    return words

"""All letters of a draft to who writes them, to be read in a mail program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.audience.messages import mail
from dhara.audience.messages.rules import language_for
from dhara.audience.sequences import queries
from dhara.audience.sequences.models import Sequence
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict
from dhara.people.access.queries import require_actor
from dhara.people.accounts.queries import proven_emails


@dataclass(frozen=True)
class Tried:
    """`sent` letters went `to` an address; `empty` ones have no words yet."""

    to: str
    sent: int
    empty: int


@transaction.atomic
def try_letters(sequence: Sequence, *, language: str, by: Actor, at: datetime, contact: Contact | None = None) -> Tried:
    """Each letter of the draft once, in the order of its steps, in `language`, with what is known of `contact`.

    They go to the member's own proven address and say that they are tests: nobody is enrolled, nothing is tracked or
    counted. Raises NotAllowed, and Conflict where the member has proven no address or there is no letter to send.
    """
    require_actor(by, sequence.studio, "edit_letters")
    proven = proven_emails(by.id) if by.kind == "person" and by.id else []
    if not proven:
        raise Conflict("address_unproven", _("Confirm your own email address first; tests go there and nowhere else."))
    letters = queries.letters_of(sequence)
    written = [each for each in letters if queries.says_something(each)]
    if not written:
        raise Conflict("no_letters", _("This sequence has no email with words in it yet."))
    for place, letter in enumerate(written, start=1):
        words = language_for(letter.content, language, sequence.studio.language)
        mail.try_out(letter, words, to=proven[0], by=by, at=at, contact=contact, place=(place, len(written)))
    return Tried(proven[0], len(written), len(letters) - len(written))

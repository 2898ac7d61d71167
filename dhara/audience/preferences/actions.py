"""The verbs of a reader, by the link in a letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import BOUNCED, COMPLAINED, KNOWN, PENDING, SUBSCRIBED, UNSUBSCRIBED
from dhara.audience.preferences import mail
from dhara.audience.preferences.queries import behind, behind_data
from dhara.audience.tracking.models import Unwatched
from dhara.kit import rows
from dhara.kit.actor import GUEST
from dhara.kit.locale.languages import known
from dhara.kit.refusal import Conflict, NotFoundHere

CAN_LEAVE: Final = frozenset({KNOWN, PENDING, SUBSCRIBED})
CAN_RETURN: Final = frozenset({KNOWN, PENDING, UNSUBSCRIBED, BOUNCED})
# What somebody agrees to who takes it back.
CONSENT: Final = _("Write to me again")
_PROOF: Final = "the link in their letter"


def leave(token: str, *, source: str, at: datetime) -> bool:
    """No more letters. Done already or not, the reader is told the same; False only where the link is not ours."""
    with transaction.atomic():
        found = behind(token)
        if found is None:
            return False
        contact, message_id = found
        contact = _locked(contact)
        if contact.status in CAN_LEAVE:
            contacts.unsubscribe(contact, by=GUEST, at=at, source=source, message_id=message_id)
    return True


def come_back(token: str, *, page: str, ip: str | None, at: datetime) -> Contact:
    """Letters again, by the reader's own hand. Raises NotFoundHere, Conflict where that can not be."""
    with transaction.atomic():
        contact = _locked(_found(token))
        if contact.status == SUBSCRIBED:
            return contact
        if contact.status not in CAN_RETURN:
            raise Conflict("can_not_return", _why_not(contact))
        agreed: dict[str, Any] = {
            "words": str(CONSENT),
            "language": contact.language,
            "page": page,
            "ip": ip,
            "proof": _PROOF,
        }
        return contacts.subscribe(contact, by=GUEST, at=at, source="preferences", **agreed)


def _why_not(contact: Contact) -> Any:
    if contact.status == COMPLAINED:
        return _("A letter was marked as spam here, so none are sent any more. Write to the studio if that was a slip.")
    return _("This address can not be written to.")


def say(token: str, *, name: str, language: str, watched: bool, at: datetime) -> Contact:
    """Name, language, and whether single opens and clicks may be seen. Raises NotFoundHere."""
    with transaction.atomic():
        contact = _locked(_found(token))
        contacts.edit(contact, by=GUEST, at=at, name=name, language=known(language, contact.language))
        if watched:
            Unwatched.objects.filter(contact=contact).delete()
        else:
            Unwatched.objects.get_or_create(contact=contact, defaults={"at": at})
    return contact


def ask_for_data(token: str, *, at: datetime) -> None:
    """A letter to the address itself, with the link to all that is kept. Raises NotFoundHere."""
    with transaction.atomic():
        mail.own_data(_found(token), at=at)


def erase(token: str, *, at: datetime) -> None:
    """Forget everything but the keyed hash that keeps the address from ever being written again."""
    with transaction.atomic():
        contact = behind_data(token, at=at)
        if contact is None:
            raise NotFoundHere
        contacts.erase(_locked(contact), by=GUEST, at=at)


def _found(token: str) -> Contact:
    found = behind(token)
    if found is None:
        raise NotFoundHere
    return found[0]


def _locked(contact: Contact) -> Contact:
    """As it is now, nobody else changing it meanwhile."""
    now = rows.first(Contact, "t.id = %s", [contact.pk], along=("studio",), tail="FOR UPDATE OF t")
    if now is None:
        raise NotFoundHere
    return now

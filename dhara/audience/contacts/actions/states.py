"""Who gets letters: ask, subscribe, unsubscribe, bounce, complain."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions.events import keep_event
from dhara.audience.contacts.facts import (
    ContactBounced,
    ContactComplained,
    ContactSubscribed,
    ContactUnsubscribed,
)
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression import actions as suppression
from dhara.audience.suppression import queries as kept_out
from dhara.audience.suppression import rules as why
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict


class Seen(TypedDict, total=False):
    """What a person saw and where, as a consent keeps it."""

    words: str
    language: str
    page: str
    ip: str | None
    proof: str


def locked(contact: Contact) -> Contact:
    """The row as it is now, held until the transaction ends."""
    return Contact.objects.select_for_update(of=("self",)).select_related("studio").get(pk=contact.pk)


@transaction.atomic
def ask(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Somebody typed this address into a form that asks to confirm it.

    Who gets letters already, was asked, or marked them as spam stays as they are. Raises Conflict for an erased one.
    """
    contact = locked(contact)
    if contact.status in (rules.PENDING, rules.SUBSCRIBED, rules.COMPLAINED):
        return contact
    return contact.become(rules.PENDING, by=by, at=at, studio_id=contact.studio_id)


@transaction.atomic
def forget_question(contact: Contact, *, at: datetime) -> Contact:
    """Nobody confirmed in time: back to where the contact was. Who had left has left still."""
    contact = locked(contact)
    if contact.status != rules.PENDING:
        return contact
    reason = kept_out.reasons(contact.studio_id, [contact.email]).get(contact.email)
    dead = {why.HARD_BOUNCE: rules.BOUNCED, why.SOFT_BOUNCES: rules.BOUNCED, why.UNSUBSCRIBED: rules.UNSUBSCRIBED}
    return contact.become(dead.get(reason or "", rules.KNOWN), by=SYSTEM, at=at, studio_id=contact.studio_id)


@transaction.atomic
def subscribe(
    contact: Contact,
    *,
    by: Actor,
    at: datetime,
    source: str,
    words: str = "",
    language: str = "",
    page: str = "",
    ip: str | None = None,
    proof: str = "",
) -> Contact:
    """Write the consent, and let them have letters.

    Who has left, or whose address is kept out, comes back only by their own hand (`rules.is_their_own`) and with
    `proof` of it (a confirmed letter, their own page of preferences). Raises Conflict (contact_gone, contact_kept_out)
    otherwise, and nothing is written.
    """
    contact = locked(contact)
    _may_subscribe(contact, source=source, proof=proof)
    seen: Seen = {"words": words, "language": language, "page": page, "ip": ip, "proof": proof}
    consent_to(contact, True, at=at, source=source, **seen)
    if contact.status == rules.SUBSCRIBED:
        return contact
    fact = ContactSubscribed(contact.pk, source[:40])
    since = contact.subscribed_at or at
    contact.become(rules.SUBSCRIBED, fact=fact, by=by, at=at, studio_id=contact.studio_id, subscribed_at=since)
    _keep(contact, "subscribed", at, source=source)
    return contact


def _may_subscribe(contact: Contact, *, source: str, proof: str) -> None:
    proved = rules.is_their_own(source) and bool(proof)
    if contact.status == rules.ERASED or (contact.status in rules.GONE and not proved):
        raise Conflict("contact_gone", _("They have left. Only they themselves can come back."))
    reasons = {row.reason for row in kept_out.rows_of(contact.studio_id, contact.email)}
    if reasons - why.LIFTED_BY_PROOF or (reasons and not proved):
        raise Conflict("contact_kept_out", _("This address gets no letters. Only its owner can change that."))
    if reasons:
        suppression.lift(contact.studio, contact.email, reasons=why.LIFTED_BY_PROOF)
        if kept_out.rows_of(contact.studio_id, contact.email):
            raise Conflict("contact_kept_out", _("This host sends no letters to this address."))


@transaction.atomic
def unsubscribe(
    contact: Contact, *, by: Actor, at: datetime, source: str, message_id: int = 0, words: str = ""
) -> Contact:
    """No letters from now on; who has left already stays as they are. `words` are a member's reason."""
    contact = locked(contact)
    if contact.status in rules.GONE:
        return contact
    leave(contact, by=by, at=at, source=source, message_id=message_id, words=words)
    suppression.suppress(contact.studio, contact.email_key, why.UNSUBSCRIBED, at=at, detail=source)
    return contact


def leave(contact: Contact, *, by: Actor, at: datetime, source: str, message_id: int = 0, words: str = "") -> None:
    """The consent taken back, the state, the fact and the event; the contact is locked."""
    consent_to(contact, False, at=at, source=source, words=words)
    fact = ContactUnsubscribed(contact.pk, source[:40], message_id)
    contact.become(rules.UNSUBSCRIBED, fact=fact, by=by, at=at, reason=words, studio_id=contact.studio_id)
    _keep(contact, "unsubscribed", at, f"message:{message_id}" if message_id else "", source=source, words=words)


@transaction.atomic
def bounce(contact: Contact, *, hard: bool, by: Actor, at: datetime, detail: str = "") -> Contact:
    """Letters to this address come back: it does not exist (`hard`), or they did so again and again.

    Who counts the soft ones decides when it is enough. The address is kept out whatever state the contact is in.
    """
    contact = locked(contact)
    if contact.status == rules.ERASED:
        return contact
    reason = why.HARD_BOUNCE if hard else why.SOFT_BOUNCES
    new = suppression.suppress(contact.studio, contact.email_key, reason, at=at, detail=detail)
    fact = ContactBounced(contact.pk, hard)
    if (contact.status, rules.BOUNCED) in rules.LIFECYCLE.arrows:
        contact.become(rules.BOUNCED, fact=fact, by=by, at=at, reason=detail[:300], studio_id=contact.studio_id)
    elif new:
        record(fact, by=by, at=at, studio_id=contact.studio_id)
    else:
        return contact
    keep_event(contact.pk, contact.studio_id, "bounced", at=at, data={"hard": hard, "detail": detail[:300]})
    return contact


@transaction.atomic
def complain(contact: Contact, *, by: Actor, at: datetime, message_id: int = 0) -> Contact:
    """They marked a letter as spam: nothing brings them back but a hand at the list of kept-out addresses."""
    contact = locked(contact)
    if contact.status in (rules.ERASED, rules.COMPLAINED):
        return contact
    consent_to(contact, False, at=at, source="complaint")
    suppression.suppress(contact.studio, contact.email_key, why.COMPLAINT, at=at)
    fact = ContactComplained(contact.pk, message_id)
    subject = f"message:{message_id}" if message_id else ""
    if (contact.status, rules.COMPLAINED) in rules.LIFECYCLE.arrows:
        contact.become(rules.COMPLAINED, fact=fact, by=by, at=at, studio_id=contact.studio_id)
    else:
        record(fact, by=by, at=at, studio_id=contact.studio_id)
        if contact.status in (rules.KNOWN, rules.PENDING):
            contact.become(rules.UNSUBSCRIBED, by=SYSTEM, at=at, reason="spam", studio_id=contact.studio_id)
    keep_event(contact.pk, contact.studio_id, "complained", subject, at=at)
    return contact


@transaction.atomic
def revive(contact: Contact, *, by: Actor, at: datetime, words: str) -> Contact:
    """The studio says, with a reason, that an address from which letters came back is good. Raises Conflict."""
    contact = locked(contact)
    bounces = {why.HARD_BOUNCE, why.SOFT_BOUNCES}
    rules.LIFECYCLE.allow(contact, rules.SUBSCRIBED, by)
    if contact.status != rules.BOUNCED:
        raise Conflict("contact_not_bounced", _("Letters to this address do not come back."))
    if contact.subscribed_at is None:
        raise Conflict("contact_gone", _("They never asked for letters."))
    suppression.lift(contact.studio, contact.email, reasons=bounces)
    fact = ContactSubscribed(contact.pk, "hand")
    contact.become(rules.SUBSCRIBED, fact=fact, by=by, at=at, reason=words, studio_id=contact.studio_id)
    _keep(contact, "subscribed", at, source="hand", words=words)
    return contact


def consent_to(contact: Contact, given: bool, *, at: datetime, source: str, **seen: Unpack[Seen]) -> None:
    """One row more in the consents, which are never changed."""
    contact.consents.create(
        studio_id=contact.studio_id,
        email_key=contact.email_key,
        given=given,
        text=seen.get("words", ""),
        language=seen.get("language") or contact.language,
        source=source[:40],
        page=seen.get("page", "")[:500],
        ip=seen.get("ip"),
        proof=seen.get("proof", "")[:80],
        at=at,
    )


def _keep(contact: Contact, kind: str, at: datetime, subject: str = "", *, source: str, words: str = "") -> None:
    data = {"source": source, **({"words": words} if words else {})}
    keep_event(contact.pk, contact.studio_id, kind, subject, at=at, data=data)

"""Conversations for tests: Karim asks Nadia's studio."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.kit.actor import GUEST, Actor, person
from dhara.people.conversations import actions, rules
from dhara.people.models import Account, Conversation, Message, Party, Studio


def customer(who: Account | None, *, email: str = "", place: str = "") -> actions.Customer:
    if who is None:
        return actions.Customer(name="Guest", language="en", email=email, place=place)
    return actions.Customer(name=who.get_full_name(), language=who.language, account_id=who.pk)


def conversation(
    studio: Studio,
    who: Account | None,
    *,
    at: datetime,
    subject: str = "offer:5",
    title: str = "Wedding cards",
    email: str = "",
    place: str = "",
    **more: Any,
) -> Conversation:
    by: Actor = person(who.pk) if who else GUEST
    return actions.open_about(
        subject,
        title=title,
        studio_id=studio.pk,
        customer=customer(who, email=email, place=place),
        by=by,
        at=at,
        **more,
    )


def side(of: Conversation, role: str) -> Party:
    return Party.objects.get(conversation=of, role=role)


def write(of: Conversation, who: Account | None, body: str, *, at: datetime, **more: Any) -> Message:
    """As the customer when it is theirs, else as the studio."""
    theirs = side(of, rules.CUSTOMER)
    mine = theirs if who is None or theirs.account_id == who.pk else side(of, rules.STUDIO)
    by: Actor = person(who.pk) if who else GUEST
    return actions.write(party_id=mine.pk, body=body, by=by, at=at, **more)

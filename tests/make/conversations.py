"""Conversations for tests: Karim asks Nadia's studio."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PIL import Image

from dhara.kit import clock
from dhara.kit.actor import GUEST, Actor, person
from dhara.kit.files import links
from dhara.people.conversations import actions, mail, rules
from dhara.people.models import Account, Conversation, Message, MessageFile, Party, Studio


def customer(who: Account | None, *, email: str = "") -> actions.Customer:
    if who is None:
        return actions.Customer(name="Guest", language="en", email=email)
    return actions.Customer(name=who.get_full_name(), language=who.language, account_id=who.pk)


def conversation(
    studio: Studio,
    who: Account | None,
    *,
    at: datetime,
    subject: str = "offer:5",
    title: str = "Wedding cards",
    email: str = "",
    **more: Any,
) -> Conversation:
    by: Actor = person(who.pk) if who else GUEST
    return actions.open_about(
        subject,
        title=title,
        studio_id=studio.pk,
        customer=customer(who, email=email),
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


def with_file(of: Conversation, who: Account | None, *, at: datetime, name: str = "idea.png") -> MessageFile:
    """A message with a picture."""
    theirs = side(of, rules.CUSTOMER)
    mine = theirs if who is None or theirs.account_id == who.pk else side(of, rules.STUDIO)
    by: Actor = person(who.pk) if who else GUEST
    kept = actions.upload(mine.pk, picture(), name=name, by=by, at=at)
    actions.write(party_id=mine.pk, body="Look", files=[kept.pk], by=by, at=at)
    return kept


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#0b5661").save(drawn, "PNG")
    return drawn.getvalue()


def blanks(studio: Studio, buyer: Account, *, at: datetime) -> dict[str, Any]:
    """For the permission matrix: a conversation of the buyer about an offer, with a file."""
    talk = conversation(studio, buyer, at=at)
    guests = conversation(studio, None, subject="order:999", email="guest@example.com", at=at)
    return {
        "conversation": talk.pk,
        "conversation_id": talk.pk,
        "link": link(with_file(talk, buyer, at=at)),
        "guest_link": link(with_file(guests, None, at=at)),
    }


def link(file: MessageFile) -> str:
    return links.sign({"file": file.pk}, 3600, clock.now(), purpose="message-file")


def secrets(studio: Studio, routes: Iterable[str], token: str, *, at: datetime) -> dict[str, str]:
    """The page of the guest whom `blanks` has made, and the order of the buyer."""
    talk = conversation(studio, None, subject="order:999", email="guest@example.com", at=at)
    party = side(talk, rules.CUSTOMER)
    mine = mail.address_of(party).rstrip("/").rpartition("/")[2]
    return {
        route: mine if "messages/g/" in route else token
        for route in routes
        if route.startswith(("messages/g/", "messages/about/order/"))
    }

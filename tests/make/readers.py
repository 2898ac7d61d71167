"""Readers of a studio's letters, and letters that were sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.contacts import actions
from dhara.audience.links import rules as links
from dhara.audience.models import Contact, Delivery, Lane, Link, Message, Provider
from dhara.kit import seal
from dhara.kit.actor import GUEST
from dhara.people.models import Studio
from tests.make import people


def subscriber(
    at: datetime,
    studio: Studio | None = None,
    email: str = "mina@example.com",
    name: str = "Mina",
    language: str = "en",
) -> Contact:
    """Somebody who asked for letters."""
    studio = studio or Studio.objects.filter(handle="nadia").first() or people.studio()
    contact = actions.find_or_make(studio, email, by=GUEST, at=at, name=name, language=language)
    return actions.subscribe(contact, by=GUEST, at=at, source="form:1", words="Write to me", proof="a letter")


def message(at: datetime, studio: Studio, *, links: tuple[str, ...] = (), **given: Any) -> Message:
    """A message whose links are numbered from 1."""
    made = Message.objects.create(studio=studio, purpose="broadcast", created_at=at, changed_at=at, **given)
    for number, url in enumerate(links, 1):
        Link.objects.create(message=made, language="en", number=number, url=url)
    return made


def delivery(at: datetime, contact: Contact, of: Message, *, state: str = "sent", **given: Any) -> Delivery:
    """A letter of the message that has left."""
    sent = {"sent_at": at if state == "sent" else None} | given
    return Delivery.objects.create(
        studio_id=contact.studio_id, message=of, contact=contact, source="broadcast:1", state=state, due_at=at,
        domain=contact.email.partition("@")[2], language=contact.language, **sent,
    )  # fmt: skip


def provider(at: datetime, studio: Studio | None, kind: str = "smtp", **keys: str) -> Provider:
    """A way to send of the studio's own; the host's, for None."""
    return Provider.objects.create(
        studio=studio, kind=kind, secrets=seal.seal(keys), from_email="hello@nadia.example", domain="nadia.example",
        hook_token=f"hook-{'k' * 40}", created_at=at,
    )  # fmt: skip


def secrets(studio: Studio, at: datetime, now: datetime) -> dict[str, str]:
    """What stands in the addresses of a letter's links, by route; one's own data is open at `now`."""
    contact = subscriber(at, studio, email="reader@example.com")
    letter = delivery(at, contact, message(at, studio, links=("https://example.com/guide",)))
    own, data = links.letter_token(contact.pk, letter.message_id), links.data_token(contact.pk, now)
    touch = links.touch_token(letter.pk)
    way = provider(at, studio)
    return {
        "hooks/mail/<slug:token>/": way.hook_token,
        **{f"letters/data/<secret:token>/{below}": data for below in ("", "data.json", "data.csv", "erasure/")},
        **{f"letters/<secret:token>/{below}": own for below in ("", "subscription/", "data/")},
        "letters/<str:token>/unsubscribe/": own,
        "l/<str:token>/": f"1-{touch}",
        "o/<str:token>.gif": touch,
    }


def stopped(studio: Studio, at: datetime, reason: str = "bounces") -> Lane:
    """The letters of a message that a breaker has stopped."""
    of = message(at, studio)
    return Lane.objects.create(message=of, studio=studio, source=f"broadcast:{of.pk}", paused_at=at, paused_for=reason)

"""Broadcasts as tests need them: a studio, people who are subscribed, a letter that can be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.broadcasts import actions
from dhara.audience.broadcasts.rules import Plan
from dhara.audience.messages import actions as messages
from dhara.audience.models import Broadcast, Delivery, Touch
from tests.make.catalog import Shop

WORDS: dict[str, Any] = {
    "subject": "A gift for Eid",
    "preheader": "",
    "blocks": [
        {"kind": "heading", "text": "Eid Mubarak"},
        {"kind": "text", "html": "<p>Here is something for you, {name|friend}.</p>"},
        {"kind": "button", "label": "Look", "url": "https://studio.example/eid"},
    ],
}
TEST = (5000, "clicks", 4)


def draft(shop: Shop, at: datetime, *, subjects: tuple[str, ...] = (), **plan: Any) -> Broadcast:
    """A draft whose letter passes the checks."""
    made = actions.make(shop.studio, Plan(**({"name": "Eid"} | plan)), by=shop.by, at=at)
    content = {"en": {**WORDS, "subjects": list(subjects)}}
    messages.edit(made.message, by=shop.by, at=at, content=content)
    made.message.refresh_from_db()
    return made


def sent(broadcast: Broadcast, at: datetime, **only: Any) -> int:
    """Let what is queued of it be sent, without a mail server."""
    waiting = Delivery.objects.filter(message_id=broadcast.message_id, state="queued", due_at__lte=at, **only)
    return waiting.update(state="sent", sent_at=at)


def touched(delivery: Delivery, at: datetime, *, link: int | None = 1, verdict: str = "human") -> Touch:
    return Touch.objects.create(
        message_id=delivery.message_id, delivery=delivery, link=link, language="en", at=at, verdict=verdict
    )

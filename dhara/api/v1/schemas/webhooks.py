"""Webhooks and what was sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import LINE, In, Out
from dhara.api.v1.schemas.market import Paged
from dhara.api.webhooks import rules
from dhara.api.webhooks.models import Endpoint, Message

_NAMES = "Names from /webhook-events; for your own webhooks those from /me/webhook-events."


class EventOut(Out):
    name: str
    text: str = Field(description="What it means, in the language of the answer.")
    example: dict[str, Any] = Field(description="Its data. Amounts are in minor units.")


class EventList(Out):
    items: list[EventOut]


class WebhookIn(In):
    url: str = Field(min_length=1, max_length=rules.URL_LENGTH, pattern=LINE, examples=["https://example.com/hook"])
    events: list[str] = Field(min_length=1, max_length=100, description=_NAMES)
    name: str = Field("", max_length=rules.NAME_LENGTH, pattern=LINE)

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "url": "https://example.com/hook",
                "events": ["order.paid", "order.refunded"],
                "name": "Book-keeping",
            }
        }
    )


class SwitchIn(In):
    on: bool

    model_config = ConfigDict(json_schema_extra={"example": {"on": False}})


class WebhookOut(Out):
    id: int
    url: str
    name: str
    events: list[str]
    active: bool
    off_reason: Literal["", "asked", "failing", "gone"] = Field(description="Why it is switched off.")
    failing_since: datetime | None = Field(description="Nothing has arrived since then; null when all is well.")
    waiting: int = Field(description="How many messages wait.")
    created_at: datetime


class WebhookList(Out):
    items: list[WebhookOut]


class NewSecret(Out):
    webhook: WebhookOut
    secret: str = Field(description="Shown only this once.")


class TryOut(Out):
    at: datetime
    status: int | None = Field(description="Of the answer; null where there was none.")
    error: str = Field(description="Why there was no answer.")
    body: str = Field(description="The first 2 KB of the answer.")
    millis: int


class WebhookMessage(Out):
    id: int
    webhook_id: str = Field(description="As in the header: the same at every try.")
    event: str
    state: Literal["waiting", "delivered", "failed"]
    body: str = Field(description="What was sent and signed, letter by letter.")
    next_at: datetime | None = Field(description="When it is tried again.")
    created_at: datetime
    tries: list[TryOut]


class MessagesAsked(Paged):
    """A page of the log."""


class MessagePage(Out):
    items: list[WebhookMessage]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def events(known: Mapping[str, rules.Public]) -> EventList:
    return EventList(
        items=[EventOut(name=name, text=str(each.words), example=each.example) for name, each in known.items()]
    )


def webhook_out(endpoint: Endpoint) -> WebhookOut:
    """Needs `waiting`, as the queries annotate it."""
    return WebhookOut(
        id=endpoint.pk,
        url=endpoint.url,
        name=endpoint.name,
        events=endpoint.events,
        active=endpoint.active,
        off_reason=endpoint.off_reason,  # type: ignore[arg-type]  # one of them
        failing_since=endpoint.failing_since,
        waiting=endpoint.waiting,  # type: ignore[attr-defined]  # annotated
        created_at=endpoint.created_at,
    )


def message_out(message: Message) -> WebhookMessage:
    """Needs the tries loaded."""
    return WebhookMessage(
        id=message.pk,
        webhook_id=message.msg_id,
        event=message.event,
        state=message.state,  # type: ignore[arg-type]  # one of them
        body=message.body,
        next_at=message.next_at,
        created_at=message.created_at,
        tries=[
            TryOut(at=each.at, status=each.status, error=each.error, body=each.body, millis=each.millis)
            for each in message.attempts.all()
        ],
    )

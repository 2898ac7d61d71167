"""One's own webhooks: what a person buys is told to their programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from dhara.api.v1.access import MARKET, OWN_WEBHOOKS, needs
from dhara.api.v1.endpoints.hooks import HookId, Hooks
from dhara.api.v1.schemas import webhooks as shapes
from dhara.api.webhooks import rules

router = Router(tags=["Webhooks"])
_ALL = "/me/webhooks"
_ONE = f"{_ALL}/{{webhook}}"


@router.get("/me/webhook-events", response=shapes.EventList, operation_id="list_my_events", summary="A buyer's events")
@needs(MARKET)
def list_my_events(request: HttpRequest) -> Any:
    """What webhooks of a person can be told of what they buy, with an example of each."""
    return shapes.events(rules.PERSONAL)


@router.get(_ALL, response=shapes.WebhookList, operation_id="list_my_webhooks", summary="My webhooks")
@needs(OWN_WEBHOOKS)
def list_my_webhooks(request: HttpRequest) -> Any:
    """Your own, without their secrets: they are told of your orders, jobs, campaigns and of work that you pay."""
    return Hooks(request).all()


@router.post(_ALL, response={201: shapes.NewSecret}, operation_id="add_my_webhook", summary="Add a webhook of your own")
@needs(OWN_WEBHOOKS)
def add_my_webhook(request: HttpRequest, given: shapes.WebhookIn) -> Any:
    """The answer has the secret with which messages are signed; keep it, it is not shown again."""
    return Hooks(request).add(given)


@router.get(_ONE, response=shapes.WebhookOut, operation_id="get_my_webhook", summary="One of my webhooks")
@needs(OWN_WEBHOOKS)
def get_my_webhook(request: HttpRequest, webhook: Path[HookId]) -> Any:
    """How it stands."""
    return Hooks(request).one(webhook)


@router.post(_ONE, response=shapes.WebhookOut, operation_id="change_my_webhook", summary="Change a webhook")
@needs(OWN_WEBHOOKS)
def change_my_webhook(request: HttpRequest, webhook: Path[HookId], given: shapes.WebhookIn) -> Any:
    """Messages that wait go to the new address."""
    return Hooks(request).change(webhook, given)


@router.post(
    f"{_ONE}/secret", response=shapes.NewSecret, operation_id="rotate_my_webhook_secret", summary="A new secret"
)
@needs(OWN_WEBHOOKS)
def rotate_my_webhook_secret(request: HttpRequest, webhook: Path[HookId]) -> Any:
    """For a day the older one signs, too."""
    return Hooks(request).rotate(webhook)


@router.post(
    f"{_ONE}/switching", response=shapes.WebhookOut, operation_id="switch_my_webhook", summary="Switch it on or off"
)
@needs(OWN_WEBHOOKS)
def switch_my_webhook(request: HttpRequest, webhook: Path[HookId], given: shapes.SwitchIn) -> Any:
    """While it is off nothing new is kept for it. On again, what waits is sent at once."""
    return Hooks(request).switch(webhook, given)


@router.post(
    f"{_ONE}/tests", response={202: shapes.WebhookMessage}, operation_id="test_my_webhook", summary="Send a test"
)
@needs(OWN_WEBHOOKS)
def test_my_webhook(request: HttpRequest, webhook: Path[HookId]) -> Any:
    """A message of the type webhook.test, at once. The log says what came of it."""
    return Hooks(request).test(webhook)


@router.post(
    f"{_ONE}/removal", response=shapes.WebhookList, operation_id="remove_my_webhook", summary="Remove a webhook"
)
@needs(OWN_WEBHOOKS)
def remove_my_webhook(request: HttpRequest, webhook: Path[HookId]) -> Any:
    """What waits is given up. The answer has those that are left."""
    return Hooks(request).remove(webhook)


@router.get(
    f"{_ONE}/messages", response=shapes.MessagePage, operation_id="list_my_webhook_messages", summary="What was sent"
)
@needs(OWN_WEBHOOKS)
def list_my_webhook_messages(request: HttpRequest, webhook: Path[HookId], asked: Query[shapes.MessagesAsked]) -> Any:
    """The messages of 30 days with every try, the latest first."""
    return Hooks(request).log(webhook, asked)


@router.post(
    f"{_ONE}/messages/{{message}}/replay",
    response={202: shapes.WebhookMessage},
    operation_id="replay_my_webhook_message",
    summary="Send a message again",
)
@needs(OWN_WEBHOOKS)
def replay_my_webhook_message(request: HttpRequest, webhook: Path[HookId], message: Path[HookId]) -> Any:
    """Under its old id, whatever waits."""
    return Hooks(request).replay(webhook, message)

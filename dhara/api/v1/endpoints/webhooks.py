"""A studio's webhooks: where it is told what happens, and what was sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from dhara.api.v1.access import MARKET, WEBHOOKS, needs
from dhara.api.v1.endpoints.hooks import HookId, Hooks
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.schemas import webhooks as shapes
from dhara.api.webhooks import rules

router = Router(tags=["Webhooks"])
_ONE = "/studios/{handle}/webhooks/{webhook}"


@router.get("/webhook-events", response=shapes.EventList, operation_id="list_events", summary="Events")
@needs(MARKET)
def list_events(request: HttpRequest) -> Any:
    """What webhooks can be told, with an example of each."""
    return shapes.events(rules.CATALOGUE)


@router.get("/studios/{handle}/webhooks", response=shapes.WebhookList, operation_id="list_webhooks", summary="Webhooks")
@needs(WEBHOOKS)
def list_webhooks(request: HttpRequest, handle: Path[Handle]) -> Any:
    """Those of a studio, without their secrets. Only for members who may change them."""
    return Hooks(request, handle).all()


@router.post(
    "/studios/{handle}/webhooks",
    response={201: shapes.NewSecret},
    operation_id="add_webhook",
    summary="Add a webhook",
)
@needs(WEBHOOKS)
def add_webhook(request: HttpRequest, handle: Path[Handle], given: shapes.WebhookIn) -> Any:
    """The answer has the secret with which messages are signed; keep it, it is not shown again."""
    return Hooks(request, handle).add(given)


@router.get(_ONE, response=shapes.WebhookOut, operation_id="get_webhook", summary="One webhook")
@needs(WEBHOOKS)
def get_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """How it stands."""
    return Hooks(request, handle).one(webhook)


@router.post(_ONE, response=shapes.WebhookOut, operation_id="change_webhook", summary="Change a webhook")
@needs(WEBHOOKS)
def change_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], given: shapes.WebhookIn) -> Any:
    """Messages that wait go to the new address."""
    return Hooks(request, handle).change(webhook, given)


@router.post(f"{_ONE}/secret", response=shapes.NewSecret, operation_id="rotate_webhook_secret", summary="A new secret")
@needs(WEBHOOKS)
def rotate_webhook_secret(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """For a day the older one signs, too."""
    return Hooks(request, handle).rotate(webhook)


@router.post(
    f"{_ONE}/switching", response=shapes.WebhookOut, operation_id="switch_webhook", summary="Switch it on or off"
)
@needs(WEBHOOKS)
def switch_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], given: shapes.SwitchIn) -> Any:
    """While it is off nothing new is kept for it. On again, what waits is sent at once."""
    return Hooks(request, handle).switch(webhook, given)


@router.post(f"{_ONE}/tests", response={202: shapes.WebhookMessage}, operation_id="test_webhook", summary="Send a test")
@needs(WEBHOOKS)
def test_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """A message of the type webhook.test, at once. The log says what came of it."""
    return Hooks(request, handle).test(webhook)


@router.post(f"{_ONE}/removal", response=shapes.WebhookList, operation_id="remove_webhook", summary="Remove a webhook")
@needs(WEBHOOKS)
def remove_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """What waits is given up. The answer has those that are left."""
    return Hooks(request, handle).remove(webhook)


@router.get(
    f"{_ONE}/messages", response=shapes.MessagePage, operation_id="list_webhook_messages", summary="What was sent"
)
@needs(WEBHOOKS)
def list_webhook_messages(
    request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], asked: Query[shapes.MessagesAsked]
) -> Any:
    """The messages of 30 days with every try, the latest first."""
    return Hooks(request, handle).log(webhook, asked)


@router.post(
    f"{_ONE}/messages/{{message}}/replay",
    response={202: shapes.WebhookMessage},
    operation_id="replay_webhook_message",
    summary="Send a message again",
)
@needs(WEBHOOKS)
def replay_webhook_message(
    request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], message: Path[HookId]
) -> Any:
    """Under its old id, whatever waits."""
    return Hooks(request, handle).replay(webhook, message)

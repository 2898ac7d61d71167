"""A studio's webhooks: where it is told what happens, and what was sent."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.v1.access import MARKET, WEBHOOKS, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import webhooks as shapes
from dhara.api.webhooks import actions, queries
from dhara.api.webhooks.models import Endpoint, Message
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Webhooks"])
HookId = Annotated[int, Field(ge=1, le=2**63 - 1)]
_ONE = "/studios/{handle}/webhooks/{webhook}"


@router.get("/webhook-events", response=shapes.EventList, operation_id="list_events", summary="Events")
@needs(MARKET)
def list_events(request: HttpRequest) -> Any:
    """What webhooks can be told, with an example of each."""
    return shapes.events()


@router.get("/studios/{handle}/webhooks", response=shapes.WebhookList, operation_id="list_webhooks", summary="Webhooks")
@needs(WEBHOOKS)
def list_webhooks(request: HttpRequest, handle: Path[Handle]) -> Any:
    """Those of a studio, without their secrets. Only for members who may change them."""
    return shapes.WebhookList(items=[shapes.webhook_out(each) for each in queries.of_studio(_studio(request, handle))])


@router.post(
    "/studios/{handle}/webhooks",
    response={201: shapes.NewSecret},
    operation_id="add_webhook",
    summary="Add a webhook",
)
@needs(WEBHOOKS)
def add_webhook(request: HttpRequest, handle: Path[Handle], given: shapes.WebhookIn) -> Any:
    """The answer has the secret with which messages are signed; keep it, it is not shown again."""
    studio = _studio(request, handle)
    made, secret = actions.add(studio, **given.model_dump(), by=caller(request).by, at=clock.now())
    return Status(201, shapes.NewSecret(webhook=shapes.webhook_out(_loaded(studio, made.pk)), secret=secret))


@router.get(_ONE, response=shapes.WebhookOut, operation_id="get_webhook", summary="One webhook")
@needs(WEBHOOKS)
def get_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """How it stands."""
    return shapes.webhook_out(_loaded(_studio(request, handle), webhook))


@router.post(_ONE, response=shapes.WebhookOut, operation_id="change_webhook", summary="Change a webhook")
@needs(WEBHOOKS)
def change_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], given: shapes.WebhookIn) -> Any:
    """Messages that wait go to the new address."""
    studio = _studio(request, handle)
    found = _loaded(studio, webhook)
    actions.change(found.pk, **given.model_dump(), by=caller(request).by, at=clock.now())
    return shapes.webhook_out(_loaded(studio, webhook))


@router.post(f"{_ONE}/secret", response=shapes.NewSecret, operation_id="rotate_webhook_secret", summary="A new secret")
@needs(WEBHOOKS)
def rotate_webhook_secret(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """For a day the older one signs, too."""
    studio = _studio(request, handle)
    _made, secret = actions.rotate(_loaded(studio, webhook).pk, by=caller(request).by, at=clock.now())
    return shapes.NewSecret(webhook=shapes.webhook_out(_loaded(studio, webhook)), secret=secret)


@router.post(
    f"{_ONE}/switching", response=shapes.WebhookOut, operation_id="switch_webhook", summary="Switch it on or off"
)
@needs(WEBHOOKS)
def switch_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], given: shapes.SwitchIn) -> Any:
    """While it is off nothing new is kept for it. On again, what waits is sent at once."""
    studio = _studio(request, handle)
    actions.switch(_loaded(studio, webhook).pk, on=given.on, by=caller(request).by, at=clock.now())
    return shapes.webhook_out(_loaded(studio, webhook))


@router.post(f"{_ONE}/tests", response={202: shapes.WebhookMessage}, operation_id="test_webhook", summary="Send a test")
@needs(WEBHOOKS)
def test_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """A message of the type webhook.test, at once. The log says what came of it."""
    found = _loaded(_studio(request, handle), webhook)
    made = actions.send_test(found.pk, by=caller(request).by, at=clock.now())
    return Status(202, _message_out(found, made.pk))


@router.post(f"{_ONE}/removal", response=shapes.WebhookList, operation_id="remove_webhook", summary="Remove a webhook")
@needs(WEBHOOKS)
def remove_webhook(request: HttpRequest, handle: Path[Handle], webhook: Path[HookId]) -> Any:
    """What waits is given up. The answer has those that are left."""
    studio = _studio(request, handle)
    actions.remove(_loaded(studio, webhook).pk, by=caller(request).by, at=clock.now())
    return shapes.WebhookList(items=[shapes.webhook_out(each) for each in queries.of_studio(studio)])


@router.get(
    f"{_ONE}/messages", response=shapes.MessagePage, operation_id="list_webhook_messages", summary="What was sent"
)
@needs(WEBHOOKS)
def list_webhook_messages(
    request: HttpRequest, handle: Path[Handle], webhook: Path[HookId], asked: Query[shapes.MessagesAsked]
) -> Any:
    """The messages of 30 days with every try, the latest first."""
    found = _loaded(_studio(request, handle), webhook)
    shown, more = Cursors("webhook-messages", webhook=found.pk).page(queries.log_of(found), asked)
    return shapes.MessagePage(items=[shapes.message_out(each) for each in shown], next=more)


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
    found = _loaded(_studio(request, handle), webhook)
    if not Message.objects.filter(pk=message, endpoint=found).exists():
        raise NotFoundHere()
    actions.replay(message, by=caller(request).by, at=clock.now())
    return Status(202, _message_out(found, message))


def _studio(request: HttpRequest, handle: str) -> Studio:
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "edit_webhooks")
    return studio


def _loaded(studio: Studio, webhook: int) -> Endpoint:
    found = queries.one_of_studio(studio, webhook)
    if found is None:
        raise NotFoundHere()
    return found


def _message_out(endpoint: Endpoint, message_id: int) -> shapes.WebhookMessage:
    return shapes.message_out(queries.log_of(endpoint).get(pk=message_id))

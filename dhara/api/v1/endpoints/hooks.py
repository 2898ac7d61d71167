"""What can be done with webhooks, a studio's or one's own: the endpoints only say whose."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Status
from pydantic import Field

from dhara.api.v1.access import caller
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import webhooks as shapes
from dhara.api.webhooks import actions, queries
from dhara.api.webhooks.models import Endpoint, Message, Owner
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere

HookId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Hooks:
    """Those of a studio, for members who may change them; without a handle those of the caller."""

    def __init__(self, request: HttpRequest, handle: str = "") -> None:
        me = caller(request)
        self.by, self.at = me.by, clock.now()
        self.owner: Owner = me.person
        if handle:
            studio = studio_of(handle, me)
            me.viewer.require(studio, "edit_webhooks")
            self.owner = studio

    def all(self) -> shapes.WebhookList:
        return shapes.WebhookList(items=[shapes.webhook_out(each) for each in queries.of_owner(self.owner)])

    def one(self, webhook: int) -> shapes.WebhookOut:
        return shapes.webhook_out(self._found(webhook))

    def add(self, given: shapes.WebhookIn) -> Status[shapes.NewSecret]:
        made, secret = actions.add(self.owner, **given.model_dump(), by=self.by, at=self.at)
        return Status(201, shapes.NewSecret(webhook=self.one(made.pk), secret=secret))

    def change(self, webhook: int, given: shapes.WebhookIn) -> shapes.WebhookOut:
        actions.change(self._found(webhook).pk, **given.model_dump(), by=self.by, at=self.at)
        return self.one(webhook)

    def rotate(self, webhook: int) -> shapes.NewSecret:
        _made, secret = actions.rotate(self._found(webhook).pk, by=self.by, at=self.at)
        return shapes.NewSecret(webhook=self.one(webhook), secret=secret)

    def switch(self, webhook: int, given: shapes.SwitchIn) -> shapes.WebhookOut:
        actions.switch(self._found(webhook).pk, on=given.on, by=self.by, at=self.at)
        return self.one(webhook)

    def test(self, webhook: int) -> Status[shapes.WebhookMessage]:
        found = self._found(webhook)
        made = actions.send_test(found.pk, by=self.by, at=self.at)
        return Status(202, self._message(found, made.pk))

    def remove(self, webhook: int) -> shapes.WebhookList:
        actions.remove(self._found(webhook).pk, by=self.by, at=self.at)
        return self.all()

    def log(self, webhook: int, asked: shapes.MessagesAsked) -> shapes.MessagePage:
        found = self._found(webhook)
        shown, more = Cursors("webhook-messages", webhook=found.pk).page(queries.log_of(found), asked)
        return shapes.MessagePage(items=[shapes.message_out(each) for each in shown], next=more)

    def replay(self, webhook: int, message: int) -> Status[shapes.WebhookMessage]:
        found = self._found(webhook)
        if not Message.objects.filter(pk=message, endpoint=found).exists():
            raise NotFoundHere()
        actions.replay(message, by=self.by, at=self.at)
        return Status(202, self._message(found, message))

    def _found(self, webhook: int) -> Endpoint:
        found = queries.one_of_owner(self.owner, webhook)
        if found is None:
            raise NotFoundHere()
        return found

    def _message(self, endpoint: Endpoint, message_id: int) -> shapes.WebhookMessage:
        return shapes.message_out(queries.log_of(endpoint).get(pk=message_id))

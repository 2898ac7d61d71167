"""Endpoints and messages to try things on."""

from __future__ import annotations

from datetime import datetime

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import actions, rules, wire
from tests.make.catalog import Shop

OK = wire.Answer(204, "", "", 12)
BROKEN = wire.Answer(500, "", "oops", 12)


def endpoint(shop: Shop, at: datetime, *events: str, url: str = "https://example.com/hook") -> Endpoint:
    made, _secret = actions.add(shop.studio, url=url, events=events or rules.CATALOGUE, by=shop.by, at=at)
    return made


def messages(to: Endpoint, at: datetime, many: int) -> list[Message]:
    return [
        Message.objects.create(
            endpoint=to, msg_id=rules.new_id(), event="order.paid", fact_ref=n, body="{}", next_at=at, created_at=at
        )
        for n in range(many)
    ]

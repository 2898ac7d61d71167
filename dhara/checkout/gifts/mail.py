"""The letters to whoever gets a gift: no price, no address of the giver, no order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from dhara.checkout.gifts.models import Gift
from dhara.checkout.orders.models import OrderLine
from dhara.checkout.orders.rules import WAITS
from dhara.kit.actor import Actor
from dhara.kit.locale.dates import show_date
from dhara.kit.mail.letters import post


def gift_url(gift: Gift) -> str:
    """Opens the gift without signing in: a secret of its receiver."""
    return f"{settings.PUBLIC_URL}/library/g/{gift.token}/"


def given(gift: Gift, lines: Sequence[OrderLine], *, by: Actor, at: datetime) -> None:
    """Somebody thought of you; once for each address it went to. Needs the gift's order, and studio of the lines."""
    things = [{"title": line.title, "studio": line.studio.name, "comes": _comes(line, gift)} for line in lines]
    told = {"message": gift.message, "things": things, "gift_url": gift_url(gift)}
    _to_receiver("gift", f"gift:{gift.order_id}:{gift.sendings}", gift, told, by=by, at=at)


def _comes(line: OrderLine, gift: Gift) -> str:
    """The day on which it comes out, where that is still ahead."""
    moment = line.offer.releases_at if line.preorder == WAITS else None
    return show_date(moment, gift.language) if moment else ""


def came_out(gift: Gift, line: OrderLine, *, by: Actor, at: datetime) -> None:
    """What its receiver waited for is there. Needs the gift's order, and studio of the line."""
    told = {"title": line.title, "studio": line.studio.name, "gift_url": gift_url(gift)}
    _to_receiver("gift_out", f"gift_out:{line.pk}:{gift.sendings}", gift, told, by=by, at=at)


def comes_later(gift: Gift, line: OrderLine, until: datetime, *, by: Actor, at: datetime) -> None:
    """Its studio has postponed it."""
    day = show_date(until, gift.language)
    told = {"title": line.title, "studio": line.studio.name, "day": day, "gift_url": gift_url(gift)}
    _to_receiver("gift_later", f"gift_later:{line.pk}:{until.isoformat()}", gift, told, by=by, at=at)


def ended(gift: Gift, titles: Sequence[str], *, whole: bool, mark: str, by: Actor, at: datetime) -> None:
    """These can not be used any more. Nothing about money."""
    told = {"titles": list(titles), "whole": whole, "gift_url": gift_url(gift)}
    _to_receiver("gift_ended", f"gift_ended:{gift.order_id}:{mark}", gift, told, by=by, at=at)


def back(gift: Gift, titles: Sequence[str], *, mark: str, by: Actor, at: datetime) -> None:
    """These can be used again."""
    told = {"titles": list(titles), "gift_url": gift_url(gift)}
    _to_receiver("gift_back", f"gift_back:{gift.order_id}:{mark}", gift, told, by=by, at=at)


def _to_receiver(name: str, key: str, gift: Gift, told: dict[str, Any], *, by: Actor, at: datetime) -> None:
    post(
        key=key,
        name=name,
        to=gift.email,
        to_name=gift.name,
        language=gift.language,
        template=f"checkout/mail/{name}",
        context={"name": gift.name, "giver": gift.order.name, **told},
        by=by,
        at=at,
    )

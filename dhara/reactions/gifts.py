"""A gift is sent, redirected, taken back: its receiver has it, and is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dhara.checkout.gifts.facts import GiftRedirected, GiftSent
from dhara.checkout.models import OrderLine
from dhara.delivery.gifts import actions
from dhara.kit.actor import Actor


def deliver_gift(fact: GiftSent, *, by: Actor, at: datetime) -> None:
    actions.deliver(fact.order_id, by=by, at=at)


def write_gift(fact: GiftSent | GiftRedirected, *, by: Actor, at: datetime) -> None:
    actions.write(fact.order_id, by=by, at=at)


def access_ended(lines: Sequence[OrderLine], taken: Sequence[OrderLine], *, by: Actor, at: datetime) -> None:
    """Money went back for `lines`: what was `taken` was perhaps a gift, whose receiver is told; or it is never sent.

    Part of an effect; costs nothing where it was no gift.
    """
    if lines and lines[0].order.gifted:
        actions.end(lines[0].order_id, taken, mark=str(by.cause), by=by, at=at)


def access_restored(lines: Sequence[OrderLine], returned: Sequence[OrderLine], *, by: Actor, at: datetime) -> None:
    if lines and lines[0].order.gifted:
        actions.resume(lines[0].order_id, returned, mark=str(by.cause), by=by, at=at)

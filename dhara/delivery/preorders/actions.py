"""Hand over, and look after what was left behind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.checkout.preorders import actions as preorders
from dhara.checkout.preorders import mail
from dhara.checkout.preorders.queries import left_behind, waiting
from dhara.delivery.gifts import actions as gifts
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.kit.queue import defer_named


@transaction.atomic
def hand_over(line_id: int, *, by: Actor, at: datetime) -> bool:
    """Give the buyer, or the receiver of a gift, what has come out, and tell them; whether it was done now.

    As often as one likes, it is once. A gift that waits for its day is given on that day.
    """
    line = preorders.begin_hand_over(line_id, at=at)
    if line is None:
        return False
    if line.order.gifted:
        gifts.hand_over(line, by=by, at=at)
        return True
    grants.deliver_line(line, by=by, at=at)
    mail.came_out(line, by=by, at=at)
    return True


def hand_over_all(offer_id: int) -> int:
    """One job for each buyer who waits, in the transaction of the release's reaction."""
    found = waiting(offer_id)
    for line_id in found:
        defer_named("delivery.preorders.tasks.hand_over", queue="reactions", line_id=line_id)
    return len(found)


def sweep() -> int:
    """Jobs for what a worker that died, or a failure, has left behind; returns how many."""
    out, over = left_behind()
    for line_id in out:
        defer_named("delivery.preorders.tasks.hand_over", queue="reactions", line_id=line_id)
    for line_id in over:
        defer_named("delivery.preorders.tasks.give_back", queue="reactions", line_id=line_id)
    return len(out) + len(over)

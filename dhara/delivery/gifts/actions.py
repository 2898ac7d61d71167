"""The verbs: give the things of a gift, send them to another address, tell the receiver what has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.gifts import actions as gifts
from dhara.checkout.gifts import mail, rules
from dhara.checkout.gifts.queries import left
from dhara.checkout.models import Gift, Order, OrderLine
from dhara.checkout.orders.queries import bought
from dhara.delivery.gifts.queries import used
from dhara.delivery.grants import actions as grants
from dhara.delivery.grants.models import Grant
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict


@transaction.atomic
def deliver(order_id: int, *, by: Actor, at: datetime) -> list[int]:
    """Give the receiver all that is left of a gift that was sent. Doing so twice is doing so once."""
    order, gift = gifts.locked(order_id)
    return _deliver(order, gift, by=by, at=at) if gift.status in rules.GIVEN else []


def _deliver(order: Order, gift: Gift, *, by: Actor, at: datetime) -> list[int]:
    to = grants.Receiver(gift.email, gift.name, gift.language, gift.sendings)
    return grants.give_lines(left(order, given=True), to, by=by, at=at)


def hand_over(line: OrderLine, *, by: Actor, at: datetime) -> None:
    """What the receiver waited for has come out, and is theirs. Before the gift's day nobody has it yet.

    The line is as `preorders.begin_hand_over` gave it, in its transaction.
    """
    _order, gift = gifts.locked(line.order_id)
    if gift.status in rules.GIVEN:
        gift.order = line.order
        to = grants.Receiver(gift.email, gift.name, gift.language, gift.sendings)
        grants.give_lines([line], to, by=by, at=at)
        mail.came_out(gift, line, by=by, at=at)


def receiver_of(line: OrderLine) -> Gift | None:
    """The gift that a line (with its order) belongs to, where its receiver knows of it."""
    if not line.order.gifted:
        return None
    gift = Gift.objects.select_related("order").get(order_id=line.order_id)
    return gift if gift.status in rules.GIVEN else None


@transaction.atomic
def write(order_id: int, *, by: Actor, at: datetime) -> None:
    """The letter to the receiver; one for each time it was sent, and none for what has ended meanwhile."""
    order, gift = gifts.locked(order_id)
    gift.order = order
    if gift.status in rules.GIVEN:
        mail.given(gift, left(order, given=True), by=by, at=at)


@transaction.atomic
def correct(order_id: int, *, email: str, name: str, by: Actor, at: datetime) -> Gift:
    """The address was wrong: what it was given is taken back, and the right one has it. Once, while it is untouched.

    Raises Conflict (`gift_opened`, `gift_corrected`), Invalid with the field.
    """
    order, gift = gifts.locked(order_id)
    # Whoever fetches a file locks its grant first.
    list(Grant.objects.select_for_update().filter(order=order).order_by("pk").values_list("pk", flat=True))
    if used(order):
        raise Conflict("gift_opened", _("It was opened already, so its address can not be changed any more."))
    lines = bought(order_id)
    keys = [(line, grants.line_key(line.pk, gift.sendings)) for line in lines]
    gifts.redirect(order, gift, email=email, name=name, by=by, at=at)
    # Nobody may take a thing from its holder but Dhara itself, which follows from what the giver did.
    machine = replace(by, kind="system", id=None)
    for line, key in keys:
        grants.take_back_key(line, key, reason="gift redirected", by=machine, at=at)
    _deliver(order, gift, by=by, at=at)
    return gift


@transaction.atomic
def end(order_id: int, taken: Sequence[OrderLine], *, mark: str, by: Actor, at: datetime) -> None:
    """Money went back for these lines, and with it the access. Who had them is told; what waits is never sent."""
    if gifts.withdraw(order_id, by=by, at=at) and taken:
        order, gift = gifts.locked(order_id)
        gift.order = order
        mail.ended(gift, [line.title for line in taken], whole=gift.status == rules.WITHDRAWN, mark=mark, by=by, at=at)


@transaction.atomic
def resume(order_id: int, returned: Sequence[OrderLine], *, mark: str, by: Actor, at: datetime) -> None:
    """The money did not go back: the receiver has these lines again, and is told if told of the end."""
    gift = gifts.restore(order_id, by=by, at=at)
    if gift.status not in rules.GIVEN or not returned:
        return
    order, gift = gifts.locked(order_id)
    gift.order = order
    _deliver(order, gift, by=by, at=at)
    mail.back(gift, [line.title for line in returned], mark=mark, by=by, at=at)

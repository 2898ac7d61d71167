"""The verbs of pre-orders. All of them lock the payment, then the order, as every refund does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders.actions.give_up import locked
from dhara.checkout.orders.actions.sale import clears_at, subject, waiting_key
from dhara.checkout.orders.models import OrderLine
from dhara.checkout.orders.rules import OFF, OUT, WAITS
from dhara.checkout.preorders import queries
from dhara.checkout.preorders.facts import PreorderCancelled
from dhara.checkout.refunds.actions import Part, refund
from dhara.checkout.refunds.models import Refund
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.money.models import Clearing, Payment


@transaction.atomic
def cancel(order_id: int, line_id: int, *, by: Actor, at: datetime) -> None:
    """The buyer wants the money back before it comes out, and gets all of it. The door has proven that it is theirs.

    Twice is once. Raises NotFoundHere, Conflict `released_already`, and what a refund raises (disputed).
    """
    line = _locked(line_id)
    if line.order_id != order_id or not line.preorder:
        raise NotFoundHere()
    if line.preorder == OFF:
        return
    if line.preorder == OUT or line.offer.releases_at is None:
        text = _("It has come out by now, so it is yours. You can still ask the seller for your money back.")
        raise Conflict("released_already", text)
    _give_back(line, _("You cancelled your pre-order."), own=True, by=by, at=at)


@transaction.atomic
def give_back(line_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """The promise was not kept: all of the money goes back by itself. What a bank decides about waits for that."""
    line = _locked(line_id)
    if line.preorder != WAITS or line.offer.releases_at is None:
        return
    try:
        with transaction.atomic():
            _give_back(line, reason, own=False, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "order_disputed":
            raise


@transaction.atomic
def begin_hand_over(line_id: int, *, at: datetime) -> OrderLine | None:
    """Its offer is out: the line, locked with its order, when the buyer is to have it now; None otherwise.

    The studio's part begins to clear. Belongs into the transaction that hands it over.
    """
    line = _locked(line_id)
    if line.preorder != WAITS or line.offer.releases_at is not None or line.order.paid_at is None:
        return None
    due = queries.is_due(line)
    _end(line, OUT if due else OFF, at)
    return line if due else None


@transaction.atomic
def stand_again(line_id: int) -> bool:
    """Its refund did not come about: the buyer waits again. False for what was never given back before it came out."""
    line = _locked(line_id)
    if line.preorder != OFF:
        return False
    OrderLine.objects.filter(pk=line.pk).update(preorder=WAITS)
    return True


@transaction.atomic
def wait_longer(line_id: int, *, at: datetime) -> OrderLine | None:
    """Another date was promised, or is to come: the money stays pending as long. None when nobody waits any more."""
    line = _locked(line_id)
    if line.preorder != WAITS or line.offer.releases_at is None or not queries.is_due(line):
        return None
    start = max(at, line.offer.releases_at)
    for each in _clearings(line):
        Clearing.objects.filter(pk=each.pk).update(due_at=clears_at(line.order, each.studio_id, start, waits=True))
    return line


def _give_back(line: OrderLine, reason: str, *, own: bool, by: Actor, at: datetime) -> None:
    left = line.gross - line.refunded
    if queries.is_due(line):
        before = Refund.objects.filter(key__startswith=f"preorder:{line.pk}:").count()
        refund(
            line.order_id,
            lines={line.pk: Part(left, revokes=True, restocks=True)},
            reason=reason,
            by=replace(by, kind="system", id=None),
            at=at,
            key=f"preorder:{line.pk}:{before}",
        )
    fact = PreorderCancelled(line.order_id, line.pk, line.offer_id, own, line.title)
    record(fact, by=by, at=at, studio_id=line.studio_id)
    _end(line, OFF, at)


def _end(line: OrderLine, state: str, at: datetime) -> None:
    """It does not wait any more; what is left of its money clears from now on."""
    OrderLine.objects.filter(pk=line.pk).update(preorder=state)
    line.preorder = state
    for each in _clearings(line):
        Clearing.objects.filter(pk=each.pk).update(due_at=clears_at(line.order, each.studio_id, at))


def _clearings(line: OrderLine) -> list[Clearing]:
    found = Clearing.objects.select_for_update().filter(subject=subject(line.order_id), cleared_at__isnull=True)
    return list(found.filter(key__startswith=f"{waiting_key(line.order_id, line.pk)}:").order_by("id"))


def _locked(line_id: int) -> OrderLine:
    """The line as it is once its payment and order are locked, with order, offer, tier and studio."""
    known = OrderLine.objects.filter(pk=line_id).values_list("order_id", "order__payment_id").first()
    if known is None:
        raise NotFoundHere()
    order_id, payment_id = known
    if payment_id:
        Payment.objects.locked(payment_id)
    locked(order_id)
    return OrderLine.objects.select_related("order", "offer", "tier", "studio").get(pk=line_id)

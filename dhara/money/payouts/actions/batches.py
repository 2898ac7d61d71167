"""Payouts that no gateway sends: put on a list, carried to the bank by an operator, and what the bank answered."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.payouts import bankfile, queries, rules
from dhara.money.payouts.actions.holding import undo
from dhara.money.payouts.actions.sending import leave_by_hand, paid
from dhara.money.payouts.facts import PayoutBatchMade, PayoutBatchMoved
from dhara.money.payouts.models import Payout, PayoutBatch, PayoutLine

MOST = 500
# A gateway that has not answered for that long may be answered for, by an operator who has asked it on the telephone.
SILENCE = timedelta(hours=24)


@transaction.atomic
def make_batch(*, kind: str, currency: str, by: Actor, at: datetime) -> PayoutBatch:
    """A list of all that waits for this kind of account. Two operators at once get different payouts.

    Raises Conflict when nothing waits.
    """
    _require_operator(by)
    ready = queries.for_batch(kind, currency).select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST]
    going = [payout for payout in map(Payout.objects.locked, list(ready)) if leave_by_hand(payout, by=by, at=at)]
    if not going:
        raise Conflict("batch_empty", _("No payout waits for such a list."))
    batch = PayoutBatch.objects.create(
        status=rules.OPEN,
        status_at=at,
        number=f"B{at:%y%m%d}-{secrets.token_hex(3).upper()}",
        kind=kind,
        currency=currency,
        count=len(going),
        total=sum(payout.net for payout in going),
        created_at=at,
    )
    PayoutLine.objects.bulk_create(
        PayoutLine(batch=batch, payout=payout, place=place, amount=payout.net)
        for place, payout in enumerate(going, start=1)
    )
    record(PayoutBatchMade(batch.pk, kind), by=by, at=at)
    return batch


@transaction.atomic
def take_away(batch_id: int, *, by: Actor, at: datetime) -> PayoutBatch:
    """Its file goes to the bank: from now on only the bank's answers change it."""
    batch = _locked(batch_id, by)
    if batch.status == rules.OPEN:
        _move(batch, rules.SENT, by=by, at=at)
    return batch


@transaction.atomic
def give_up(batch_id: int, *, reason: str, by: Actor, at: datetime) -> PayoutBatch:
    """It never left: its payouts wait for another list. Refused once the file was taken away."""
    batch = _locked(batch_id, by)
    _move(batch, rules.GIVEN_UP, by=by, at=at, reason=reason)
    for line in batch.lines.order_by("payout_id"):
        payout = Payout.objects.locked(line.payout_id)
        if payout.status != rules.PROCESSING:
            raise Conflict("batch_answered", _("Some of its lines are answered already."))
        payout.become(rules.CREATED, by=by, at=at, reason=reason, studio_id=payout.studio_id, tries=0, sent_at=None)
    batch.lines.update(dropped=True)
    return batch


@transaction.atomic
def settle(payout_id: int, *, arrived: bool, reason: str, ref: str, by: Actor, at: datetime) -> Payout:
    """What the bank says of one payout, told by an operator. A failed one needs a reason: the studio reads it.

    The same word again changes nothing; another one about a paid payout means that it came back.
    """
    _require_operator(by)
    payout = Payout.objects.locked(payout_id)
    if payout.gateway and (payout.sent_at is None or at < payout.sent_at + SILENCE):
        raise Conflict("payout_gateway", _("The gateway is still asked about this one. Look again tomorrow."))
    if not arrived and not reason.strip():
        raise Invalid("reason_missing", _("Say why: the studio reads it."), "reason")
    if arrived:
        if payout.status not in (rules.PROCESSING, rules.PAID):
            raise Conflict("payout_not_sent", _("This payout is not on its way."))
        paid(payout, ref=ref[:120], by=by, at=at)
    elif payout.status == rules.PROCESSING:
        undo(payout, rules.FAILED, reason.strip(), by=by, at=at, ref=ref[:120])
    elif payout.status == rules.PAID:
        undo(payout, rules.RETURNED, reason.strip(), by=by, at=at, ref=ref[:120])
    elif payout.status not in (rules.FAILED, rules.RETURNED):
        raise Conflict("payout_not_sent", _("This payout is not on its way."))
    _close_if_done(payout, by=by, at=at)
    return payout


@transaction.atomic
def answer(batch_id: int, text: str, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Take in the bank's answer (CSV): all of it, or nothing. Returns (paid, not paid).

    Raises Invalid on `answer`, naming the line.
    """
    batch = _locked(batch_id, by)
    if batch.status == rules.GIVEN_UP:
        raise Conflict("batch_given_up", _("This list was given up."))
    take_away(batch_id, by=by, at=at)
    mine = {line.payout.number: line.payout_id for line in batch.lines.select_related("payout")}
    said = bankfile.read(text)
    for each in said:
        if each.reference not in mine:
            words = _("Line %(line)s: %(number)s is not on this list.")
            raise Invalid("answer_unknown", words % {"line": each.line, "number": each.reference[:20]}, "answer")
    for each in said:
        reason = each.reason or ("" if each.arrived else gettext_noop("The bank gave no reason."))
        settle(mine[each.reference], arrived=each.arrived, reason=reason, ref=each.ref, by=by, at=at)
    return sum(each.arrived for each in said), sum(not each.arrived for each in said)


def _close_if_done(payout: Payout, *, by: Actor, at: datetime) -> None:
    """The last answer closes the list."""
    line = payout.lines.filter(dropped=False).first()
    if line is None:
        return
    batch = PayoutBatch.objects.select_for_update().get(pk=line.batch_id)
    if batch.status == rules.OPEN:
        _move(batch, rules.SENT, by=by, at=at)
    if batch.status == rules.SENT and not batch.lines.filter(payout__status=rules.PROCESSING).exists():
        _move(batch, rules.CLOSED, by=by, at=at)


def _move(batch: PayoutBatch, target: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    batch.become(target, fact=PayoutBatchMoved(batch.pk, batch.kind, target), by=by, at=at, reason=reason)


def _locked(batch_id: int, by: Actor) -> PayoutBatch:
    _require_operator(by)
    batch = PayoutBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFoundHere()
    return batch


def _require_operator(by: Actor) -> None:
    if by.kind not in ("operator", "system"):
        raise NotAllowed()

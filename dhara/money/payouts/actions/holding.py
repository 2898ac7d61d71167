"""Hold, approve, cancel: what happens to a payout before its money leaves; and how it comes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dhara.kit.actor import Actor
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import account_id, post
from dhara.money.payouts import mail, queries, rules
from dhara.money.payouts.facts import (
    PayoutCancelled,
    PayoutFailed,
    PayoutHeld,
    PayoutReleased,
    PayoutReturned,
    PayoutUndone,
)
from dhara.money.payouts.models import Payout
from dhara.people.access.queries import require_actor

_UNDONE: dict[str, type[PayoutUndone]] = {
    rules.CANCELLED: PayoutCancelled,
    rules.FAILED: PayoutFailed,
    rules.RETURNED: PayoutReturned,
}


@transaction.atomic
def approve(payout_id: int, *, by: Actor, at: datetime) -> Payout:
    """An operator has looked at it. What else it waits for (rest, disputes, a suspension) is not ended by that."""
    _require_operator(by)
    payout = Payout.objects.locked(payout_id)
    if payout.status != rules.HELD:
        raise Conflict("payout_not_held", _("This payout does not wait for anybody."))
    payout.approved_at = at
    payout.save(update_fields=["approved_at"])
    return look_again(payout, by=by, at=at)


@transaction.atomic
def recheck(payout_id: int, *, by: Actor, at: datetime) -> Payout:
    """Let a held payout go on when nothing stands in its way any more."""
    payout = Payout.objects.locked(payout_id)
    return look_again(payout, by=by, at=at) if payout.status == rules.HELD else payout


def look_again(payout: Payout, *, by: Actor, at: datetime) -> Payout:
    """Of a locked payout: free it, or keep the reasons that are left."""
    left = queries.reasons(payout, at=at)
    if left:
        if left != payout.held_for:
            payout.held_for = left
            payout.save(update_fields=["held_for"])
        return payout
    fact = PayoutReleased(payout.pk, payout.amount, payout.currency)
    ask_at = at if payout.gateway else None
    payout.become(
        rules.CREATED, fact=fact, by=by, at=at, studio_id=payout.studio_id, held_for=[], why="", ask_at=ask_at
    )
    send_soon(payout)
    return payout


def send_soon(payout: Payout) -> None:
    if payout.gateway:
        defer_named("money.payouts.tasks.drive", queue="gateways", payout_id=payout.pk)


@transaction.atomic
def hold(payout_id: int, *, reason: str, by: Actor, at: datetime) -> Payout:
    """An operator stops it before it leaves, and says why: the studio reads it."""
    _require_operator(by)
    if not reason.strip():
        raise Invalid("reason_missing", _("Say why: the studio reads it."), "reason")
    payout = Payout.objects.locked(payout_id)
    payout.approved_at = None
    payout.save(update_fields=["approved_at"])
    return keep_back(payout, ["operator"], by=by, at=at, reason=reason.strip())


def keep_back(payout: Payout, codes: list[str], *, by: Actor, at: datetime, reason: str = "") -> Payout:
    """Hold a locked payout that was about to leave."""
    fact = PayoutHeld(payout.pk, payout.amount, payout.currency, ",".join(codes))
    payout.become(
        rules.HELD,
        fact=fact,
        by=by,
        at=at,
        studio_id=payout.studio_id,
        reason=reason,
        held_for=codes,
        why=reason,
        ask_at=None,
    )
    mail.payout_held(payout, at=at)
    return payout


@transaction.atomic
def cancel(payout_id: int, *, by: Actor, at: datetime, reason: str = "") -> Payout:
    """Take it back while nothing has left: the studio its own, an operator any, with a reason that the studio reads."""
    payout = Payout.objects.locked(payout_id)
    if by.kind == "person":
        require_actor(by, payout.studio, "ask_payouts")
        reason = reason or gettext_noop("You took it back.")
    else:
        _require_operator(by)
        if not reason.strip():
            raise Invalid("reason_missing", _("Say why: the studio reads it."), "reason")
    if payout.status == rules.PROCESSING:
        raise Conflict("payout_sent", _("It is on its way already and can not be stopped."))
    return undo(payout, rules.CANCELLED, reason, by=by, at=at)


def undo(payout: Payout, target: str, reason: str, *, by: Actor, at: datetime, ref: str = "") -> Payout:
    """The money is on the balance again, its fee too. `target` is cancelled, failed or returned."""
    was_paid = payout.status == rules.PAID
    payout.become(
        target,
        fact=_UNDONE[target](payout.pk, payout.amount, payout.currency, reason[:500]),
        by=by,
        at=at,
        reason=reason[:500],
        studio_id=payout.studio_id,
        why=reason[:500],
        held_for=[],
        ask_at=None,
        busy_until=None,
        done_at=at,
        ref=ref or payout.ref,
    )
    code = payout.currency
    source = holder(payout) if was_paid else account_id(ledger.PAYOUTS_DUE, code)
    legs = [
        (source, -payout.net),
        (account_id(ledger.SELLER_AVAILABLE, code, payout.studio_id), payout.amount),
        *([(account_id(ledger.PLATFORM_FEES, code), -payout.fee)] if payout.fee else []),
    ]
    book(payout, "back", "payout_back", legs, by=by, at=at)
    mail.payout_back(payout, at=at)
    return payout


def holder(payout: Payout) -> int:
    """The ledger account of who paid it: the gateway, or the bank or office that an operator went to."""
    return account_id(ledger.GATEWAY, payout.currency, detail=payout.gateway or payout.method.kind)


def book(payout: Payout, step: str, memo: str, legs: list[ledger.Leg], *, by: Actor, at: datetime) -> None:
    key = f"payout:{payout.number}" + (f":{step}" if step else "")
    subject, data = f"payout:{payout.pk}", {"number": payout.number}
    post(key=key, memo=memo, legs=legs, currency=payout.currency, at=at, by=by, subject=subject, data=data)


def _require_operator(by: Actor) -> None:
    if by.kind not in ("operator", "system"):
        raise NotAllowed()

"""Set money aside, release it to the payee, give it back to the payer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.escrow import rules
from dhara.money.escrow.facts import HoldSettled
from dhara.money.escrow.models import Hold
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import KeyReused, Posting, account_id, post, post_many
from dhara.money.ledger.models import Entry


@transaction.atomic
def place(*, key: str, subject: str, amount: Money, source: int, by: Actor, at: datetime) -> Hold:
    """Take `amount` out of the account `source` for one payable unit. The same key again returns the first hold.

    Raises Overdrawn when the account does not hold that much (the transaction is then lost).
    """
    if amount.minor <= 0:
        raise Invalid("hold_empty", _("There is nothing to set aside."))
    wanted = (subject, amount.currency, amount.minor, source)
    Hold.objects.bulk_create(
        [
            Hold(
                key=key,
                subject=subject,
                currency=amount.currency,
                amount=amount.minor,
                source_id=source,
                status=rules.HELD,
                status_at=at,
                created_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    hold = Hold.objects.select_for_update().get(key=key)
    if (hold.subject, hold.currency, hold.amount, hold.source_id) != wanted:
        raise KeyReused(key)
    legs = [(source, -amount.minor), (_escrow(hold), amount.minor)]
    post(key=f"hold:{hold.pk}", memo="hold", legs=legs, currency=hold.currency, at=at, by=by, subject=subject)
    return hold


def release(hold_id: int, amount: Money | None = None, *, to: int, key: str, by: Actor, at: datetime) -> Hold:
    """Pay `amount` (all that is left unless given) to the account `to`. `key` makes a repeat harmless."""
    return _move(hold_id, amount, "released", to, key, by=by, at=at)


@transaction.atomic
def release_many(hold: Hold, parts: Mapping[str, int], *, to: int, by: Actor, at: datetime) -> None:
    """Pay several parts (minor units by `key`) of one hold, which the caller has locked, by two statements.

    Each is the same entry that `release` makes, and none may be there yet. Raises Conflict where that much is not left.
    """
    whole = sum(parts.values())
    if not parts or min(parts.values()) <= 0 or whole > hold.left:
        raise Conflict("hold_exceeded", _("That much is not set aside any more."))
    source = _escrow(hold)
    postings = [
        Posting(
            f"hold:{hold.pk}:released:{key}",
            "hold_released",
            [(source, -minor), (to, minor)],
            hold.currency,
            at,
            subject=hold.subject,
        )
        for key, minor in parts.items()
    ]
    post_many(postings, by=by)
    moved = hold.released + whole
    if whole == hold.left:
        hold.become(rules.SETTLED, fact=HoldSettled(hold.pk, hold.subject), by=by, at=at, released=moved)
        return
    Hold.objects.filter(pk=hold.pk).update(released=moved)
    hold.released = moved


def give_back(hold_id: int, amount: Money | None = None, *, key: str, by: Actor, at: datetime) -> Hold:
    """Return `amount` (all that is left unless given) to the account it came from. `key` makes a repeat harmless."""
    return _move(hold_id, amount, "returned", None, key, by=by, at=at)


@transaction.atomic
def _move(
    hold_id: int, amount: Money | None, column: str, to: int | None, key: str, *, by: Actor, at: datetime
) -> Hold:
    hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise NotFoundHere()
    entry = f"hold:{hold.pk}:{column}:{key}"
    if Entry.objects.filter(key=entry).exists():
        return hold
    part = Money(hold.left, hold.currency) if amount is None else amount
    if part.currency != hold.currency or not 0 < part.minor <= hold.left:
        raise Conflict("hold_exceeded", _("That much is not set aside any more."))
    legs = [(_escrow(hold), -part.minor), (to or hold.source_id, part.minor)]
    post(key=entry, memo=f"hold_{column}", legs=legs, currency=hold.currency, at=at, by=by, subject=hold.subject)
    moved = getattr(hold, column) + part.minor
    if part.minor == hold.left:
        return hold.become(rules.SETTLED, fact=HoldSettled(hold.pk, hold.subject), by=by, at=at, **{column: moved})
    Hold.objects.filter(pk=hold.pk).update(**{column: moved})
    setattr(hold, column, moved)
    return hold


def _escrow(hold: Hold) -> int:
    return account_id(ledger.ESCROW, hold.currency)

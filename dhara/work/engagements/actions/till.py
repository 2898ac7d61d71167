"""The money of a unit: set aside before the work begins, paid out or given back when it is decided.

Two tills (`rules.TILLS`). Either all that the buyer paid is held, and divided as a sale is when it is paid out. Or the
unit is a line of an order: the sale was divided when it was paid, and the studio's share is held since then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dhara.checkout.models import OrderLine
from dhara.checkout.orders.actions.sale import subject
from dhara.checkout.refunds.actions import Part, refund
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.escrow.queries import open_below, open_holds
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.policies.rules import read
from dhara.work.engagements import queries, rules
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import Step


def move(
    unit: Unit, step: Step, *, to_worker: int | None, source: int | None, paid_by: str, by: Actor, at: datetime
) -> tuple[int, int]:
    """Do what the step does to the money; what went to the worker's side and back, in minor units.

    Called inside the step's transaction, with the unit locked.
    """
    if step.money == rules.FUND:
        _set_aside(unit, source, paid_by, by, at)
        return 0, 0
    if not step.money:
        return 0, 0
    if unit.engagement.till == rules.POOL:
        _pay_from_pool(unit, by, at)
        return unit.amount, 0
    left = queries.left(unit)
    if step.money == rules.TRIM:
        unused = left - _kept(unit, left)
        if unused:
            _give_back(unit, unused, by, at, "unused")
        return 0, unused
    paid = {rules.RELEASE: left, rules.RETURN: 0}.get(step.money, to_worker)
    if paid is None or not 0 <= paid <= left:
        words = _("Say how much of it the worker gets: from nothing up to all of it.")
        raise Invalid("split_wrong", words, "to_worker")
    if unit.engagement.till == rules.SHARE:
        _divide_share(unit, paid, left - paid, by, at)
        return paid, left - paid
    if paid:
        _pay_out(unit, paid, by, at)
    if left - paid:
        _give_back(unit, left - paid, by, at)
    return paid, left - paid


def _set_aside(unit: Unit, source: int | None, paid_by: str, by: Actor, at: datetime) -> None:
    """A share is held since the order was paid. ValueError where it is not, or where nobody says whose money it is.

    Entries are about the payment that the money came by: what is unused of it is their sum.
    """
    if unit.engagement.till == rules.SHARE:
        unit.hold = open_holds(unit.engagement.subject).get(amount=unit.amount)
    elif source is None:
        raise ValueError("a step that funds needs the account that the money comes from")
    else:
        money = _money(unit, unit.amount)
        about = paid_by or _name(unit)
        unit.hold = escrow.place(key=_name(unit), subject=about, amount=money, source=source, by=by, at=at)


def _pay_out(unit: Unit, amount: int, by: Actor, at: datetime) -> None:
    """Out of what is set aside, divided as a sale is: the platform's share, the rest clears for the worker."""
    assert unit.hold_id is not None
    _release(unit, unit.hold_id, amount, "pay", by, at)


def _pay_from_pool(unit: Unit, by: Actor, at: datetime) -> None:
    """The reward, out of what the campaign set aside for all: of the first funding in which that much is left.

    What other units of the pool may still need stays there; then the platform pays.
    """
    mode = rules.MODES[unit.mode]
    kept = import_string(mode.cover.replace(":", "."))(unit) if mode.cover else 0
    pools = list(open_below(rules.pool_key(unit.engagement_id)).select_for_update())
    enough = sum(pool.left for pool in pools) - unit.amount >= kept
    pool = next((each for each in pools if each.left >= unit.amount), None) if enough else None
    if pool is not None:
        _release(unit, pool.pk, unit.amount, _name(unit), by, at)
    elif mode.cover:
        _platform_pays(unit, by, at)
    else:
        raise Conflict("pool_empty", _("There is not enough money in the campaign any more."))


def _platform_pays(unit: Unit, by: Actor, at: datetime) -> None:
    """Whoever worked is paid, whatever became of the buyer's money."""
    currency = unit.engagement.currency
    own, unapplied = (ledger.account_id(each, currency) for each in (accounts.PLATFORM_FEES, accounts.UNAPPLIED))
    ledger.post(
        key=f"{_name(unit)}:platform",
        memo="platform_paid",
        legs=[(own, -unit.amount), (unapplied, unit.amount)],
        currency=currency,
        at=at,
        by=by,
        subject=_name(unit),
    )
    _sell(unit, unit.amount, _name(unit), by, at)


def _release(unit: Unit, hold_id: int, amount: int, key: str, by: Actor, at: datetime) -> None:
    unapplied = ledger.account_id(accounts.UNAPPLIED, unit.engagement.currency)
    hold = escrow.release(hold_id, _money(unit, amount), to=unapplied, key=key, by=by, at=at)
    _sell(unit, amount, hold.subject, by, at)


def _sell(unit: Unit, amount: int, about: str, by: Actor, at: datetime) -> None:
    """Divided as every sale is: the platform's share, the rest clears for the worker."""
    currency, share = unit.engagement.currency, queries.divided(unit, amount)
    ledger.post(
        key=f"{_name(unit)}:sale",
        memo="sale",
        legs=ledger.resolve(accounts.sale_legs([share]), currency),
        currency=currency,
        at=at,
        by=by,
        subject=about,
    )
    _clear(unit, f"{_name(unit)}:pay", share.net, _name(unit), at)


def _kept(unit: Unit, left: int) -> int:
    """What of it is still needed, by the mode's own count."""
    kept: int = import_string(rules.MODES[unit.mode].keeps.replace(":", "."))(unit)
    return min(max(kept, 0), left)


def _give_back(unit: Unit, amount: int, by: Actor, at: datetime, key: str = "return") -> None:
    """To where it came from; who paid gets it back by whoever took their payment."""
    assert unit.hold_id is not None
    escrow.give_back(unit.hold_id, _money(unit, amount), key=key, by=by, at=at)


def _divide_share(unit: Unit, paid: int, back: int, by: Actor, at: datetime) -> None:
    """The share is the studio's again, to clear as that of any sale; then what goes back is refunded out of it.

    In this order: a refund takes what of its order is pending, the first one first, and never what is still held.
    """
    line = OrderLine.objects.get(pk=int(unit.engagement.subject.partition(":")[2]))
    for key, amount in (("return", back), ("pay", paid)):
        if amount:
            assert unit.hold_id is not None
            escrow.give_back(unit.hold_id, _money(unit, amount), key=key, by=by, at=at)
            _clear(unit, f"{_name(unit)}:{key}", amount, subject(line.order_id), at)
    if back:
        left = line.gross - line.refunded
        part = Part(left if not paid else left * back // unit.amount, spares=True)  # nobody pays to work
        machine = replace(by, kind="system", id=None)
        reason = _("The work was not done as agreed.")
        refund(line.order_id, lines={line.pk: part}, reason=reason, by=machine, at=at, key=_name(unit))


def _clear(unit: Unit, key: str, amount: int, about: str, at: datetime) -> None:
    assert unit.worker_id is not None
    days = timedelta(days=read(unit.engagement.policies, "clearing.days", unit.worker_id))
    clearing.plan([clearing.Plan(key, unit.worker_id, _money(unit, amount), at + days, about)])


def _name(unit: Unit) -> str:
    return queries.unit_key(unit)


def _money(unit: Unit, minor: int) -> Money:
    return Money(minor, unit.engagement.currency)

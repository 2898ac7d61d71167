"""One step of many units of a campaign at once: a handful of statements however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit import rows
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record_all
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.models import Hold
from dhara.money.policies.rules import read
from dhara.work.campaigns import rules
from dhara.work.campaigns.models import Campaign
from dhara.work.engagements.facts import UnitFact, WorkMoved, WorkPaid
from dhara.work.engagements.models import Engagement
from dhara.work.engagements.modes import micro
from dhara.work.engagements.rules import BUYER, OPERATOR
from dhara.work.engagements.rules import SYSTEM as MACHINE
from dhara.work.funding.queries import pools

MOST: Final = 1_000
LAPSES: Final = 500


@dataclass(frozen=True)
class Paid:
    """A unit that is about to be paid, locked."""

    id: int
    worker_id: int
    amount: int


@transaction.atomic
def accept_many(campaign_id: int, unit_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Accept those of the proofs that still wait for it, and pay them; how many there were. The rest is left as it is.

    All of them or, where the money does not go round, none. Raises NotFoundHere for who is not the buyer, Invalid for
    more than MOST at once.
    """
    campaign = Campaign.objects.select_related("engagement").filter(pk=campaign_id).first()
    if campaign is None or campaign.engagement is None or not _may(campaign, by):
        raise NotFoundHere()
    if len(unit_ids) > MOST:
        raise Invalid("too_many", _("At most %(most)s at once.") % {"most": MOST}, "units")
    units = _locked(campaign.engagement.pk, unit_ids)
    if units:
        _pay(campaign.engagement, units, by, at)
        role = OPERATOR if by.kind == "operator" else BUYER
        _move(_ACCEPT, [each.id for each in units], role, by, at)
        made = [
            (WorkPaid(each.id, campaign.engagement.pk, micro.MICRO.code, "accept", role), each.worker_id)
            for each in units
        ]
        record_all(made, by=by, at=at)
    return len(units)


def _may(campaign: Campaign, by: Actor) -> bool:
    return by.kind == "operator" or (by.kind == "person" and by.id == campaign.account_id)


_LOCK: Final = """
SELECT id, worker_id, amount FROM work_unit
 WHERE id = ANY(%s) AND engagement_id = %s AND mode = 'micro' AND status = 'submitted' ORDER BY id FOR UPDATE
"""


def _locked(engagement_id: int, unit_ids: Sequence[int]) -> list[Paid]:
    with rows.cursor() as cursor:
        cursor.execute(_LOCK, [list(unit_ids), engagement_id])
        return [Paid(*row) for row in cursor.fetchall()]


def _pay(engagement: Engagement, units: Sequence[Paid], by: Actor, at: datetime) -> None:
    """Out of the pool, divided as every sale is; the same entries as when each is accepted alone."""
    currency, kept = engagement.currency, engagement.policies
    pending = ledger.account_ids(accounts.SELLER_PENDING, currency, {each.worker_id for each in units})
    house = {purpose: ledger.account_id(purpose, currency) for purpose in (accounts.UNAPPLIED, accounts.PLATFORM_FEES)}
    postings, plans = [], []
    for hold, mine in _from_pools(engagement, units):
        parts = {_name(each): each.amount for each in mine}
        escrow.release_many(hold, parts, to=house[accounts.UNAPPLIED], by=by, at=at)
        for each in mine:
            line = accounts.Line(
                each.worker_id,
                each.amount,
                0,
                read(kept, "platform.fee_bp", each.worker_id),
                read(kept, "platform.fee_minor", each.worker_id),
            )
            (share,) = accounts.divide([line], 0, currency)
            legs = [
                (pending[leg.studio_id] if leg.studio_id else house[leg.purpose], leg.amount)
                for leg in accounts.sale_legs([share])
            ]
            postings.append(ledger.Posting(f"{_name(each)}:sale", "sale", legs, currency, at, subject=hold.subject))
            due = at + timedelta(days=read(kept, "clearing.days", each.worker_id))
            plan = clearing.Plan(f"{_name(each)}:pay", each.worker_id, Money(share.net, currency), due, _name(each))
            plans.append(plan)
    ledger.post_many(postings, by=by)
    clearing.plan(plans)


def _from_pools(engagement: Engagement, units: Sequence[Paid]) -> list[tuple[Hold, list[Paid]]]:
    """Which of them are paid out of which funding's money, the first funding first."""
    left = list(units)
    found = []
    for hold in pools(engagement).select_for_update():
        rest, mine = hold.left, list[Paid]()
        while left and left[0].amount <= rest:
            mine.append(left.pop(0))
            rest -= mine[-1].amount
        if mine:
            found.append((hold, mine))
    if left:
        raise Conflict("pool_empty", _("There is not enough money in the campaign any more."))
    return found


def _name(unit: Paid) -> str:
    return f"unit:{unit.id}"


# What `act` writes for one, for many: the unit, its way through the states, the decision, the slot.
_STEP: Final = """
WITH moved AS (
  UPDATE work_unit SET status = '{target}', status_at = %(at)s, version = version + 1{more}
   WHERE id = ANY(%(units)s) AND status = '{source}' RETURNING id, version
), told AS (
  INSERT INTO kit_transition (lifecycle, thing_ref, source, target, version, actor_kind, actor_ref, at, reason)
  SELECT 'work: micro', id, '{source}', '{target}', version, %(kind)s, %(actor)s::bigint, %(at)s, '' FROM moved
), decided AS (
  INSERT INTO work_decision (unit_id, verb, role, author_id, submission_id, reason, text, paid, returned, at)
  SELECT m.id, '{verb}', %(role)s, %(author)s::bigint,
         (SELECT max(s.id) FROM work_submission s WHERE s.unit_id = m.id), '', '', {paid}, 0, %(at)s FROM moved m
         {joined}
), slots AS (
  UPDATE work_slot s SET {slot} FROM moved m WHERE s.unit_id = m.id
)
SELECT id FROM moved
"""
_ACCEPT: Final = _STEP.format(
    source=micro.SUBMITTED,
    target=micro.ACCEPTED,
    verb="accept",
    more=", paid = amount",
    paid="u.amount",
    joined="JOIN work_unit u ON u.id = m.id",
    slot=f"state = '{rules.DONE}'",
)
_LAPSE: Final = _STEP.format(
    source=micro.RESERVED,
    target=micro.LAPSED,
    verb="lapse",
    more="",
    paid="0",
    joined="",
    slot=f"state = '{rules.FREE}', unit_id = NULL",
)


def _move(statement: str, unit_ids: Sequence[int], role: str, by: Actor, at: datetime) -> None:
    author = by.id if by.kind in ("person", "operator") else None
    values: dict[str, Any] = {
        "units": list(unit_ids),
        "at": at,
        "kind": by.kind,
        "actor": by.id,
        "role": role,
        "author": author,
    }
    with rows.cursor() as cursor:
        cursor.execute(statement, values)


_DUE: Final = """
SELECT id, engagement_id, worker_id FROM work_unit
 WHERE mode = 'micro' AND status = 'reserved' AND due_at <= %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
"""


@transaction.atomic
def lapse_due(*, at: datetime) -> int:
    """Free the slots of those who did not hand in in time; how many, at most LAPSES. No task has a job of its own."""
    with rows.cursor() as cursor:
        cursor.execute(_DUE, [at, LAPSES])
        due = cursor.fetchall()
    if due:
        _move(_LAPSE, [unit for unit, _engagement, _worker in due], MACHINE, SYSTEM, at)
        made: list[tuple[UnitFact, int]] = [
            (WorkMoved(unit, engagement, micro.MICRO.code, "lapse", MACHINE), worker)
            for unit, engagement, worker in due
        ]
        record_all(made, by=SYSTEM, at=at)
    return len(due)

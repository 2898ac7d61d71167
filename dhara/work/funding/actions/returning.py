"""Give back what was set aside: the payer gets it by whoever took the payment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict
from dhara.money.escrow import actions as escrow
from dhara.money.models import PaymentRefund
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.rules import RETURN, SPLIT, TRIM, Step
from dhara.work.funding import queries, rules
from dhara.work.funding.actions.disputed import give, share_of_payer
from dhara.work.funding.models import Funding, FundingPart


def follow(unit: Unit, step: Step, *, by: Actor, at: datetime) -> None:
    """After a step that gave money of the unit back: what came back is asked of the gateway for the payer.

    Called in the step's transaction, with the unit locked. Nothing for a unit that no funding paid for.
    """
    if step.money not in (RETURN, SPLIT, TRIM):
        return
    back = unit.decisions.values_list("returned", flat=True).latest("pk")
    if not back:
        return
    part = FundingPart.objects.filter(unit=unit, funding__status=rules.PAID).select_related("funding").first()
    if part is not None:
        _refund(part.funding, back, queries.refund_key(unit, step.money), by=by, at=at)


@transaction.atomic
def give_back_pool(engagement_id: int, amount: int, *, key: str, by: Actor, at: datetime) -> None:
    """Return `amount` (minor units) of a campaign's pool to who paid it; the latest payment first.

    `key` makes a repeat harmless. Whoever calls leaves in the pool what slots that are taken may still need. Raises
    Conflict `pool_exceeded` where less than that is left.
    """
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement_id)
    key = f"pool:{engagement.pk}:{key}"
    if PaymentRefund.objects.filter(key__startswith=f"{key}:").exists():
        return
    holds = list(queries.pools(engagement).select_for_update().order_by("-id"))
    if amount > sum(hold.left for hold in holds):
        raise Conflict("pool_exceeded", _("That much is not set aside any more."))
    for hold in holds:
        part = min(amount, hold.left)
        if part:
            escrow.give_back(hold.pk, Money(part, hold.currency), key=key, by=by, at=at)
            funding = Funding.objects.get(pk=hold.subject.partition(":")[2])
            _refund(funding, part, f"{key}:{hold.pk}", by=by, at=at)
        amount -= part


def _refund(funding: Funding, amount: int, key: str, *, by: Actor, at: datetime) -> None:
    """Less what the payer's bank gave them already, or may still give them."""
    amount = share_of_payer(funding, amount, key, by=by, at=at)
    if amount:
        give(funding, amount, key, by=by, at=at)

"""Reads: what somebody pays for work."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet, Sum

from dhara.kit.currency import Money
from dhara.money.disputes.rules import HELD, LOST
from dhara.money.escrow.queries import open_below
from dhara.money.models import Dispute, Hold, PaymentRefund
from dhara.people.access.queries import Viewer
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.queries import unit_key
from dhara.work.engagements.returned import Returned
from dhara.work.engagements.rules import FUND, MODES, POOL, RETURN, SPLIT, TRIM, pool_key
from dhara.work.funding import rules
from dhara.work.funding.models import Funding, FundingPart


def visible_to(viewer: Viewer) -> QuerySet[Funding]:
    """Those that the viewer pays; who does the work sees its state at the work itself."""
    mine = Funding.objects.filter(account_id=viewer.account_id) if viewer.account_id else Funding.objects.none()
    return mine.select_related("engagement", "payment")


def by_token(token: str) -> Funding | None:
    found = Funding.objects.filter(token=token) if token else Funding.objects.none()
    return found.select_related("engagement", "payment").first()


def number_of(subject: str) -> int | None:
    """The funding that a payment names; None for a payment for something else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "funding" else None


def is_settled(funding_id: int, payment_id: int) -> bool:
    """Whether this payment has done what it was for."""
    return Funding.objects.filter(pk=funding_id, payment_id=payment_id, status=rules.PAID).exists()


def funding_step(unit: Unit) -> str | None:
    """The verb by which it is funded in its state, where it can be."""
    steps = (step for step in MODES[unit.mode].steps if step.source == unit.status and step.money == FUND)
    return next((step.verb for step in steps), None)


def can_be_funded(unit: Unit) -> bool:
    """Whether money may be set aside for it now."""
    return funding_step(unit) is not None and unit.hold_id is None


def is_due(part: FundingPart) -> bool:
    """Whether this is what its unit still costs: other terms may have been agreed since the payment was begun."""
    return can_be_funded(part.unit) and part.amount == part.unit.amount


def parts_of(funding: Funding) -> list[FundingPart]:
    """What it pays for, in the order of the agreement; nothing for a whole campaign."""
    return list(funding.parts.select_related("unit").order_by("unit__position"))


def is_wanted(funding: Funding, parts: Collection[FundingPart]) -> bool:
    """Whether what it was begun for can still be paid. `parts` are all of its own, each with its unit."""
    if funding.engagement.till == POOL:
        return funding.engagement.ended_at is None
    return bool(parts) and all(is_due(part) for part in parts)


def begun_for(engagement: Engagement, unit_ids: Collection[int]) -> Funding | None:
    """The latest one that somebody began for exactly these units, and that is not paid."""
    wanted = set(unit_ids)
    parts = FundingPart.objects.filter(unit__in=wanted, funding__engagement=engagement)
    numbers = set(parts.exclude(funding__status=rules.PAID).values_list("funding", flat=True))
    found = Funding.objects.filter(pk__in=numbers).prefetch_related("parts").order_by("-id")
    return next((each for each in found if {part.unit_id for part in each.parts.all()} == wanted), None)


def paid_for(unit: Unit) -> Funding | None:
    """The payment by which its money was set aside."""
    return Funding.objects.filter(parts__unit=unit, status=rules.PAID).first()


def under_way(engagement: Engagement) -> dict[int, Funding]:
    """Payments that were begun and may still arrive, by the units that they are for; one query."""
    waiting = engagement.fundings.filter(status=rules.PENDING, payment__isnull=False)
    parts = FundingPart.objects.filter(funding__in=waiting).select_related("funding__payment").order_by("pk")
    return {part.unit_id: part.funding for part in parts}


def paid_of(engagement: Engagement) -> list[Funding]:
    """What was paid for it, the first payment first."""
    return list(engagement.fundings.filter(status=rules.PAID).select_related("payment").order_by("paid_at"))


def asked_by_bank(engagement: Engagement) -> bool:
    """Whether a bank holds what was paid for it, and has not decided yet."""
    paid = Funding.objects.filter(engagement=engagement).values("payment")
    return Dispute.objects.filter(payment__in=paid, status__in=HELD).exists()


def refund_key(unit: Unit, money: str) -> str:
    """Under which the gateway is asked to give back what a step left over, by what the step does with the money."""
    return f"{unit_key(unit)}:{'unused' if money == TRIM else 'return'}"


def returned(unit: Unit, amount: int) -> Returned:
    """Where the `amount` (minor units) that came back of a unit is: sent, or with the bank of who paid."""
    parts = FundingPart.objects.filter(unit=unit, funding__status=rules.PAID).select_related("funding")
    part = parts.first() if amount else None
    if part is None:
        return Returned(amount)
    asked = PaymentRefund.objects.filter(key__in={refund_key(unit, money) for money in (RETURN, SPLIT, TRIM)})
    sent = asked.aggregate(sum=Sum("amount"))["sum"] or 0
    if sent >= amount:
        return Returned(amount)
    cases = Dispute.objects.filter(payment=part.funding.payment_id, taken__gt=0)
    states = set(cases.values_list("status", flat=True))
    if states & set(HELD):
        return Returned(sent, waits=amount - sent)
    # What waited for a bank that decided against its customer was sent since, under a key of the case.
    return Returned(sent, banks=amount - sent) if LOST in states else Returned(amount)


def pools(engagement: Engagement) -> QuerySet[Hold]:
    """What is still set aside for all units of a campaign, the first one first."""
    return open_below(pool_key(engagement.pk))


def left_in_pool(engagement: Engagement) -> Money:
    return Money(sum(hold.left for hold in pools(engagement)), engagement.currency)

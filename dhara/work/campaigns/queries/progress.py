"""Reads: how far a campaign is, and where its money stands, as it is at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Sum

from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Transition
from dhara.money.disputes.rules import HELD
from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.models import Campaign, Slot
from dhara.work.campaigns.rules.draft import Draft
from dhara.work.campaigns.rules.proof import read
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro
from dhara.work.engagements.returned import Returned
from dhara.work.funding import rules as funding
from dhara.work.funding.models import Funding
from dhara.work.funding.queries import asked_by_bank, left_in_pool
from dhara.work.funding.shares import by_banks, if_pool_returned, waits_of

# States in which a payment that was begun can still be made.
_UNPAID: Final = (funding.PENDING, funding.FAILED, funding.EXPIRED)


@dataclass(frozen=True)
class Progress:
    """Slots and tasks. `free` slots nobody has; `working` have one and are at it; `waiting` proofs wait for review.

    `rejected` may still be appealed or done again, `refused` are rejected for good.
    """

    positions: int
    free: int = 0
    working: int = 0
    waiting: int = 0
    appealed: int = 0
    rejected: int = 0
    accepted: int = 0
    refused: int = 0

    @property
    def handed_in(self) -> int:
        return self.waiting + self.appealed + self.rejected + self.accepted + self.refused


def progress(campaign: Campaign) -> Progress:
    """Two queries, however many tasks there are."""
    counts = dict(
        queries.units_of(campaign).values_list("status").annotate(count=Count("pk")).values_list("status", "count")
    )
    free = Slot.objects.filter(campaign=campaign, state=rules.FREE).count()
    return Progress(
        campaign.positions,
        free,
        counts.get(micro.RESERVED, 0),
        counts.get(micro.SUBMITTED, 0),
        counts.get(micro.APPEALED, 0),
        counts.get(micro.REJECTED, 0),
        counts.get(micro.ACCEPTED, 0),
        counts.get(micro.REFUSED, 0),
    )


def waiting_in(campaigns: Iterable[Campaign]) -> dict[int, tuple[int, int]]:
    """How many proofs wait for review, and how many appeals, by campaign; one query for a whole list."""
    units = Unit.objects.filter(
        engagement__campaign__in=[each.pk for each in campaigns], status__in=(micro.SUBMITTED, micro.APPEALED)
    )
    found: dict[int, tuple[int, int]] = {}
    for key, status, count in units.values_list("engagement__campaign", "status").annotate(count=Count("pk")):
        proofs, appeals = found.get(key, (0, 0))
        found[key] = (proofs + count, appeals) if status == micro.SUBMITTED else (proofs, appeals + count)
    return found


@dataclass(frozen=True)
class Purse:
    """`funded` was paid in; of it `held` is still set aside, `paid` went to workers, `returned` to the buyer.

    `needed` of what is held is for tasks that are taken, and for rejections that may be overturned; the rest would go
    back at once if the campaign were stopped now.
    """

    funded: Money
    held: Money
    paid: Money
    returned: Money
    needed: Money

    @property
    def spare(self) -> Money:
        return Money(max(0, self.held.minor - self.needed.minor), self.held.currency)


def purse(campaign: Campaign) -> Purse | None:
    """None before anything is agreed."""
    if campaign.engagement is None:
        return None
    fundings = Funding.objects.filter(engagement=campaign.engagement_id, status=funding.PAID)
    funded = fundings.aggregate(sum=Sum("amount"))["sum"] or 0
    paid = queries.units_of(campaign).aggregate(sum=Sum("paid"))["sum"] or 0
    held = left_in_pool(campaign.engagement)
    taken = Slot.objects.filter(campaign=campaign, state=rules.TAKEN).count()
    needed = min(held.minor, campaign.reward * (taken + queries.undecided(campaign)))
    sums = (funded, held.minor, paid, funded - held.minor - paid, needed)
    return Purse(*(Money(each, campaign.currency) for each in sums))


def asked_about(campaign: Campaign) -> bool:
    """Whether the buyer's bank asks about what was paid for it, and has not decided."""
    return campaign.engagement is not None and asked_by_bank(campaign.engagement)


def if_stopped(campaign: Campaign, purse: Purse) -> Returned:
    """What would become of what is spare if the campaign were stopped now."""
    assert campaign.engagement is not None
    return if_pool_returned(campaign.engagement, purse.spare.minor)


def waits_for_bank(campaign: Campaign) -> Money:
    """What came back out of its pool and waits for the decision of the buyer's bank."""
    paid = Funding.objects.filter(engagement=campaign.engagement_id, status=funding.PAID).select_related("payment")
    waits = (min(waits_of(each.payment), by_banks(each.payment, *HELD)) for each in paid if each.payment)
    return Money(sum(max(0, each) for each in waits), campaign.currency)


def unpaid_funding(campaign: Campaign) -> Funding | None:
    """The last payment of all that is to pay which was begun and not made."""
    if campaign.engagement is None or campaign.status != rules.DRAFT:
        return None
    begun = Funding.objects.filter(engagement=campaign.engagement_id, status__in=_UNPAID)
    return begun.filter(amount=queries.to_pay(campaign).minor).order_by("-pk").first()


def how_stopped(campaign: Campaign) -> tuple[str, str]:
    """From which state (`held` for a refusal), and the operator's words, where there are some."""
    moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref=campaign.pk, target=rules.STOPPED)
    return moves.values_list("source", "reason").last() or ("", "")


def as_draft(campaign: Campaign) -> Draft:
    """What was written, to be written anew with changes (`dataclasses.replace`)."""
    wanted = rules.targeting(campaign.targeting)
    return Draft(
        title=campaign.title,
        instructions=campaign.instructions,
        reward=campaign.reward,
        currency=campaign.currency,
        positions=campaign.positions,
        example=campaign.example,
        fields=read(campaign.proof),
        reasons=campaign.reasons,
        minutes=campaign.minutes,
        review_days=campaign.review_days,
        countries=sorted(wanted.countries),
        languages=sorted(wanted.languages),
        level=wanted.level,
        per_worker=campaign.per_worker,
        hourly=campaign.hourly,
        redundancy=campaign.redundancy,
        original=campaign.original,
    )

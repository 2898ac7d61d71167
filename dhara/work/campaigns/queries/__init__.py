"""Reads: campaigns that somebody may see, what they cost, what is open in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.refusal import NotAllowed
from dhara.money.policies import queries as policies
from dhara.money.policies.rules import read
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.work.campaigns import rules
from dhara.work.campaigns.models import Campaign, Slot
from dhara.work.campaigns.rules import draft
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro
from dhara.work.funding.queries import left_in_pool


def visible_to(viewer: Viewer) -> QuerySet[Campaign]:
    """The buyer's own."""
    if viewer.account_id is None:
        return Campaign.objects.none()
    return Campaign.objects.filter(account_id=viewer.account_id)


def estimate(
    campaign: Campaign, kept: Mapping[str, Any] | None = None, *, at: datetime | None = None
) -> draft.Estimate:
    """What it costs and takes: by numbers that were agreed, or by those in force `at`."""
    if kept is None:
        assert at is not None
        kept = policies.frozen(set(), at=at)
    numbers = {name: read(kept, name) for name in ("platform.fee_bp", "platform.fee_minor", "work.micro.reserve_bp")}
    return draft.estimate(
        campaign.reward, campaign.currency, campaign.positions, campaign.minutes, campaign.hourly, numbers
    )


def estimate_now(campaign: Campaign, at: datetime) -> draft.Estimate:
    """By the numbers in force: before anything is agreed."""
    return estimate(campaign, policies.frozen(set(), at=at))


def to_pay(campaign: Campaign) -> Money:
    """What is still to be paid of an offered campaign, never below nothing."""
    assert campaign.engagement is not None
    total = campaign.reward * campaign.positions + campaign.reserve
    return Money(max(0, total - left_in_pool(campaign.engagement).minor), campaign.currency)


def units_of(campaign: Campaign) -> QuerySet[Unit]:
    return Unit.objects.filter(engagement=campaign.engagement_id, mode=micro.MICRO.code)


def live_units(campaign: Campaign) -> QuerySet[Unit]:
    """What workers did or are doing, without what lapsed or was given back."""
    return units_of(campaign).exclude(status__in=micro.NOTHING_DONE)


def open_slots(campaign: Campaign) -> int:
    return Slot.objects.filter(campaign=campaign, state__in=rules.OPEN_SLOTS).count()


def undecided(campaign: Campaign) -> int:
    """Rejections that may still be overturned."""
    return units_of(campaign).filter(status__in=(micro.REJECTED, micro.APPEALED)).count()


def decided_since(campaign: Campaign, since: datetime) -> tuple[int, int]:
    """How many were rejected, and how many decided in all."""
    lately = units_of(campaign).filter(status_at__gt=since)
    counts = lately.aggregate(
        rejected=Count("pk", filter=Q(status__in=(micro.REJECTED, micro.APPEALED, micro.REFUSED))),
        accepted=Count("pk", filter=Q(status=micro.ACCEPTED)),
    )
    return counts["rejected"], counts["rejected"] + counts["accepted"]


def tally(worker: Studio) -> dict[str, int]:
    """How many of a worker's tasks are in each state; those in which none is are left out. One query."""
    units = Unit.objects.filter(worker=worker, mode=micro.MICRO.code)
    return dict(units.order_by().values_list("status").annotate(Count("pk")))


def level_of(states: Mapping[str, int]) -> int:
    """By what was decided about a worker's tasks (`tally`), see rules.LEVELS; appealed and undecided do not count."""
    return rules.level(states.get(micro.ACCEPTED, 0), states.get(micro.REFUSED, 0))


def check_wanted(campaign: Campaign, worker: Studio) -> None:
    """Raises NotAllowed where the campaign asks for people elsewhere, of another language or of more experience."""
    if not campaign.targeting:
        return
    wanted = rules.targeting(campaign.targeting)
    if not rules.suits(wanted, worker.time_zone, worker.language):
        raise NotAllowed("not_wanted", _("This campaign looks for people of other countries or languages."))
    if wanted.level and level_of(tally(worker)) < wanted.level:
        words = _("This campaign is for workers of level %(level)s. Every accepted task brings you closer.")
        raise NotAllowed("level_low", words % {"level": wanted.level})

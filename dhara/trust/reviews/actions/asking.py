"""Ask both sides of ended work how it was; remind them; publish what is there when the time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.money.policies.queries import value
from dhara.trust.reviews import queries, rules
from dhara.trust.reviews.actions.publishing import publish
from dhara.trust.reviews.facts import ReviewsAsked, ReviewsReminded
from dhara.trust.reviews.models import Exchange
from dhara.work.engagements.rules import MODES
from dhara.work.models import Engagement


@transaction.atomic
def ask(engagement_id: int, *, by: Actor, at: datetime) -> Exchange | None:
    """Open the exchange of ended work, once; None where there is nothing to review.

    That is: work that goes on, that nobody was paid for (or less than the policy review.min_minor), campaigns, whose
    buyers are known by numbers, and work that somebody ordered from themselves.
    """
    engagement = Engagement.objects.select_for_update(of=("self",)).select_related("worker").get(pk=engagement_id)
    if engagement.ended_at is None or engagement.worker is None or MODES[engagement.mode].pooled:
        return None
    paid = engagement.units.aggregate(paid=Sum("paid"))["paid"] or 0
    if paid < max(1, _agreed(engagement, "review.min_minor", at)) or queries.deals_with_itself(engagement):
        return None
    days = _agreed(engagement, "review.days", at)
    until = engagement.ended_at + timedelta(days=days)
    if until <= at or Exchange.objects.filter(engagement=engagement).exists():
        return None
    made = Exchange.objects.create(engagement=engagement, days=days, until=until, status=rules.OPEN, status_at=at)
    made.start_timers(at)
    record(ReviewsAsked(made.pk, engagement.pk), by=by, at=at, studio_id=engagement.worker_id)
    return made


def _agreed(engagement: Engagement, name: str, at: datetime) -> int:
    """As it was agreed; work from before there were reviews has no such number."""
    kept = engagement.policies.get(name)
    return value(name, at=at) if kept is None else int(kept)


@transaction.atomic
def remind(exchange_id: int, *, by: Actor, at: datetime) -> None:
    exchange = Exchange.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=exchange_id)
    if exchange.status == rules.OPEN:
        fact = ReviewsReminded(exchange.pk, exchange.engagement_id)
        record(fact, by=by, at=at, studio_id=exchange.engagement.worker_id)


@transaction.atomic
def time_up(exchange_id: int, *, by: Actor, at: datetime) -> None:
    """What is there is published; silence counts for nobody."""
    exchange = Exchange.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=exchange_id)
    if exchange.status != rules.OPEN:
        return
    if exchange.reviews.exists():
        publish(exchange, by=by, at=at)
    else:
        exchange.become(rules.LAPSED, by=by, at=at, studio_id=exchange.engagement.worker_id)

"""Open what both sides have written, at one moment."""

from __future__ import annotations

from datetime import datetime

from dhara.kit.actor import Actor
from dhara.trust.reviews import rules
from dhara.trust.reviews.actions.counting import recount
from dhara.trust.reviews.facts import ReviewPublished, ReviewsDone
from dhara.trust.reviews.models import Exchange, Review


def publish(exchange: Exchange, *, by: Actor, at: datetime) -> None:
    """All that does not wait for the operator; the exchange is locked, its engagement loaded."""
    studio_id = exchange.engagement.worker_id
    fact = ReviewsDone(exchange.pk, exchange.engagement_id)
    exchange.become(rules.DONE, fact=fact, by=by, at=at, studio_id=studio_id)
    ready = list(exchange.reviews.select_for_update().filter(status=rules.SEALED).order_by("id"))
    for review in ready:
        appear(review, exchange, by=by, at=at)
    if ready:
        recount(ready[0], at=at)


def appear(review: Review, exchange: Exchange, *, by: Actor, at: datetime) -> None:
    fact = ReviewPublished(review.pk, exchange.engagement_id, review.side)
    review.become(rules.PUBLISHED, fact=fact, by=by, at=at, studio_id=review.studio_id, published_at=at)

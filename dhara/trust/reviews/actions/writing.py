"""Write a review; answer one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.trust.reviews import queries, rules
from dhara.trust.reviews.actions.publishing import publish
from dhara.trust.reviews.facts import ReviewAnswered, ReviewHeld
from dhara.trust.reviews.models import Exchange, Review


@transaction.atomic
def write(
    engagement_id: int, *, stars: int, marks: Mapping[str, int], text: str, language: str, by: Actor, at: datetime
) -> Review:
    """One side says how it was; with the second one both are published.

    Raises NotFoundHere for an outsider and where nothing is to be reviewed, Conflict `review_written` and
    `reviews_over`, Invalid on stars, marks, text.
    """
    exchange, side = _mine(engagement_id, by)
    if exchange.reviews.filter(side=side).exists():
        raise Conflict("review_written", _("You have written your review already."))
    if exchange.status != rules.OPEN or at >= exchange.until:
        raise Conflict("reviews_over", _("The time to write a review is over."))
    text = rules.clean_words(text)
    reasons = rules.held_for(text)
    engagement = exchange.engagement
    assert engagement.worker is not None
    made = Review.objects.create(
        exchange=exchange,
        side=side,
        studio=engagement.worker,
        buyer_id=engagement.buyer_id,
        buyer_key=engagement.buyer_email.lower(),
        offer_id=queries.offer_of(engagement),
        author_id=by.id,
        name=queries.name_of(engagement, side),
        title=engagement.title,
        stars=rules.clean_stars(stars),
        marks=rules.clean_marks(side, marks),
        text=text,
        language=language[:5],
        held_for=",".join(reasons),
        written_at=at,
        status=rules.SEALED,
        status_at=at,
    )
    if reasons:
        fact = ReviewHeld(made.pk, engagement.pk, side)
        made.become(rules.HELD, fact=fact, by=SYSTEM, at=at, studio_id=engagement.worker_id)
    if exchange.reviews.count() == len(rules.SIDES):
        publish(exchange, by=by, at=at)
    made.refresh_from_db()
    return made


@transaction.atomic
def answer(review_id: int, *, text: str, by: Actor, at: datetime) -> Review:
    """The one who was reviewed says something to it, once, for everybody to read.

    Raises NotFoundHere for all others, Conflict `answered_already`, `answer_late`, Invalid for an empty or suspicious
    text: an answer is public at once, so it is refused where a review would be held.
    """
    known = Review.objects.filter(pk=review_id, status=rules.PUBLISHED).values("exchange__engagement", "side").first()
    if known is None:
        raise NotFoundHere()
    exchange, side = _mine(known["exchange__engagement"], by)
    if side == known["side"]:
        raise NotFoundHere()
    review = exchange.reviews.select_for_update().get(pk=review_id)
    if review.status != rules.PUBLISHED or review.published_at is None:
        raise NotFoundHere()
    if review.answered_at is not None:
        raise Conflict("answered_already", _("This review was answered already."))
    if at >= rules.may_answer_until(review.published_at):
        raise Conflict("answer_late", _("The time to answer this review is over."))
    text = rules.clean_words(text, most=rules.MOST_ANSWER, field="answer")
    if not text:
        raise Invalid("answer_missing", _("Please write an answer."), "answer")
    if rules.held_for(text):
        words = _("Everybody reads your answer: please leave out money and other ways to reach you.")
        raise Invalid("answer_suspicious", words, "answer")
    Review.objects.filter(pk=review.pk).update(answer=text, answered_at=at, answerer_id=by.id)
    fact = ReviewAnswered(review.pk, exchange.engagement_id, review.side)
    record(fact, by=by, at=at, studio_id=review.studio_id)
    review.refresh_from_db()
    return review


def _mine(engagement_id: int, by: Actor) -> tuple[Exchange, str]:
    """The exchange, locked, and the side that somebody is on. Raises NotFoundHere for an outsider."""
    exchanges = Exchange.objects.select_for_update(of=("self",)).select_related("engagement__worker")
    exchange = exchanges.filter(engagement=engagement_id).first()
    side = queries.side_of(exchange.engagement, by) if exchange else None
    if exchange is None or side is None:
        raise NotFoundHere()
    return exchange, side

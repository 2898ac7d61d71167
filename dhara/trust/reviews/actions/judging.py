"""Reports, and what the operator decides: to hide a review with a reason, to show it again, to let it through.

What was decided stays in the transitions, which are append-only.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.trust.reviews import rules
from dhara.trust.reviews.actions.counting import recount
from dhara.trust.reviews.actions.publishing import appear
from dhara.trust.reviews.facts import ReviewHidden, ReviewReported, ReviewShown
from dhara.trust.reviews.models import Exchange, Review, ReviewReport


@transaction.atomic
def report(review_id: int, *, reason: str, text: str = "", by: Actor, at: datetime) -> ReviewReport:
    """Ask the operator to look, once for each account. Raises NotFoundHere, NotAllowed to guests, Invalid, Conflict."""
    if by.kind != "person":
        raise NotAllowed
    review = Review.objects.filter(pk=review_id, status=rules.PUBLISHED).first()
    if review is None:
        raise NotFoundHere
    if review.author_id == by.id:
        raise NotAllowed("own_review", _("This is your own review."))
    if reason not in rules.REPORTS:
        raise Invalid("report_reason", _("Please choose what is wrong."), "reason")
    assert by.id is not None
    said = {"reason": reason, "text": clean_text(text, lines=True)[:2000], "at": at}
    made, new = ReviewReport.objects.get_or_create(review=review, account_id=by.id, defaults=said)
    if not new:
        raise Conflict("reported_already", _("You have reported this already. The operator looks at it."))
    record(ReviewReported(made.pk, review.pk), by=by, at=at, studio_id=review.studio_id)
    return made


@transaction.atomic
def handle(report_id: int, *, outcome: str, by: Actor, at: datetime) -> ReviewReport:
    """The operator is done with a report; `outcome` is kept for whoever looks next."""
    _operator(by)
    found = ReviewReport.objects.select_for_update().filter(pk=report_id).first()
    if found is None:
        raise NotFoundHere
    if found.handled_at is not None:
        raise Conflict("report_settled", _("This was decided already."))
    found.handled_at, found.handler_id, found.outcome = at, by.id, clean_text(outcome)[:300]
    found.save(update_fields=["handled_at", "handler", "outcome"])
    return found


@transaction.atomic
def hide(review_id: int, *, reason: str, by: Actor, at: datetime) -> Review:
    """Out of sight and out of the numbers; its writer reads why. Raises Invalid without a reason."""
    review, exchange = _judged(review_id, by)
    reason = clean_text(reason)[:1000]
    if not reason:
        raise Invalid("reason_missing", _("Please say why: the writer reads it."), "reason")
    fact = ReviewHidden(review.pk, exchange.engagement_id, review.side)
    review.become(rules.HIDDEN, fact=fact, by=by, at=at, reason=reason, studio_id=review.studio_id)
    recount(review, at=at)
    return review


@transaction.atomic
def show(review_id: int, *, reason: str, by: Actor, at: datetime) -> Review:
    """One that was hidden by mistake is back. Raises Conflict where it is not hidden, or was never published."""
    review, exchange = _judged(review_id, by)
    if review.status != rules.HIDDEN or exchange.status != rules.DONE:
        raise Conflict("not_hidden", _("Only a hidden review whose time has come can be shown again."))
    fact = ReviewShown(review.pk, exchange.engagement_id, review.side)
    review.become(
        rules.PUBLISHED,
        fact=fact,
        by=by,
        at=at,
        reason=clean_text(reason),
        studio_id=review.studio_id,
        published_at=review.published_at or at,
    )
    recount(review, at=at)
    return review


@transaction.atomic
def let_through(review_id: int, *, by: Actor, at: datetime) -> Review:
    """A held one is harmless: it is published, or waits for the other side as all do."""
    review, exchange = _judged(review_id, by)
    if review.status != rules.HELD:
        raise Conflict("review_settled", _("This was decided already."))
    if exchange.status == rules.OPEN:
        return review.become(rules.SEALED, by=by, at=at, studio_id=review.studio_id)
    appear(review, exchange, by=by, at=at)
    recount(review, at=at)
    return review


def _judged(review_id: int, by: Actor) -> tuple[Review, Exchange]:
    """The exchange before the review, here as everywhere."""
    _operator(by)
    known = Review.objects.filter(pk=review_id).values_list("exchange", flat=True).first()
    if known is None:
        raise NotFoundHere
    exchange = Exchange.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=known)
    return Review.objects.select_for_update().get(pk=review_id), exchange


def _operator(by: Actor) -> None:
    if by.kind != "operator":
        raise NotAllowed

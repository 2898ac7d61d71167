"""Reviews: write one for ended work, read what is said, answer once, report what breaks the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import REVIEWING, REVIEWS, REVIEWS_OF_STUDIO, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints import work as rooms
from dhara.api.v1.endpoints.market import Handle, open_studio
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import reviews as shapes
from dhara.api.v1.schemas.base import BIGGEST, In
from dhara.kit import clock
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotFoundHere
from dhara.people.studios.rules import OPEN, allow
from dhara.trust.models import Exchange, Review, ReviewReport
from dhara.trust.reviews import actions, queries, rules
from dhara.work.engagements.models import Engagement

router = Router(tags=["Reviews"])
WorkId = Annotated[int, Field(ge=1, le=BIGGEST)]
ReviewId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get(
    "/studios/{handle}/reviews",
    response=shapes.StudioReviewPage,
    operation_id="list_studio_reviews",
    summary="What is said of a studio",
)
@needs(REVIEWS_OF_STUDIO)
def list_studio_reviews(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.StudioReviewsAsked]) -> Any:
    """By its buyers, of all its work or of one offer, the latest first; with the numbers behind it."""
    studio = open_studio(handle)
    one, whole = queries.of_offer(asked.offer, studio.pk)
    cursors = Cursors("studio-reviews", studio=studio.pk, offer=asked.offer)
    found = queries.about_studio(studio.pk, offer_id=asked.offer or None)
    page = queries.page(found, after=cursors.read(asked.cursor) or 0, size=asked.limit)
    return shapes.StudioReviewPage(
        items=[shapes.public_out(each) for each in page.reviews],
        next=cursors.write(page.next) if page.next else None,
        rating=shapes.rating_out(one if asked.offer else whole),
        level=shapes.level_out(whole),
    )


@router.get("/reviews", response=shapes.ExchangePage, operation_id="list_reviews", summary="What I can review")
@needs(REVIEWS)
def list_reviews(request: HttpRequest, asked: Query[shapes.ReviewsAsked]) -> Any:
    """Ended work of yours and of your studios, with what each side said of it, the latest first."""
    me, at = caller(request), clock.now()
    cursors = Cursors("reviews", caller=me.name, **asked.model_dump(exclude={"cursor", "limit"}))
    shown, following = cursors.page(_asked(_mine(me), asked, me, at).order_by("-pk"), asked)
    items = [shapes.exchange_out(queries.seen_of(each, _side(each.engagement, me)), at) for each in shown]
    return shapes.ExchangePage(items=items, next=following)


@router.get(
    "/work/{engagement}/review",
    response=shapes.ExchangeOut,
    operation_id="get_review",
    summary="The reviews of one work",
)
@needs(REVIEWS)
def get_review(request: HttpRequest, engagement: Path[WorkId]) -> Any:
    """What each side said of it. Nobody reads the other's words before both are in, or the time is over."""
    me = caller(request)
    _require_hands(_work(engagement, me), me)
    return _shown(engagement, me)


@router.post(
    "/work/{engagement}/review",
    response={201: shapes.ExchangeOut},
    operation_id="write_review",
    summary="Write a review",
)
@needs(REVIEWING)
def write_review(
    request: HttpRequest, engagement: Path[WorkId], wanted: shapes.ReviewIn, idempotency_key: IdempotencyKey
) -> Any:
    """Once for each side of ended work. It can not be changed afterwards.

    Send the same `Idempotency-Key` again when no answer came: it is written once.
    """
    me = caller(request)
    _require_hands(_work(engagement, me), me)
    said = {**wanted.model_dump(include={"stars", "marks", "text"}), "language": wanted.language or current()}
    _once(
        _key(me, f"write:{engagement}", idempotency_key),
        wanted,
        lambda at: actions.write(engagement, **said, by=me.by, at=at),
    )
    return Status(201, _shown(engagement, me))


@router.post(
    "/reviews/{review}/answer", response=shapes.ExchangeOut, operation_id="answer_review", summary="Answer a review"
)
@needs(REVIEWING)
def answer_review(
    request: HttpRequest, review: Path[ReviewId], wanted: shapes.ReviewAnswerIn, idempotency_key: IdempotencyKey
) -> Any:
    """Once, within sixty days, for everybody to read.

    Send the same `Idempotency-Key` again when no answer came: it is answered once.
    """
    me = caller(request)
    known = queries.published().filter(pk=review).values_list("exchange__engagement", flat=True).first()
    if known is None:
        raise NotFoundHere()
    _require_hands(_work(known, me), me)
    _once(
        _key(me, f"answer:{review}", idempotency_key),
        wanted,
        lambda at: actions.answer(review, text=wanted.text, by=me.by, at=at),
    )
    return _shown(known, me)


@router.post(
    "/reviews/{review}/reports",
    response={201: shapes.ReportedOut},
    operation_id="report_review",
    summary="Report a review",
)
@needs(REVIEWING)
def report_review(
    request: HttpRequest, review: Path[ReviewId], wanted: shapes.ReportIn, idempotency_key: IdempotencyKey
) -> Any:
    """Ask the operator to look, once for each account.

    Send the same `Idempotency-Key` again when no answer came: it is reported once.
    """
    me = caller(request)
    made = _once(
        _key(me, f"report:{review}", idempotency_key),
        wanted,
        lambda at: actions.report(review, **wanted.model_dump(), by=me.by, at=at),
    )
    told = ReviewReport.objects.get(pk=made)
    return Status(201, shapes.ReportedOut(review=review, reason=told.reason, at=told.at))


def _once(key: str, wanted: In, make: Callable[[datetime], Model]) -> int:
    """The id of what the first call with this key made."""
    at = clock.now()
    made, _new = make_once(lambda: make(at).pk, key=key, body=body_of(wanted), at=at)
    return made


def _mine(me: Caller) -> QuerySet[Exchange]:
    """Those of which the caller can write a side; a key of a studio writes for that studio only."""
    found = queries.visible_to(me.viewer).select_related("engagement__worker").prefetch_related("reviews")
    if me.key is None or me.key.studio_id is None:
        return found
    return found.filter(engagement__in=rooms.visible(me))


def _asked(found: QuerySet[Exchange], asked: shapes.ReviewsAsked, me: Caller, at: datetime) -> QuerySet[Exchange]:
    buys = Q(engagement__buyer=me.account)
    if asked.side:
        found = found.filter(buys) if asked.side == "buyer" else found.exclude(buys)
    if asked.state == "published":
        return found.filter(status=rules.DONE)
    if not asked.state:
        return found
    given = Review.objects.filter(exchange=OuterRef("pk"))
    by_me = (buys & Exists(given.filter(side=rules.BUYER))) | (~buys & Exists(given.filter(side=rules.WORKER)))
    found = found.filter(status=rules.OPEN)
    return found.filter(by_me) if asked.state == "waiting" else found.filter(~by_me, until__gt=at)


def _work(work_id: int, me: Caller) -> Engagement:
    """Raises NotFoundHere, also to those who are on neither side."""
    found = rooms.visible(me).filter(pk=work_id).select_related("worker").first()
    if found is None or found.worker is None:
        raise NotFoundHere()
    return found


def _require_hands(work: Engagement, me: Caller) -> None:
    """Raises NotAllowed to members who only look. A closed studio still speaks for itself, as on the pages."""
    if work.buyer_id != me.person.pk and work.worker is not None:
        allow(me.viewer.role_in(work.worker), "do_work", OPEN)


def _shown(work_id: int, me: Caller) -> shapes.ExchangeOut:
    """Raises NotFoundHere where there is nothing to review."""
    found = _mine(me).filter(engagement=work_id).first()
    if found is None:
        raise NotFoundHere()
    return shapes.exchange_out(queries.seen_of(found, _side(found.engagement, me)), clock.now())


def _side(work: Engagement, me: Caller) -> str:
    return rules.BUYER if work.buyer_id == me.person.pk else rules.WORKER


def _key(me: Caller, what: str, key: str) -> str:
    return f"review:{what}:{me.person.pk}:{key}"

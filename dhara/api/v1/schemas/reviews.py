"""Reviews: what each side of ended work says of the other, and the numbers that come of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import BIGGEST, In, Out, QueryInt, StudioRef, studio_ref
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.working import Side, Text
from dhara.trust.models import Reputation, Review
from dhara.trust.reviews import rules
from dhara.trust.reviews.queries import Seen
from dhara.trust.reviews.rules.levels import LEVELS

NEXT = "The cursor of the next page; null on the last one."
Stars = Annotated[int, Field(ge=1, le=rules.MOST_STARS)]
ReviewVerb = Literal["write", "answer"]


class ReviewsAsked(Paged):
    state: Literal["", "to_write", "waiting", "published"] = Field(
        "",
        description="`to_write`: by you, now; `waiting`: you have written, the other side can still; `published`: "
        "opened to all.",
    )
    side: Literal["", "buyer", "worker"] = Field(
        "", description="`worker`: of what your studio did; `buyer`: of what you ordered."
    )


class StudioReviewsAsked(Paged):
    offer: QueryInt = Field(0, ge=0, le=BIGGEST, description="Only those of this offer of the studio.")


class ReviewIn(In):
    stars: Stars
    marks: dict[Annotated[str, Field(max_length=10, pattern=r"^[a-z]+$")], Stars] = Field(
        default_factory=dict,
        description="One to five each: `quality`, `talk`, `time` by a buyer; `clear`, `talk`, `fair` by a studio.",
    )
    text: str = Field("", max_length=rules.MOST_TEXT, pattern=Text, description="Everybody reads it, once it is open.")
    language: Literal["", "bn", "en"] = Field("", description="In which it is written; without it that of the request.")

    model_config = ConfigDict(
        json_schema_extra={"example": {"stars": 5, "marks": {"talk": 5}, "text": "Knew what was wanted."}}
    )


class ReviewAnswerIn(In):
    text: str = Field(min_length=1, max_length=rules.MOST_ANSWER, pattern=Text, description="Everybody reads it.")

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Thank you, come again."}})


class ReportIn(In):
    reason: Literal["untrue", "abuse", "private", "pressed", "other"]
    text: str = Field("", max_length=2000, pattern=Text, description="Only the operator reads it.")

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "untrue", "text": "It was never ordered."}})


class PublicReviewOut(Out):
    id: int
    name: str = Field(description="How the writer is shown to everybody.")
    offer: int | None = Field(description="The offer that was ordered; null where it was a project.")
    stars: int
    marks: dict[str, int]
    text: str = Field(description="Ways to reach somebody elsewhere are hidden.")
    language: str
    answer: str
    published_at: datetime
    answered_at: datetime | None


class RatingOut(Out):
    """The numbers of a studio, or of one of its offers."""

    reviews: int
    stars: float = Field(description="The mean; what one buyer says on one day counts once.")
    spread: list[int] = Field(description="How many gave one star, two, and so on.")
    marks: dict[str, float]


class LevelOut(Out):
    number: int
    name: str = Field(description="In the language of the answer.")


class StudioReviewPage(Out):
    items: list[PublicReviewOut]
    next: str | None = Field(description=NEXT)
    rating: RatingOut | None = Field(description="Of the offer that was asked for, else of the studio.")
    level: LevelOut | None = Field(description="Of the studio.")


class ReviewOut(Out):
    id: int
    side: Side = Field(description="Who wrote it.")
    state: Literal["sealed", "held", "published", "hidden"] = Field(
        description="`sealed` until both are in or the time is over; `held` until an operator has looked."
    )
    state_label: str
    stars: int
    marks: dict[str, int]
    text: str
    language: str
    answer: str
    written_at: datetime
    published_at: datetime | None
    answered_at: datetime | None


class ExchangeOut(Out):
    work: int = Field(description="The engagement that it is about.")
    title: str
    side: Side = Field(description="Which of the two you are.")
    studio: StudioRef
    state: Literal["open", "done", "lapsed"]
    state_label: str
    until: datetime = Field(description="Until when each side can write.")
    mine: ReviewOut | None = Field(description="What your side wrote.")
    theirs: ReviewOut | None = Field(description="What the other side wrote, once it is published.")
    next: list[ReviewVerb] = Field(description="What you may do now.")


class ExchangePage(Out):
    items: list[ExchangeOut]
    next: str | None = Field(description=NEXT)


class ReportedOut(Out):
    review: int
    reason: str
    at: datetime


def exchange_out(seen: Seen, at: datetime) -> ExchangeOut:
    """The exchange has its engagement with the studio."""
    exchange, work = seen.exchange, seen.exchange.engagement
    assert work.worker is not None
    verbs: list[ReviewVerb] = ["write"] if seen.may_write(at) else []
    verbs += ["answer"] if seen.may_answer(at) else []
    return ExchangeOut.model_validate(
        {
            "work": work.pk,
            "title": work.title,
            "side": seen.side,
            "studio": studio_ref(work.worker.handle, work.worker.name),
            "state": exchange.status,
            "state_label": exchange.state_words,
            "until": exchange.until,
            "mine": review_out(seen.mine, own=True) if seen.mine else None,
            "theirs": review_out(seen.theirs, own=False) if seen.theirs else None,
            "next": verbs,
        }
    )


def review_out(review: Review, *, own: bool) -> ReviewOut:
    return ReviewOut.model_validate(
        {
            "id": review.pk,
            "side": review.side,
            "state": review.status,
            "state_label": review.state_words,
            "stars": review.stars,
            "marks": review.marks,
            "text": review.text if own else review.words,
            "language": review.language,
            "answer": review.answer_words,
            **_moments(review),
            "written_at": review.written_at,
        }
    )


def public_out(review: Review) -> PublicReviewOut:
    return PublicReviewOut.model_validate(
        {
            "id": review.pk,
            "name": review.name,
            "offer": review.offer_id,
            "stars": review.stars,
            "marks": review.marks,
            "text": review.words,
            "language": review.language,
            "answer": review.answer_words,
            **_moments(review),
        }
    )


def rating_out(numbers: Reputation | None) -> RatingOut | None:
    if numbers is None or not numbers.reviews:
        return None
    marks = {name: mean / 100 for name, mean in numbers.marks.items()}
    return RatingOut(reviews=numbers.reviews, stars=numbers.mean / 100, spread=numbers.spread, marks=marks)


def level_out(numbers: Reputation | None) -> LevelOut | None:
    if numbers is None or not numbers.level:
        return None
    return LevelOut(number=numbers.level, name=str(LEVELS[numbers.level].name))


def _moments(review: Review) -> dict[str, Any]:
    return {"published_at": review.published_at, "answered_at": review.answered_at}

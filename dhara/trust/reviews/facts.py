"""What can happen to reviews, and to a studio's level."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class ExchangeFact(Fact):
    exchange_id: int
    engagement_id: int

    subject = "engagement_id"


@dataclass(frozen=True)
class ReviewsAsked(ExchangeFact):
    words = _("Both sides were asked how it was.")


@dataclass(frozen=True)
class ReviewsReminded(ExchangeFact):
    words = _("Whoever has not written a review was reminded.")


@dataclass(frozen=True)
class ReviewsDone(ExchangeFact):
    words = _("The reviews of both sides were opened.")


@dataclass(frozen=True)
class ReviewFact(Fact):
    """`side` is who wrote it."""

    review_id: int
    engagement_id: int
    side: str

    subject = "engagement_id"


@dataclass(frozen=True)
class ReviewHeld(ReviewFact):
    words = _("A review waits for the operator.")


@dataclass(frozen=True)
class ReviewPublished(ReviewFact):
    words = _("A review was published.")


@dataclass(frozen=True)
class ReviewHidden(ReviewFact):
    words = _("The operator hid a review.")


@dataclass(frozen=True)
class ReviewShown(ReviewFact):
    words = _("The operator showed a review again.")


@dataclass(frozen=True)
class ReviewAnswered(ReviewFact):
    words = _("A review was answered.")


@dataclass(frozen=True)
class ReviewReported(Fact):
    report_id: int
    review_id: int

    subject = "review_id"
    words = _("A review was reported.")


@dataclass(frozen=True)
class LevelFact(Fact):
    studio_id: int
    level: int

    subject = "studio_id"


@dataclass(frozen=True)
class LevelReached(LevelFact):
    words = _("The studio reached level %(level)s.")


@dataclass(frozen=True)
class LevelLost(LevelFact):
    words = _("The studio fell to level %(level)s.")


@dataclass(frozen=True)
class LevelShakes(LevelFact):
    """The numbers do not carry the level any more; it falls when they are not back in time."""

    words = _("The studio will lose its level unless its numbers are back in time.")

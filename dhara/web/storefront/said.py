"""What buyers said of a studio or of one of its offers, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dhara.catalog.models import Offer
from dhara.people.models import Studio
from dhara.trust.models import Reputation, Review
from dhara.trust.reviews import queries
from dhara.trust.reviews.rules.levels import LEVELS, Level


@dataclass(frozen=True)
class Said:
    """`numbers` are those of the page's thing; `level` the studio's, None for beginners; `reviews` the latest."""

    numbers: Reputation | None
    level: Level | None
    reviews: Sequence[Review]
    url: str

    @property
    def more(self) -> bool:
        return self.numbers is not None and self.numbers.reviews > len(self.reviews)

    def schema(self) -> dict[str, Any]:
        """schema.org's AggregateRating, as a part of what it is about; nothing where there is none."""
        if self.numbers is None or not self.numbers.reviews:
            return {}
        rating = {
            "@type": "AggregateRating",
            "ratingValue": f"{self.numbers.mean / 100:.1f}",
            "reviewCount": self.numbers.reviews,
            "bestRating": 5,
            "worstRating": 1,
        }
        return {"aggregateRating": rating}


def of_offer(offer: Offer) -> Said:
    """One query, and one more where there are reviews."""
    own, studio = queries.of_offer(offer.pk, offer.studio_id)
    return _said(own, studio, offer.studio, f"/reviews/of/{offer.studio.handle}/?offer={offer.pk}", offer.pk)


def of_studio(studio: Studio) -> Said:
    numbers = queries.of_studio(studio.pk)
    return _said(numbers, numbers, studio, f"/reviews/of/{studio.handle}/")


def _said(
    numbers: Reputation | None, whole: Reputation | None, studio: Studio, url: str, offer_id: int | None = None
) -> Said:
    level = LEVELS[whole.level] if whole and whole.level else None
    latest: Sequence[Review] = ()
    if numbers is not None and numbers.reviews:
        latest = list(queries.about_studio(studio.pk, offer_id=offer_id)[: queries.LATEST])
        for each in latest:
            each.studio = studio
    return Said(numbers, level, latest, url)

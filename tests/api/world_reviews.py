"""What the examples of reviews speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import person
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop

_NAMES: Final = ("reviewed", "review", "to_review")
ID: Final = {name: 7_700_601 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"review": ID["review"], "engagement": ID["reviewed"]}
ONLY: Final[dict[str, dict[str, int]]] = {
    "write_review": {"engagement": ID["to_review"]},
}
BODIES: Final[dict[str, Any]] = {}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """Of one gig of Nadia's: work that both sides have reviewed, and some that waits for reviews."""
    karim = people.Account.objects.get(email="karim@example.com")
    sold, buyer = gigs.offer(now, shop, title="A poster"), {"by": person(karim.pk), "email": karim.email}
    review = make.published(now, sold, text="Fast and friendly.", **buyer)
    return {
        "review": review.pk,
        "reviewed": review.exchange.engagement_id,
        "to_review": make.asked(now, sold, **buyer).engagement_id,
    }

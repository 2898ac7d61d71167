"""What the examples of a studio's own offers speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from tests.make import gigs
from tests.make.catalog import Shop

_NAMES: Final = ("own_gig",)
ID: Final = {name: 7_700_801 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"own_offer": ID["own_gig"]}
BODIES: Final[dict[str, Any]] = {}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A gig of Nadia's that nobody has ordered."""
    gig = gigs.offer(now, shop, title="A sign for your stall", extras=gigs.EXTRAS, queue=3)
    return {"own_gig": gig.pk}

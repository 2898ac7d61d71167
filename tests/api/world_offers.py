"""What the examples of a studio's own offers speak of. See world.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from dhara.catalog.offers import actions
from dhara.kit.files.models import Upload
from tests.make import catalog, gigs
from tests.make.catalog import Shop

_NAMES: Final = ("own_gig", "own_picture")
ID: Final = {name: 7_700_801 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"own_offer": ID["own_gig"]}
PICTURE: Final = "7b7b0001-0000-4000-8000-000000000002"
BODIES: Final[dict[str, Any]] = {
    "OwnPictureIn": {"upload": PICTURE},
    "ArrangementIn": {"pictures": [{"id": ID["own_picture"], "alt": "A blue sign"}], "cover": ID["own_picture"]},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A gig of Nadia's that nobody has ordered, with a picture."""
    gig = gigs.offer(now, shop, title="A sign for your stall", extras=gigs.EXTRAS, queue=3)
    shown = catalog.picture(shop.studio, now)
    actions.add_picture(gig, shown, by=shop.by, at=now)
    return {"own_gig": gig.pk, "own_picture": shown.pk}


def arrived(shop: Shop, now: datetime) -> dict[str, str]:
    """A picture that was uploaded whole, and waits to be used."""
    file, rest = catalog.picture(shop.studio, now).file, {"purpose": "picture", "expires_at": now + timedelta(days=2)}
    made = Upload.objects.create(file=file, offset=file.size, length=file.size, **rest)
    return {PICTURE: str(made.pk)}

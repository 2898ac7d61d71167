"""What the examples of a studio's own offers speak of. See world.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from dhara.catalog.offers import actions
from dhara.kit.files.models import Upload
from tests.make import catalog, delivery, gigs
from tests.make.catalog import Shop

_NAMES: Final = ("own_gig", "own_picture", "own_card", "own_file")
ID: Final = {name: 7_700_801 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"own_offer": ID["own_gig"], "own_file": ID["own_file"]}
ONLY: Final = dict.fromkeys(("add_own_file", "release_own_file", "retire_own_file"), {"own_offer": ID["own_card"]})
PICTURE, FILE = "7b7b0001-0000-4000-8000-000000000002", "7b7b0001-0000-4000-8000-000000000003"
BODIES: Final[dict[str, Any]] = {
    "OwnPictureIn": {"upload": PICTURE},
    **dict.fromkeys(("OwnFileIn", "OwnVersionIn"), {"upload": FILE}),
    "ArrangementIn": {"pictures": [{"id": ID["own_picture"], "alt": "A blue sign"}], "cover": ID["own_picture"]},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """Of Nadia's: a gig that nobody has ordered, with a picture, and a draft of a card, with a file."""
    gig = gigs.offer(now, shop, title="A sign for your stall", extras=gigs.EXTRAS, queue=3)
    shown = catalog.picture(shop.studio, now)
    actions.add_picture(gig, shown, by=shop.by, at=now)
    card = catalog.offer(now, shop, published=False, file=False)
    given = {"own_card": card.pk, "own_file": delivery.file(card, shop, now).pk}
    return {"own_gig": gig.pk, "own_picture": shown.pk, **given}


def arrived(shop: Shop, now: datetime) -> dict[str, str]:
    """A picture and a file that were uploaded whole, and wait to be used."""
    files = {
        PICTURE: ("picture", catalog.picture(shop.studio, now).file),
        FILE: ("product", delivery.stored(shop.studio, now)),
    }
    there = {}
    for name, (purpose, file) in files.items():
        rest = {"purpose": purpose, "expires_at": now + timedelta(days=2)}
        made = Upload.objects.create(file=file, offset=file.size, length=file.size, **rest)
        there[name] = str(made.pk)
    return there

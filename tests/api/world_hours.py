"""What the examples of time by the hour speak of. See world.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dhara.people.models import Account
from tests.make import hours as make
from tests.make import people
from tests.make.catalog import Shop

_NAMES: Final = ("hourly", "hourly_week", "entry")
ID: Final = {name: 7_700_701 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"entry": ID["entry"]}
ONLY: Final[dict[str, dict[str, int]]] = dict.fromkeys(
    ("get_week", "write_time", "change_time", "remove_time"), {"work": ID["hourly"], "unit": ID["hourly_week"]}
)


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A week of Nadia's that Karim has paid, with a quarter of an hour in it."""
    karim = Account.objects.get(email="karim@example.com")
    payer = people.studio(karim, handle="payer")
    unit = make.running(shop.studio, karim, payer, now - timedelta(hours=3), "proposal:77")
    entry = make.worked(unit, shop.owner, timedelta(minutes=15))
    return {"hourly": unit.engagement_id, "hourly_week": unit.pk, "entry": entry.pk}

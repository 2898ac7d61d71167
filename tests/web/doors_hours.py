"""The doors of the time that is written down for a week by the hour."""

from __future__ import annotations

from typing import Final

from tests.web.rights import BIDDERS, Rights

_TIME: Final = "work/<int:project_id>/weeks/<int:week>/time/"

HOURS: Final[dict[str, Rights]] = {
    _TIME: (BIDDERS, BIDDERS),
    f"{_TIME}<int:entry_id>/": (BIDDERS, BIDDERS),
}

"""The doors of small tasks: a worker's desk, a campaign to take one of, one task."""

from __future__ import annotations

from typing import Final

from tests.web.rights import NOBODY, Rights

_DESK: Final = "studio/<str:handle>/tasks/"

TASKS: Final[dict[str, Rights]] = {
    "studio/<str:handle>/wallet/": ("see_money", NOBODY),
    _DESK: ("see_studio", NOBODY),
    f"{_DESK}campaigns/<int:campaign_id>/": ("see_studio", NOBODY),
    f"{_DESK}campaigns/<int:campaign_id>/reservation/": ("do_work", "do_work"),
    f"{_DESK}<int:unit_id>/": ("see_studio", NOBODY),
    f"{_DESK}<int:unit_id>/proof/": ("do_work", "do_work"),
    f"{_DESK}<int:unit_id>/<str:verb>/": ("do_work", "do_work"),
}

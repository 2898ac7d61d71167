"""The doors of cases: for both sides, the same for a guest, and files that operators see, too."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, HANDS, JUDGED, NOBODY, SECRET, SIDES, Rights

_GUEST: Final = "cases/guest/<secret:token>/"

DISPUTES: Final[dict[str, Rights]] = {
    "cases/": (ACCOUNT, NOBODY),
    "studio/<str:handle>/cases/": ("see_studio", NOBODY),
    "cases/files/<int:shown_id>/": (JUDGED, NOBODY),
    "cases/fetch/<str:token>/": (SECRET, NOBODY),
    "cases/work/<int:unit_id>/": (HANDS, HANDS),
    "cases/<int:case_id>/": (SIDES, NOBODY),
    "cases/<int:case_id>/files/<int:shown_id>/": (SIDES, NOBODY),
    # The studio has proposed, so it is the buyer who answers.
    "cases/<int:case_id>/proposals/<int:settlement_id>/<str:way>/": (NOBODY, BUYER),
    "cases/<int:case_id>/<str:noun>/": (NOBODY, HANDS),
    f"{_GUEST}work/<int:unit_id>/": (SECRET, SECRET),
    f"{_GUEST}<int:case_id>/": (SECRET, NOBODY),
    f"{_GUEST}<int:case_id>/files/<int:shown_id>/": (SECRET, NOBODY),
    f"{_GUEST}<int:case_id>/proposals/<int:settlement_id>/<str:way>/": (NOBODY, SECRET),
    f"{_GUEST}<int:case_id>/<str:noun>/": (NOBODY, SECRET),
}

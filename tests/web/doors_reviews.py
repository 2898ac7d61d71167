"""The doors of reviews: where they are written, by both sides and by a guest."""

from __future__ import annotations

from typing import Final

from tests.web.rights import HANDS, NOBODY, SECRET, Rights

_GUEST: Final = "reviews/work/guest/<secret:token>/<int:engagement_id>/"

REVIEWS: Final[dict[str, Rights]] = {
    "reviews/work/<int:engagement_id>/": (HANDS, HANDS),
    "reviews/work/<int:engagement_id>/answer/": (NOBODY, HANDS),
    _GUEST: (SECRET, SECRET),
    f"{_GUEST}answer/": (NOBODY, SECRET),
}

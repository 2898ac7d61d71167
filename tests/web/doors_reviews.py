"""The doors of reviews: where they are written, by both sides and by a guest."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, EVERYBODY, HANDS, NOBODY, SECRET, Rights

_GUEST: Final = "reviews/work/guest/<secret:token>/<int:engagement_id>/"

REVIEWS: Final[dict[str, Rights]] = {
    "studio/<str:handle>/reviews/": ("see_studio", NOBODY),
    "reviews/of/<str:handle>/": (EVERYBODY, NOBODY),
    "reviews/<int:review_id>/report/": (ACCOUNT, ACCOUNT),
    "reviews/work/<int:engagement_id>/": (HANDS, HANDS),
    "reviews/work/<int:engagement_id>/answer/": (NOBODY, HANDS),
    _GUEST: (SECRET, SECRET),
    f"{_GUEST}answer/": (NOBODY, SECRET),
}

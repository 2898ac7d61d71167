"""The doors of paid work: the room for both sides, the same for a guest, the lists of each side."""

from __future__ import annotations

from typing import Final

from tests.web.doors_campaigns import CAMPAIGNS
from tests.web.doors_disputes import DISPUTES
from tests.web.doors_funding import FUNDING
from tests.web.doors_hours import HOURS
from tests.web.doors_jobs import JOBS
from tests.web.doors_offers import OFFERS
from tests.web.doors_proposals import PROPOSALS
from tests.web.doors_reviews import REVIEWS
from tests.web.doors_tasks import TASKS
from tests.web.rights import ACCOUNT, BUYER, HANDS, JUDGED, NOBODY, SECRET, SIDES, Rights

_PART: Final = "work/<int:engagement_id>/milestones/<int:position>/"
_GUEST: Final = "work/guest/<secret:token>/<int:engagement_id>/"

WORK: Final[dict[str, Rights]] = {
    **TASKS,
    **OFFERS,
    **DISPUTES,
    "work/": (ACCOUNT, NOBODY),
    "studio/<str:handle>/work/": ("see_studio", NOBODY),
    "work/<int:engagement_id>/": (SIDES, NOBODY),
    "work/<int:engagement_id>/<str:verb>/": (HANDS, HANDS),
    "work/<int:engagement_id>/changes/<str:sort>/": (HANDS, HANDS),
    # The studio has asked, so it is the buyer who answers.
    "work/<int:engagement_id>/changes/<int:change_id>/<str:way>/": (NOBODY, BUYER),
    _PART: (SIDES, NOBODY),
    f"{_PART}<str:verb>/": (HANDS, HANDS),
    f"{_PART}changes/<str:sort>/": (HANDS, HANDS),
    f"{_PART}changes/<int:change_id>/<str:way>/": (NOBODY, BUYER),
    f"{_PART}files/<int:handin_id>/": (SIDES, NOBODY),
    f"{_PART}files/<int:handin_id>/preview/": (SIDES, NOBODY),
    _GUEST: (SECRET, NOBODY),
    "work/files/<int:handin_id>/": (JUDGED, NOBODY),
    "work/files/<int:handin_id>/preview/": (JUDGED, NOBODY),
    "work/<int:engagement_id>/files/<int:handin_id>/": (SIDES, NOBODY),
    "work/<int:engagement_id>/files/<int:handin_id>/preview/": (SIDES, NOBODY),
    "work/fetch/<str:ticket>/": (SECRET, NOBODY),
    f"{_GUEST}files/<int:handin_id>/": (SECRET, NOBODY),
    f"{_GUEST}files/<int:handin_id>/preview/": (SECRET, NOBODY),
    f"{_GUEST}<str:verb>/": (SECRET, SECRET),
    f"{_GUEST}changes/<str:sort>/": (SECRET, SECRET),
    f"{_GUEST}changes/<int:change_id>/<str:way>/": (NOBODY, SECRET),
    **FUNDING,
    **REVIEWS,
    **CAMPAIGNS,
    **JOBS,
    **PROPOSALS,
    **HOURS,
}

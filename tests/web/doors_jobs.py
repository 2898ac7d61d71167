"""The doors of jobs: the board for everybody, a buyer's own jobs, what somebody keeps looking for."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, EVERYBODY, NOBODY, SECRET, Rights

_MINE: Final = "account/jobs/<int:job_id>/"

JOBS: Final[dict[str, Rights]] = {
    "jobs/": (EVERYBODY, NOBODY),
    "jobs/<str:slug>/": (EVERYBODY, NOBODY),
    "jobs/<str:slug>/files/<int:attachment_id>/": (ACCOUNT, NOBODY),
    "jobs/letters/<secret:token>/": (SECRET, SECRET),
    "account/jobs/searches/": (ACCOUNT, ACCOUNT),
    "account/jobs/searches/<int:search_id>/alerts/": (NOBODY, BUYER),
    "account/jobs/searches/<int:search_id>/removal/": (NOBODY, BUYER),
    "account/jobs/": (ACCOUNT, NOBODY),
    "account/jobs/new/": (ACCOUNT, ACCOUNT),
    _MINE: (BUYER, BUYER),
    f"{_MINE}posting/": (NOBODY, BUYER),
    f"{_MINE}closing/": (NOBODY, BUYER),
    f"{_MINE}reopening/": (NOBODY, BUYER),
    f"{_MINE}renewal/": (NOBODY, BUYER),
    f"{_MINE}removal/": (NOBODY, BUYER),
}

"""Which files a buyer gets, and how fetching is counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MAX_FILES: Final = 100
TITLE_LENGTH: Final = 180
NOTES_LENGTH: Final = 1000
# The grant is asked again at every request, so the time only limits how long a link that was passed on is worth
# something. An hour lets a phone on a slow network resume a large file.
LINK_SECONDS: Final = 3600
# A download that breaks is resumed by many requests for ranges; those of one hour are one download.
ONE_FETCH: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Given:
    """A file of an offer as one tier sees it. `chosen`: the tier has a row for it that is in force.

    The moments say when the file was retired and when such a row was ended; None where neither happened.
    """

    file_id: int
    chosen: bool = False
    retired_at: datetime | None = None
    ended_at: datetime | None = None


def files_of(given: Iterable[Given], bought_at: datetime | None = None) -> list[int]:
    """Ids of the files that somebody gets who bought at that moment; with None, whoever buys now.

    A tier that has chosen nothing gives every file. What was taken out later stays with earlier buyers.
    """
    given = list(given)
    every = not any(each.chosen for each in given)

    def before(moment: datetime | None) -> bool:
        return moment is not None and bought_at is not None and bought_at < moment

    return [
        each.file_id
        for each in given
        if (each.retired_at is None or before(each.retired_at)) and (every or each.chosen or before(each.ended_at))
    ]

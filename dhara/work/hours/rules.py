"""What may be written down for a week, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

MOST_TEXT, LONGEST = 300, timedelta(hours=24)
MOST_WEEKLY_HOURS: Final = 80
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Week:
    """A paid week: from `begins_at` up to `ends_at`, with the most minutes that are set aside for."""

    begins_at: datetime
    ends_at: datetime
    limit: int


@dataclass(frozen=True)
class Worked:
    """From when to when, and at what."""

    begins_at: datetime
    ends_at: datetime
    text: str

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.begins_at).total_seconds()) // 60


def clean(given: Worked, week: Week, before: Iterable[int], *, at: datetime) -> Worked:
    """The same in whole minutes, fit for storing; `before` are the minutes of the week's other entries.

    Raises Invalid with the field: text, begins_at, ends_at.
    """
    begins, ends = (each.replace(second=0, microsecond=0) for each in (given.begins_at, given.ends_at))
    text = clean_text(given.text)
    if not text or len(text) > MOST_TEXT:
        raise Invalid("memo_missing", _("Say in a few words what you worked at."), "text")
    if ends <= begins:
        raise Invalid("ends_before", _("The end must be after the beginning."), "ends_at")
    if ends - begins > LONGEST:
        raise Invalid("too_long", _("One entry can have 24 hours at most."), "ends_at")
    if ends > at:
        raise Invalid("in_future", _("This time has not come yet. Write it down when you have worked."), "ends_at")
    if begins < week.begins_at or ends > week.ends_at:
        raise Invalid("outside_week", _("This time is not in the week that is paid."), "begins_at")
    made = Worked(begins, ends, text)
    left = week.limit - sum(before)
    if made.minutes > left:
        words = _("This is above the weekly limit: %(minutes)s minutes of it are left.")
        raise Invalid("above_limit", words % {"minutes": in_script(max(left, 0), current())}, "ends_at")
    return made


def bill(rate: int, minutes: int) -> int:
    """Minor units for so many minutes at `rate` an hour; a part of a minor unit is not paid."""
    return rate * minutes // 60

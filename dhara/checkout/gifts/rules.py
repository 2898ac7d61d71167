"""The lifecycle of a gift, when it is due, and what may be said with it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move

WAITING, SENT, OPENED, WITHDRAWN = "waiting", "sent", "opened", "withdrawn"
# The receiver has it.
GIVEN = (SENT, OPENED)
MOST_LETTERS: Final = 500
NAME_LENGTH: Final = 120
# Letters on a later day go out in the morning; those of today at once.
MORNING: Final = time(8)
AHEAD: Final = timedelta(days=365)
# So many gifts may go to one address within a day, whoever gives them: nobody's letters are flooded.
MOST_A_DAY: Final = 10
# A letter that we send in somebody's name leads nobody away.
ADDRESS: Final = re.compile(
    r"https?://|www\.|\b[\w-]+\.(com|net|org|info|xyz|top|ru|bd|link|click|site)\b", re.IGNORECASE
)

_GIVER: Final[tuple[Kind, ...]] = ("person", "guest")
_ALL: Final[tuple[Kind, ...]] = ("person", "guest", "gateway", "system", "operator")

LIFECYCLE = Lifecycle(
    name="gift",
    initial=WAITING,
    about="An order whose things somebody else receives.",
    states={
        WAITING: _("waiting for its day"),
        SENT: _("sent"),
        OPENED: _("opened"),
        WITHDRAWN: _("withdrawn"),
    },
    moves=(
        Move(WAITING, WAITING, _GIVER, "the giver changes the address, the message or the day"),
        Move(WAITING, SENT, _ALL, "its day has come (a job), or the giver sends it now; the order is paid"),
        Move(SENT, SENT, _GIVER, "the giver corrects a wrong address, once; the first link opens nothing any more"),
        Move(SENT, OPENED, _ALL, "the receiver opens it"),
        *(Move(source, WITHDRAWN, _ALL, "nothing of what was bought is left") for source in (WAITING, SENT, OPENED)),
        *(
            Move(WITHDRAWN, target, _ALL, "the refund or the dispute did not come about")
            for target in (WAITING, SENT, OPENED)
        ),
    ),
)


@dataclass(frozen=True)
class Wish:
    """Who gets it, with which words, on which day of the market; checked by `actions.check`."""

    email: str
    name: str
    message: str
    day: date
    language: str


def today(at: datetime) -> date:
    """The day in the market's time zone."""
    return at.astimezone(timezone.get_default_timezone()).date()


def last_day(at: datetime) -> date:
    return today(at) + AHEAD


def due(day: date, at: datetime) -> datetime:
    """When the letter goes out: at once where the day is today or over, else in its morning."""
    if day <= today(at):
        return at
    return datetime.combine(day, MORNING, timezone.get_default_timezone())


def new_token() -> str:
    """The secret that opens the gift without signing in: 192 bits."""
    return secrets.token_urlsafe(24)

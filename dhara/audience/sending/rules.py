"""States of a delivery, and the numbers of careful sending."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit import signed

QUEUED, ATTEMPTING, SENT, DEFERRED, BOUNCED, FAILED, SKIPPED, CANCELLED, UNKNOWN = (
    "queued",
    "attempting",
    "sent",
    "deferred",
    "bounced",
    "failed",
    "skipped",
    "cancelled",
    "unknown",
)
STATES: Final = {
    QUEUED: _("waiting"),
    SENT: _("sent"),
    DEFERRED: _("put off by the server"),
    BOUNCED: _("came back"),
    FAILED: _("failed"),
    SKIPPED: _("left out"),
    CANCELLED: _("cancelled"),
    UNKNOWN: _("unknown"),
}
# What stands in `state`, and what is counted: a letter in the air waits as before, until its end is known.
COUNTED: Final = {QUEUED: STATES[QUEUED], ATTEMPTING: _("being sent"), **STATES}
OPEN: Final = frozenset({QUEUED, DEFERRED})
# Ends that "send to those not reached" takes up again, at somebody's word.
NOT_REACHED: Final = frozenset({UNKNOWN, FAILED})
# What is known of a letter afterwards (kinds of `Returned`): it arrived; it came back, and may not the next time; the
# address is dead. Soft ones of so many days count together.
ARRIVED, SOFT, HARD = "delivered", "soft", "hard"
SOFT_WINDOW: Final = timedelta(days=30)
# `Returned.source` of a refusal at the door.
DOOR: Final = "door"
# Why somebody was left out: what stands in `reason` of a skipped delivery.
LEFT, SUPPRESSED, CAPPED = "left", "suppressed", "capped"
# Why a letter has a later time than it was given: its domain takes no more of them at once.
PACED: Final = "paced"
SKIPPED_FOR: Final = {
    LEFT: _("no longer subscribed"),
    SUPPRESSED: _("the address is suppressed"),
    CAPPED: _("had enough letters that day"),
}
# What a message for this purpose says must reach people who have not agreed yet, or who had many letters today.
CONFIRMATION: Final = "confirmation"

# Letters claimed at once: as many as leave in so many seconds, within these bounds.
MOMENT, FEWEST, MOST = 0.1, 32, 256

# How long a worker may take for what it claimed before it counts as dead.
LEASE: Final = timedelta(minutes=5)
CAP_WINDOW: Final = timedelta(days=1)

# A letter that a server puts off is tried again so much later each time, then it has failed (after some two days).
_PAUSES: Final = tuple(timedelta(minutes=m) for m in (5, 15, 60, 180, 360, 720, 1440))
# A domain that puts letters off, or a server that does not answer, is left alone so long: doubling up to the longest.
_DOMAIN, _SERVER = (timedelta(minutes=2), timedelta(hours=2)), (timedelta(seconds=15), timedelta(minutes=10))

# Letters per day of a new domain, by the days since it began; after the last it sends as much as it likes.
WARM_UP: Final = (50, 100, 200, 400, 800, 1_500, 3_000, 5_000, 8_000, 12_000, 18_000, 25_000, 40_000, 60_000, 100_000)

# A breaker looks once so many letters have come to an end, and forgets half of its tallies at so many.
ENOUGH, LATELY = 200, 10_000
_MOST_BOUNCED, _MOST_COMPLAINED = 0.05, 0.001


def pause_after(attempts: int) -> timedelta | None:
    """How long a letter waits after it was put off for the n-th time; None when it is given up."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


def slow_for(failures: int, *, server: bool) -> timedelta:
    """How long a domain (or the sending server itself) is left alone after so many failures in a row."""
    first, longest = _SERVER if server else _DOMAIN
    return min(longest, first * (1 << min(failures - 1, 20)))


def warm_up_limit(began: date, today: date) -> int | None:
    """Letters that a domain may send today when it began to send on that day; None when it is warm."""
    day = max(0, (today - began).days)
    return WARM_UP[day] if day < len(WARM_UP) else None


def trouble(sent: int, bounced: int, complained: int) -> str:
    """Why a breaker must stop these letters: "bounces", "complaints" or "" for no reason."""
    ended = sent + bounced
    if ended < ENOUGH:
        return ""
    if bounced > _MOST_BOUNCED * ended:
        return "bounces"
    # One in 200 would be over the line, and says nothing yet.
    return "complaints" if complained > max(1.0, _MOST_COMPLAINED * ended) else ""


def is_hard(code: int, words: str) -> bool:
    """Whether a server's refusal means that the address does not exist, rather than that it does not like us.

    RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10 and 5.2.1 are about the address. Without such a code only 550, 551 and
    553 are, where nothing in their words speaks of the letter or of us.
    """
    if found := _ENHANCED.search(words[:60]):
        return found.group() in _DEAD_ADDRESS
    return code in (550, 551, 553) and not _ABOUT_US.search(words)


_ENHANCED: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_DEAD_ADDRESS: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_ABOUT_US: Final = re.compile(r"spam|block|polic|reput|denied|reject|blacklist|rbl|dmarc|spf|dkim", re.IGNORECASE)


def message_id(delivery_id: int, rotation: int, domain: str) -> str:
    """The Message-ID of a delivery: always the same one, and one that we know as ours when it comes back."""
    return f"<{signed.sign(_PURPOSE, f'd{delivery_id}-{rotation}-')}@{domain}>"


def delivery_of(message_id: str) -> tuple[int, int] | None:
    """(id, rotation) of the delivery that a Message-ID names; None for one that we never made."""
    said = signed.read(_PURPOSE, message_id.strip().strip("<>").partition("@")[0])
    found = re.fullmatch(r"d(\d{1,18})-(\d{1,9})-", said or "")
    return (int(found[1]), int(found[2])) if found else None


_PURPOSE: Final = "audience.message_id"

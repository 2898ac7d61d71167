"""What a report means: is the address dead, or only the moment wrong? Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dhara.audience.sending import rules as _door

DELIVERED, DEFERRED, SOFT, HARD, COMPLAINED, UNSUBSCRIBED = (
    _door.ARRIVED,
    "deferred",
    _door.SOFT,
    _door.HARD,
    "complained",
    "unsubscribed",
)


@dataclass(frozen=True)
class Report:
    """One thing that came back about one letter. `ids` are our own Message-IDs that were found in it, without domain.

    `status` is the enhanced code (RFC 3463) or "" where none was said.
    """

    kind: str
    recipient: str = ""
    status: str = ""
    detail: str = ""
    ids: tuple[str, ...] = ()


def kind_of_failure(status: str, words: str) -> str:
    """HARD where the address can never be reached, SOFT for full mailboxes, refused contents and all that may pass."""
    best = best_status(status, words)
    if best.startswith("4."):
        return SOFT
    if best and best not in _SAYS_NOTHING:
        return HARD if _door.is_hard(0, best) or (best in _AMBIGUOUS and bool(_NOBODY.search(words))) else SOFT
    if _PASSING.search(words):
        return SOFT
    return HARD if _NOBODY.search(words) else SOFT


def best_status(status: str, words: str) -> str:
    """The status, unless it says nothing and the server's own words hold a better one."""
    status = status if _STATUS.fullmatch(status) else ""
    if status and status not in _SAYS_NOTHING:
        return status
    said = [each for each in _STATUS.findall(words) if each not in _SAYS_NOTHING]
    return said[0] if said else status


def without_addresses(words: str) -> str:
    """What a server said, to be kept: its domain may be known, whose mailbox it was may not."""
    return _ADDRESS.sub(r"…@\1", " ".join(words.split()))[:500]


_STATUS: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_SAYS_NOTHING: Final = frozenset({"5.0.0", "4.0.0", "5.5.0", "2.0.0"})
# What Exchange and others say of mailboxes that are not there, and of much else.
_AMBIGUOUS: Final = frozenset({"5.4.1", "5.2.0", "5.1.0", "5.1.8", "5.7.1", "5.4.4", "5.4.310"})
_NOBODY: Final = re.compile(
    r"user (is )?unknown|unknown (user|recipient|mailbox)|no such (user|mailbox|recipient|address)|no mailbox here|"
    r"does ?n[o']t exist|not exist|invalid (recipient|mailbox|user)|recipient ?not ?found|address ?not ?found|"
    r"couldn.t be found|could not be found|unable to find|mailbox (is )?(unavailable|not found|disabled|inactive)|"
    r"account (is|has been) (disabled|inactive|closed)|doesn.t have an? .{0,30}account|unrouteable address|"
    r"no longer (valid|available|in use)|host or domain name not found|domain (does not exist|not found)|"
    r"couldn.t find any host|recipient address rejected: access denied|isn.t (accepting|valid)",
    re.IGNORECASE,
)
_PASSING: Final = re.compile(
    r"mailbox (is )?full|over ?quota|quota exceeded|storage|try again|temporar|timed? ?out|greylist|too many|"
    r"rate limit|spam|blocked|blacklist|block ?list|reputation|policy|dmarc|spf|dkim|"
    r"virus|content rejected|too large|size limit",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[^\s<>@\"'=;:,()]+@([A-Za-z0-9.-]+)")

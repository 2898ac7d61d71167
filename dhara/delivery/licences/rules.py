"""What keys look like, what may be done with them, and why not. Pure."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.delivery.grants import rules as grants
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

# The kind of offer that comes with a key.
LICENCE: Final = "licence"
ACTIVE, DISABLED = "active", "disabled"
LIFECYCLE = Lifecycle(
    name="licence",
    initial=ACTIVE,
    about="A key of a sold copy of a program. It is good only while its grant is active, too.",
    states={ACTIVE: _("active"), DISABLED: _("disabled")},
    moves=(
        Move(ACTIVE, DISABLED, ("person", "operator"), "the studio stops it, with a reason that the buyer sees"),
        Move(DISABLED, ACTIVE, ("person", "operator"), "the studio allows it again"),
    ),
)

PATTERN, LIST = "pattern", "list"
SOURCES: Final[dict[str, Any]] = {PATTERN: _("Made by Dhara"), LIST: _("From my own list")}
AT_PURCHASE, AT_ACTIVATION = "purchase", "activation"
STARTS: Final[dict[str, Any]] = {AT_PURCHASE: _("from the purchase"), AT_ACTIVATION: _("from the first activation")}

# Without 0 O 1 I L, which people mistake for each other. 31 is a prime: see `check_letter`.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
DEFAULT_PATTERN: Final = "XXXXX-XXXXX-XXXXX"
FEWEST_RANDOM: Final = 12
KEY_LENGTH: Final = 100
INSTANCE_LENGTH: Final = 120
NAME_LENGTH: Final = 80
MOST_COPIES: Final = 50
MOST_SEATS: Final = 100_000
MOST_DAYS: Final = 36_500
MOST_UPLOAD: Final = 10_000
REASON_LENGTH: Final = 300
LOW: Final = 10
SEEN_EVERY: Final = timedelta(hours=1)
_PATTERN: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


def new_key(pattern: str) -> str:
    """A key by the pattern: each X is a random letter, the last one a letter that checks the others."""
    blanks = pattern.count("X")
    letters = [secrets.choice(ALPHABET) for _each in range(blanks - 1)]
    filled = iter([*letters, check_letter(letters)])
    return "".join(next(filled) if letter == "X" else letter for letter in pattern)


def check_letter(letters: Iterable[str]) -> str:
    """Of a sum with weights modulo 31: any one wrong letter, and any two that changed places, give another."""
    total = sum((place % 30 + 1) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % len(ALPHABET)]


def fold(key: str) -> str:
    """A key as it is compared: people type it in small letters, and with or without its dashes."""
    plain = unicodedata.normalize("NFKC", key).upper()
    return "".join(letter for letter in plain if letter.isprintable() and letter not in " -_–—")[:KEY_LENGTH]


def clean_pattern(text: str) -> str:
    """Raises Invalid (`pattern`)."""
    pattern = clean_text(text).upper().replace(" ", "")
    if len(pattern) > 60 or not _PATTERN.fullmatch(pattern):
        message = _("Use capital letters, digits and dashes, such as APP-XXXXX-XXXXX-XXXXX.")
        raise Invalid("pattern_invalid", message, "pattern")
    if pattern.count("X") < FEWEST_RANDOM:
        message = _("Please use at least 12 times X: keys with fewer random letters can be guessed.")
        raise Invalid("pattern_short", message, "pattern")
    return pattern


def clean_keys(text: str) -> list[str]:
    """The keys of a pasted or uploaded list, one in each line (or first in a line of CSV). Raises Invalid (`keys`)."""
    lines = [
        clean_text(line.split(",")[0].split(";")[0].split("\t")[0].strip().strip('"')) for line in text.splitlines()
    ]
    keys = [line for line in lines if line and fold(line)]
    if not keys:
        raise Invalid("keys_missing", _("Please enter keys, one in each line."), "keys")
    if len(keys) > MOST_UPLOAD:
        raise Invalid("too_many_keys", _("At most 10,000 keys at once, please."), "keys")
    if any(not len(fold(key)) >= 4 or len(key) > KEY_LENGTH for key in keys):
        raise Invalid("key_length", _("A key has 4 to 100 letters. Please look at the list again."), "keys")
    return keys


def clean_reason(text: str) -> str:
    """Raises Invalid (`reason`)."""
    reason = clean_text(text, lines=True)
    if not reason:
        raise Invalid("reason_missing", _("Please give a reason. The buyer will read it."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."), "reason")
    return reason


def clean_number(value: int | None, most: int, field: str) -> int | None:
    if value is not None and not 1 <= value <= most:
        raise Invalid("number_invalid", _("Please enter a number from 1 on, or leave it empty."), field)
    return value


def expiry(days: int | None, starts: str, issued_at: datetime, started_at: datetime | None) -> datetime | None:
    """When a licence ends; None while it is not known, or never."""
    start = issued_at if starts == AT_PURCHASE else started_at
    return None if days is None or start is None else start + timedelta(days=days)


# --- what programs are told ------------------------------------------------------------------------------------------

OK, UNKNOWN, EXCHANGED = "ok", "unknown", "rotated"
REFUNDED, OVER, STOPPED, EXPIRED = "refunded", "access_over", "disabled", "expired"
OVER_CAP, NOT_ACTIVATED = "over_cap", "not_activated"
# Stable names for programs; the words are for people.
CODES: Final[dict[str, Any]] = {
    OK: _("This key is good."),
    UNKNOWN: _("We do not know this key."),
    EXCHANGED: _("This key was exchanged for another. Please use the new one."),
    REFUNDED: _("The purchase was refunded, so its key is no longer good."),
    OVER: _("The time for which this was bought is over."),
    STOPPED: _("The seller has stopped this key."),
    EXPIRED: _("The time of this key is over."),
    OVER_CAP: _("This key is in use on as many machines as it may be. Take one off first."),
    NOT_ACTIVATED: _("This key is not activated on this machine."),
}


@dataclass(frozen=True)
class Machine:
    instance: str
    name: str
    activated_at: datetime


@dataclass(frozen=True)
class Answer:
    """What verify, activate and deactivate say, always in this shape. Of an unknown key nothing else is known."""

    code: str
    offer_id: int
    tier: str = ""
    licence_id: int | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    seats: int | None = None
    used: int = 0
    machine: Machine | None = None

    @property
    def valid(self) -> bool:
        return self.code == OK


def standing(status: str, grant_status: str, expires_at: datetime | None, at: datetime) -> str:
    """What speaks against a known key, or OK. A refund counts before everything else."""
    if grant_status == grants.REVOKED:
        return REFUNDED
    if grant_status != grants.ACTIVE:
        return OVER
    if status != ACTIVE:
        return STOPPED
    return EXPIRED if expires_at is not None and expires_at <= at else OK

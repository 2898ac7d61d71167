"""What a campaign may say, ask for and cost. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dhara.kit.currency import CODES, Money
from dhara.kit.locale.languages import LANGS, in_language
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.proof import Field

MOST_TITLE, MOST_INSTRUCTIONS, MOST_REASONS, MOST_REASON = 120, 10_000, 10, 200
MOST_POSITIONS, MOST_MINUTES, MOST_PER_WORKER, MOST_REDUNDANCY = 1_000_000, 24 * 60, 1_000, 15
MOST_HOURLY, MOST_COUNTRIES, HIGHEST_LEVEL = 1_000_000, 60, 3
WHOLE_BP: Final = 10_000
PRESET: Final = "preset:"  # before the place of a campaign's reason, in what is kept of a rejection
# A field of the draft -> least, most.
BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "positions": (1, MOST_POSITIONS),
    "minutes": (1, MOST_MINUTES),
    "review_days": (1, 7),
    "per_worker": (1, MOST_PER_WORKER),
    "hourly": (0, MOST_HOURLY),
    "redundancy": (1, MOST_REDUNDANCY),
}
# Reasons that most campaigns need, kept as they stand here; the buyer may write others. Programs know them by these
# codes, which never change.
USUAL: Final[dict[str, str]] = {
    "not_shown": gettext_noop("The proof does not show that it was done"),
    "not_followed": gettext_noop("The instructions were not followed"),
    "wrong": gettext_noop("The answer is wrong"),
    "copied": gettext_noop("It was copied from somebody else"),
}
REASONS: Final = tuple(USUAL.values())


@dataclass(frozen=True)
class Draft:
    """A campaign as a buyer wants it; `reward` in minor units. See the model for the rest."""

    title: str
    instructions: str
    reward: int
    currency: str = "BDT"
    positions: int = 1
    example: str = ""
    fields: Sequence[Field] = ()
    reasons: Sequence[str] = ()
    minutes: int = 30
    review_days: int = 3
    countries: Sequence[str] = ()
    languages: Sequence[str] = ()
    level: int = 0
    per_worker: int = 1
    hourly: int = 0
    redundancy: int = 1
    original: bool = True


def clean(given: Draft) -> dict[str, Any]:
    """The columns of a campaign. Raises Invalid with the field."""
    title = _words(given.title, "title", MOST_TITLE)
    instructions = _words(given.instructions, "instructions", MOST_INSTRUCTIONS)
    example = clean_text(given.example, lines=True)
    if len(example) > MOST_INSTRUCTIONS:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), "example")
    if given.currency not in CODES:
        raise Invalid("currency_unknown", _("We do not know this currency."), "currency")
    if given.reward <= 0 or given.reward > 10**9:
        raise Invalid("reward_missing", _("Say what is paid for one task."), "reward")
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(given, name) <= most:
            words = _("Enter a number between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise Invalid("out_of_bounds", words, name)
    return {
        "title": title,
        "instructions": instructions,
        "example": example,
        "proof": [each.kept() for each in proof.clean_fields(given.fields)],
        "reasons": _reasons(given.reasons),
        "currency": given.currency,
        "reward": given.reward,
        "targeting": _targeting(given),
        "original": bool(given.original),
        **{name: getattr(given, name) for name in BOUNDS},
    }


def _words(given: str, name: str, most: int) -> str:
    text = clean_text(given, lines=name == "instructions")
    if len(text) < 3:
        raise Invalid("words_missing", _("Please fill this in, so that people know what to do."), name)
    if len(text) > most:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), name)
    return text


def _reasons(given: Sequence[str]) -> list[str]:
    texts = filter(None, (clean_text(each) for each in given))
    found = list(dict.fromkeys(_usual().get(each, each) for each in texts)) or list(REASONS)
    if len(found) > MOST_REASONS or any(len(each) > MOST_REASON for each in found):
        raise Invalid("reasons_many", _("At most ten reasons of 200 letters each."), "reasons")
    return found


@cache
def _usual() -> dict[str, str]:
    """The usual reasons by how they read in each language."""
    found: dict[str, str] = {}
    for language in LANGS:
        with in_language(language):
            found |= {_(each): each for each in REASONS}
    return found


def told(reason: str) -> str:
    """A reason as its reader reads it, with more lines below it or without: the usual ones are translated."""
    first, line, rest = reason.partition("\n")
    known = _usual().get(first)
    return f"{_(known)}{line}{rest}" if known else reason


def code_of(reason: str) -> str:
    """The code of a usual reason, in whichever language it was kept and with more lines below it; "" for others."""
    known = _usual().get(reason.partition("\n")[0])
    return next((code for code, words in USUAL.items() if words == known), "")


def _targeting(given: Draft) -> dict[str, Any]:
    countries = sorted({each.strip().upper() for each in given.countries if each.strip()})
    if len(countries) > MOST_COUNTRIES or any(len(each) != 2 or not each.isalpha() for each in countries):
        raise Invalid("country_unknown", _("Please choose countries of the list."), "countries")
    languages = sorted(set(given.languages))
    if not set(languages) <= set(LANGS):
        raise Invalid("language_unknown", _("Please choose one of the list."), "languages")
    if not 0 <= given.level <= HIGHEST_LEVEL:
        raise Invalid("level_unknown", _("Please choose one of the list."), "level")
    return {"countries": countries, "languages": languages, "level": given.level}


@dataclass(frozen=True)
class Estimate:
    """What a campaign will cost and take. `rewards` and `reserve` are paid in before it begins; their sum is `total`.

    Of each reward `fee` is the platform's, `net` the worker's. `reserve` is for rejections that are overturned when
    their slot was filled again; what is unused of it goes back. `hours` is None where nothing limits the speed.
    """

    positions: int
    rewards: Money
    reserve: Money
    total: Money
    fee: Money
    net: Money
    work: timedelta
    hours: int | None = None


def estimate(
    reward: int, currency: str, positions: int, minutes: int, hourly: int, policies: Mapping[str, int]
) -> Estimate:
    """`policies` are platform.fee_bp, platform.fee_minor and work.micro.reserve_bp. `work` is at most so long."""
    spare = -(-positions * int(policies["work.micro.reserve_bp"]) // WHOLE_BP)
    fee = min(
        Money(reward, currency).percent(int(policies["platform.fee_bp"])).minor + policies["platform.fee_minor"], reward
    )
    return Estimate(
        positions,
        Money(reward * positions, currency),
        Money(reward * spare, currency),
        Money(reward * (positions + spare), currency),
        Money(fee, currency),
        Money(reward - fee, currency),
        timedelta(minutes=minutes * positions),
        -(-positions // hourly) if hourly else None,
    )

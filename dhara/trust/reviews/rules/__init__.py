"""Who may say what of whom, and when: stars, marks, words; the lifecycles of an exchange and of a review. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.conversations.rules.scams import held_for as suspicious

BUYER, WORKER = "buyer", "worker"
SIDES: Final[dict[str, Any]] = {BUYER: gettext_lazy("the buyer"), WORKER: gettext_lazy("who does the work")}

OPEN, DONE, LAPSED = "open", "done", "lapsed"
SEALED, HELD, PUBLISHED, HIDDEN = "sealed", "held", "published", "hidden"

MOST_STARS: Final = 5
MOST_TEXT: Final = 2_000
MOST_ANSWER: Final = 1_000
# Who has not written is reminded so long before the time is over, or when half of it is gone.
REMIND_BEFORE: Final = timedelta(days=3)

# What is asked besides the stars, by the side that writes.
MARKS: Final[dict[str, dict[str, Any]]] = {
    BUYER: {
        "quality": gettext_lazy("Quality of the work"),
        "talk": gettext_lazy("Answers and friendliness"),
        "time": gettext_lazy("On time"),
    },
    WORKER: {
        "clear": gettext_lazy("Said clearly what was wanted"),
        "talk": gettext_lazy("Answers and friendliness"),
        "fair": gettext_lazy("Fair in judging the work"),
    },
}
REPORTS: Final[dict[str, Any]] = {
    "untrue": gettext_lazy("It is not true"),
    "abuse": gettext_lazy("Insults or threatens"),
    "private": gettext_lazy("Tells something private"),
    "pressed": gettext_lazy("It was bought or pressed for"),
    "other": gettext_lazy("Something else"),
}


def _left(exchange: Any) -> timedelta:
    left: timedelta = exchange.until - exchange.status_at
    return max(left, timedelta())


def _remind(exchange: Any) -> timedelta:
    left = _left(exchange)
    return left - min(REMIND_BEFORE, left / 2)


EXCHANGE = Lifecycle(
    name="exchange of reviews",
    initial=OPEN,
    about="The two sides of ended work say how it was; nobody reads the other's words before both are in.",
    states={
        OPEN: gettext_lazy("waiting for reviews"),
        DONE: gettext_lazy("published"),
        LAPSED: gettext_lazy("nobody wrote"),
    },
    moves=(
        Move(OPEN, DONE, ("person", "guest", "system"), "both have written, or the time is over and one has"),
        Move(OPEN, LAPSED, ("system",), "the time is over and nobody has written"),
    ),
    timers=(
        Timer(
            OPEN,
            "remind",
            _remind,
            "dhara.trust.reviews.actions:remind",
            "three days before the time is over → who has not written is reminded",
        ),
        Timer(
            OPEN,
            "time_up",
            _left,
            "dhara.trust.reviews.actions:time_up",
            "after the policy review.days → what was written is published",
        ),
    ),
)

REVIEW = Lifecycle(
    name="review",
    initial=SEALED,
    about="What one side of ended work says of the other.",
    states={
        SEALED: gettext_lazy("written, not yet shown"),
        HELD: gettext_lazy("waits for the operator"),
        PUBLISHED: gettext_lazy("published"),
        HIDDEN: gettext_lazy("hidden"),
    },
    moves=(
        Move(SEALED, HELD, ("person", "guest", "system"), "its text asks for money or leads elsewhere"),
        Move(SEALED, PUBLISHED, ("person", "guest", "system"), "both are in, or the time is over"),
        Move(HELD, SEALED, ("operator",), "it is harmless, and the other side has still time"),
        Move(HELD, PUBLISHED, ("operator",), "it is harmless"),
        Move(HELD, HIDDEN, ("operator",), "it breaks the rules, with a reason"),
        Move(PUBLISHED, HIDDEN, ("operator",), "it breaks the rules, with a reason; the numbers are counted again"),
        Move(HIDDEN, PUBLISHED, ("operator",), "it was hidden by mistake"),
    ),
)


def reads(side: str) -> str:
    """The side that a review by `side` is about."""
    return WORKER if side == BUYER else BUYER


def clean_stars(stars: int) -> int:
    """Raises Invalid on `stars`."""
    if not 1 <= stars <= MOST_STARS:
        raise Invalid("stars_missing", _("Please choose between one and five stars."), "stars")
    return stars


def clean_marks(side: str, marks: Mapping[str, int]) -> dict[str, int]:
    """Those that were given, in the order in which they are asked. Raises Invalid on `marks`."""
    if not marks.keys() <= MARKS[side].keys() or not all(1 <= each <= MOST_STARS for each in marks.values()):
        raise Invalid("marks_wrong", _("Please choose between one and five for each."), "marks")
    return {name: marks[name] for name in MARKS[side] if name in marks}


def clean_words(text: str, *, most: int = MOST_TEXT, field: str = "text") -> str:
    """Raises Invalid where it is too long; far too long is refused before it is cleaned."""
    text = clean_text(text, lines=True) if len(text) <= 4 * most else text
    if len(text) > most:
        raise Invalid("text_long", _("Please keep the text below %(most)s letters.") % {"most": most}, field)
    return text


def held_for(text: str) -> list[str]:
    """Codes of conversations.rules.HELD. Everybody reads a review, so it is judged like words between strangers."""
    return suspicious(text, agreed=False)


def may_answer_until(published_at: datetime) -> datetime:
    """An answer is written while people still remember."""
    return published_at + ANSWER_WITHIN


ANSWER_WITHIN: Final = timedelta(days=60)

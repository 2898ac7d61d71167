"""The lifecycle of a job, its choices and limits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.catalog.search.rules import query, vector_of, words
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.slugs import slugify
from dhara.kit.locale.text import clean_text, search_key
from dhara.kit.refusal import Invalid
from dhara.kit.signed import read, sign

DRAFT, HELD, OPEN, HIRED, CLOSED = "draft", "held", "open", "hired", "closed"
FIXED, HOURLY = "fixed", "hourly"
PAY: Final[dict[str, Any]] = {FIXED: _("a fixed price"), HOURLY: _("by the hour")}
LEVELS: Final[dict[str, Any]] = {"new": _("beginner"), "skilled": _("skilled"), "expert": _("expert")}
LENGTHS: Final[dict[str, Any]] = {
    "days": _("a few days"),
    "weeks": _("a few weeks"),
    "months": _("some months"),
    "long": _("half a year or longer"),
}
LANGUAGES: Final[dict[str, Any]] = {"bn": _("Bengali"), "en": _("English")}
MOST_SKILLS, MOST_QUESTIONS, MOST_FILES, MOST_PEOPLE = 10, 5, 10, 50
MOST_TITLE, LEAST_TITLE, MOST_DESCRIPTION, LEAST_DESCRIPTION, MOST_QUESTION = 120, 8, 10_000, 40, 300
MOST_BUDGET: Final = 10**12
MOST_WEEKLY_HOURS: Final = 80
PAGE: Final = 20
# So many of the newest are looked through before the index is asked.
WINDOW: Final = 1_000
# How long before it is closed the owner of an idle job is warned.
WARNING: Final = timedelta(days=3)


def next_look(job: Any) -> datetime:
    """When an open job is looked at: to warn its owner, then to close it."""
    moment: datetime = job.idle_at if job.warned_at else job.idle_at - WARNING
    return moment


LIFECYCLE = Lifecycle(
    name="job",
    initial=DRAFT,
    about="Work that is wanted, for all who look for some.",
    states={
        DRAFT: _("draft"),
        HELD: _("being looked at"),
        OPEN: _("open"),
        HIRED: _("somebody was hired"),
        CLOSED: _("closed"),
    },
    moves=(
        Move(DRAFT, OPEN, ("person",), "the buyer posts it"),
        Move(DRAFT, HELD, ("person",), "its text asks workers for money or to go elsewhere"),
        Move(HELD, OPEN, ("operator",), "the operator finds nothing wrong with it"),
        Move(HELD, DRAFT, ("person",), "the buyer changes the text"),
        Move(HELD, CLOSED, ("operator",), "the operator refuses it, with a reason"),
        Move(OPEN, HELD, ("operator", "person"), "somebody reported it, or its text was changed"),
        Move(OPEN, HIRED, ("person", "system"), "an agreement was made, and no more people are wanted"),
        Move(OPEN, CLOSED, ("person", "operator", "system"), "the buyer closes it, or nobody touched it for too long"),
        Move(HIRED, OPEN, ("person",), "the buyer looks for another one"),
        Move(CLOSED, OPEN, ("person",), "the buyer opens it again"),
    ),
    timers=(
        Timer(
            OPEN,
            "idle",
            lambda job: max(next_look(job) - job.status_at, timedelta()),
            "dhara.work.jobs.actions:look_at_idle",
            "after the policy work.job_idle_days without anything → a warning, then closed",
        ),
    ),
)


@dataclass(frozen=True)
class Question:
    """What who applies is asked; `key` names it in their answers."""

    key: str
    words: str
    needed: bool = False

    def kept(self) -> dict[str, Any]:
        return {"key": self.key, "words": self.words, "needed": self.needed}


@dataclass(frozen=True)
class Wanted:
    """A job as its owner describes it, checked.

    Budgets are minor units of `currency`, of the whole or of an hour; 0 says nothing. So it does for `weekly_hours`.
    """

    title: str
    description: str
    currency: str
    language: str
    pay: str = FIXED
    budget_least: int = 0
    budget_most: int = 0
    weekly_hours: int = 0
    level: str = ""
    length: str = ""
    wanted: int = 1
    questions: tuple[Question, ...] = ()
    skills: tuple[int, ...] = ()
    by_invitation: bool = False

    def texts(self) -> str:
        """All that workers read of it."""
        return "\n".join([self.title, self.description, *(each.words for each in self.questions)])


def clean(given: Wanted) -> Wanted:
    """The same, fit for storing. Raises Invalid with the field."""
    title, description = clean_text(given.title), clean_text(given.description, lines=True)
    if not LEAST_TITLE <= len(title) <= MOST_TITLE:
        raise _wrong("title", _("Say in a few words what is to be done."))
    if not LEAST_DESCRIPTION <= len(description) <= MOST_DESCRIPTION:
        raise _wrong("description", _("Describe the work in a few sentences: what there is, and what is to come."))
    _check_choices(given)
    _check_budget(given.budget_least, given.budget_most)
    if not 0 <= given.weekly_hours <= MOST_WEEKLY_HOURS:
        raise _wrong("weekly_hours", _("At most %(most)s hours a week.") % {"most": MOST_WEEKLY_HOURS})
    if not 1 <= given.wanted <= MOST_PEOPLE:
        raise _wrong("wanted", _("Between 1 and %(most)s people.") % {"most": MOST_PEOPLE})
    if len(set(given.skills)) > MOST_SKILLS:
        raise _wrong("skills", _("At most %(most)s skills, so that the right people find it.") % {"most": MOST_SKILLS})
    questions = _questions(given.questions)
    return Wanted(
        **{
            **given.__dict__,
            "title": title,
            "description": description,
            "questions": questions,
            "skills": tuple(dict.fromkeys(given.skills)),
            "weekly_hours": given.weekly_hours if given.pay == HOURLY else 0,
        }
    )


def _check_choices(given: Wanted) -> None:
    for name, value, known in (
        ("level", given.level, LEVELS),
        ("length", given.length, LENGTHS),
        ("language", given.language, LANGUAGES),
        ("pay", given.pay, PAY),
    ):
        if value not in known and (value or name in ("language", "pay")):
            raise _wrong(name, _("Please choose from the list."))


def _check_budget(least: int, most: int) -> None:
    if not 0 <= least <= MOST_BUDGET or not 0 <= most <= MOST_BUDGET:
        raise _wrong("budget_most", _("This amount can not be right."))
    if least and most and least > most:
        raise _wrong("budget_most", _("The upper amount is smaller than the lower one."))


def _questions(given: Sequence[Question]) -> tuple[Question, ...]:
    kept = []
    for number, each in enumerate(given, start=1):
        said = clean_text(each.words)
        if len(said) > MOST_QUESTION:
            raise _wrong("questions", _("Please keep each question below %(most)s letters.") % {"most": MOST_QUESTION})
        if said:
            kept.append(Question(f"q{number}", said, each.needed))
    if len(kept) > MOST_QUESTIONS:
        raise _wrong("questions", _("At most %(most)s questions.") % {"most": MOST_QUESTIONS})
    return tuple(kept)


def _wrong(name: str, message: Any) -> Invalid:
    return Invalid(f"{name}_wrong", message, name)


def new_slug(title: str) -> str:
    return f"{slugify(title)[:60].strip('-') or 'job'}-{secrets.token_hex(4)}"


# What the index holds besides words: marks that no word can contain, so that one look-up answers words and filters.
def _mark(name: str, value: Any) -> str:
    return f"#{name}{value}"


def vector(wanted: Wanted, skills: Sequence[tuple[int, str, str]]) -> str:
    """The `tsvector` literal of a job; `skills` are (id, name in English, name in Bengali)."""
    named = " ".join([wanted.title, *(f"{english} {bengali}" for _id, english, bengali in skills)])
    marks = [_mark("s", each[0]) for each in skills]
    marks += [_mark("g", wanted.language), *([_mark("l", wanted.level)] if wanted.level else [])]
    texts = [search_key(named).split(), search_key(wanted.description).split()]
    return " ".join([vector_of(texts), *(f"'{mark}'" for mark in marks)])


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `least` is what they want to be paid at least, minor units of `currency`."""

    text: str = ""
    skills: tuple[int, ...] = ()
    level: str = ""
    language: str = ""
    currency: str = ""
    least: int = 0

    def kept(self) -> dict[str, Any]:
        """For a saved search; `asked_of` reads it again."""
        given = {**self.__dict__, "skills": list(self.skills)}
        return {name: value for name, value in given.items() if value}

    def wanted(self) -> str | None:
        """The `tsquery` literal; "" for everything, None where nothing typed can be a word."""
        typed = words(self.text)
        if self.text.strip() and not typed:
            return None
        marks = [_mark("s", each) for each in self.skills]
        marks += [_mark("l", self.level)] if self.level in LEVELS else []
        marks += [_mark("g", self.language)] if self.language in LANGUAGES else []
        return " & ".join([*(f"'{mark}'" for mark in marks), *([query(typed)] if typed else [])])


_STOPS: Final = "dhara.jobs.stop"


def stop_token(search_id: int) -> str:
    """Ends the letters about a search; it never expires."""
    return sign(_STOPS, f"{search_id:x}-")


def read_stop_token(token: str) -> int | None:
    """The search; None for what we never wrote."""
    said = read(_STOPS, token)
    return None if said is None else int(said.removesuffix("-"), 16)


def asked_of(kept: Mapping[str, Any]) -> Asked:
    """Of what was kept, or came in an address: unknown and senseless values ask for nothing."""

    def text(name: str, most: int) -> str:
        return str(kept.get(name) or "")[:most]

    skills = tuple(int(each) for each in list(kept.get("skills") or [])[:MOST_SKILLS] if str(each).isdecimal())
    least = kept.get("least")
    known = isinstance(least, int) and 0 < least <= MOST_BUDGET
    return Asked(
        text=text("text", 200),
        skills=skills,
        level=text("level", 8),
        language=text("language", 5),
        currency=text("currency", 3).upper(),
        least=least if known and least else 0,
    )

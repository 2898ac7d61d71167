"""What a package, an extra and a question look like. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.catalog.kinds import Added
from dhara.catalog.prices.rules import check_amount
from dhara.kit.currency import CODES
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, Refused

GIG: Final = "gig"
MOST_PACKAGES: Final = 3
MOST_DAYS, MOST_REVISIONS, MOST_QUESTIONS, MOST_CHOICES, MOST_FAQ = 90, 20, 20, 30, 20
MOST_QUESTION, MOST_ANSWER = 300, 5_000
MOST_EXTRAS, MOST_TITLE, MOST_ABOUT = 10, 80, 300
MOST_LINES, LINE_LENGTH = 12, 120  # of what a package includes
MOST_QUEUE, MOST_FAQ_WORDS, MOST_FAQ_ANSWER = 1_000, 200, 2_000

TEXT, CHOICE, MANY, FILE = "text", "choice", "many", "file"
SORTS: Final[dict[str, Any]] = {
    TEXT: gettext_lazy("in words"),
    CHOICE: gettext_lazy("one of several"),
    MANY: gettext_lazy("some of several"),
    FILE: gettext_lazy("a file"),
}


@dataclass(frozen=True)
class Promise:
    """What a package promises: delivered within `days`, changed `revisions` times (None: as often as one likes)."""

    days: int
    revisions: int | None = None
    scope: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What the worker needs to know. `key` stays when the words change, so that answers keep their question."""

    key: str
    words: str
    sort: str = TEXT
    needed: bool = True
    choices: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "words": self.words,
            "sort": self.sort,
            "needed": self.needed,
            "choices": list(self.choices),
        }


def read(kept: Sequence[Mapping[str, Any]]) -> list[Question]:
    return [Question(q["key"], q["words"], q["sort"], q["needed"], tuple(q["choices"])) for q in kept]


def clean_questions(given: Sequence[Question]) -> list[Question]:
    """Raises Invalid with the field `question_<n>`."""
    if len(given) > MOST_QUESTIONS:
        raise Invalid("questions_many", _("At most %(most)s questions.") % {"most": MOST_QUESTIONS})
    if len({question.key for question in given}) != len(given):
        raise Invalid("question_twice", _("Two questions have the same key."))
    return [_question(question, f"question_{place}") for place, question in enumerate(given)]


def _question(given: Question, field: str) -> Question:
    words = clean_text(given.words)
    choices = tuple(dict.fromkeys(filter(None, (clean_text(each) for each in given.choices))))
    if given.sort not in SORTS:
        raise Invalid("question_sort", _("Choose how the question is answered."), field)
    if not words or len(words) > MOST_QUESTION:
        raise Invalid(
            "question_words", _("Write the question in at most %(most)s letters.") % {"most": MOST_QUESTION}, field
        )
    if given.sort in (CHOICE, MANY) and not 2 <= len(choices) <= MOST_CHOICES:
        raise Invalid("question_choices", _("Give two answers or more to choose from."), field)
    return Question(given.key, words, given.sort, given.needed, choices if given.sort in (CHOICE, MANY) else ())


def clean_answers(
    questions: Sequence[Question], answers: Mapping[str, Any], files: Mapping[str, int]
) -> dict[str, Any]:
    """What the buyer said, by the questions' keys; `files` are how many files each question got.

    Raises Invalid with the field `answer_<key>`.
    """
    kept: dict[str, Any] = {}
    for question in questions:
        field, said = f"answer_{question.key}", answers.get(question.key)
        value = _answer(question, said, field)
        there = files.get(question.key, 0) if question.sort == FILE else value
        if question.needed and not there:
            raise Invalid("answer_missing", _("Please answer this: without it the work can not begin."), field)
        if value:
            kept[question.key] = value
    return kept


def _answer(question: Question, said: Any, field: str) -> Any:
    """What anybody may send, as what the question wants. Bytes before letters: what is far too long is not cleaned."""
    if question.sort == FILE:
        return None
    if question.sort == MANY:
        chosen = [said] if isinstance(said, str) else said if isinstance(said, list | tuple) else []
        if any(each not in question.choices for each in filter(None, chosen)):
            raise Invalid("answer_unknown", _("Choose from the answers that are there."), field)
        return [each for each in question.choices if each in chosen]
    given = said if isinstance(said, str) else str(said) if isinstance(said, int | float) else ""
    text = clean_text(given, lines=True) if len(given) <= 4 * MOST_ANSWER else given
    if question.sort == CHOICE and text and text not in question.choices:
        raise Invalid("answer_unknown", _("Choose from the answers that are there."), field)
    if len(text) > MOST_ANSWER:
        raise Invalid("answer_long", _("Please keep it below %(most)s letters.") % {"most": MOST_ANSWER}, field)
    return text


def stamp(kept: Any) -> str:
    """Names what is stored, so that somebody who changes it can say what they saw of it."""
    return sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()[:16]


def check_package(days: int, revisions: int | None) -> None:
    """Raises Invalid with the field."""
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("package_days", _("Between 1 and %(most)s days.") % {"most": MOST_DAYS}, "days")
    if revisions is not None and not 0 <= revisions <= MOST_REVISIONS:
        words = _("Between none and %(most)s revisions, or as many as the buyer likes.")
        raise Invalid("package_revisions", words % {"most": MOST_REVISIONS}, "revisions")


@dataclass(frozen=True)
class Extra:
    """What a buyer may add to a package. `prices` are minor units by currency; it is offered where it has one.

    `key` stays when the words change: carts and orders name it. `days` come on top of the package's.
    """

    key: str
    title: str
    about: str = ""
    days: int = 0
    prices: Mapping[str, int] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "title": self.title,
            "about": self.about,
            "days": self.days,
            "prices": dict(self.prices),
        }


def read_extras(kept: Sequence[Mapping[str, Any]]) -> list[Extra]:
    return [Extra(e["key"], e["title"], e["about"], e["days"], dict(e["prices"])) for e in kept]


def clean_extras(given: Sequence[Extra]) -> list[Extra]:
    """Raises Invalid with the field `extra_<n>`."""
    if len(given) > MOST_EXTRAS:
        raise Invalid("extras_many", _("At most %(most)s extras.") % {"most": MOST_EXTRAS}, "extras")
    if len({extra.key for extra in given}) != len(given) or not all(extra.key for extra in given):
        raise Invalid("extra_twice", _("Two extras have the same key."), "extras")
    return [_extra(extra, f"extra_{place}") for place, extra in enumerate(given)]


def _extra(given: Extra, name: str) -> Extra:
    title, about = clean_text(given.title), clean_text(given.about, lines=True)
    if not title or len(title) > MOST_TITLE:
        words = _("Name the extra in at most %(most)s letters.")
        raise Invalid("extra_title", words % {"most": MOST_TITLE}, name)
    if len(about) > MOST_ABOUT:
        raise Invalid("extra_about", _("Please keep it below %(most)s letters.") % {"most": MOST_ABOUT}, name)
    if not 0 <= given.days <= MOST_DAYS:
        raise Invalid("extra_days", _("Between no day more and %(most)s.") % {"most": MOST_DAYS}, name)
    if not given.prices or not given.prices.keys() <= set(CODES):
        raise Invalid("extra_price", _("Say what the extra costs; what is free stands in the package."), name)
    for currency, amount in given.prices.items():
        check_amount(amount, currency, name)
    return Extra(given.key, title, about, given.days, dict(given.prices))


def clean_choice(extras: Sequence[Extra], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The extras that a buyer ticked, in the gig's order, each once. Raises Invalid with the field `extras`."""
    said = answers.get("extras") or []
    ticked = {said} if isinstance(said, str) else set(said) if isinstance(said, list | tuple) else set()
    kept = [extra.key for extra in extras if extra.key in ticked]
    if len(kept) != len(ticked):
        raise Invalid("extra_gone", str(_gone().message), "extras")
    return {"extras": kept} if kept else {}


def chosen(extras: Sequence[Extra], answers: Mapping[str, Any], currency: str) -> list[Added] | Refused:
    """What they cost today in this currency; a refusal where one is gone, or not sold in it."""
    known = {extra.key: extra for extra in extras}
    found: list[Added] = []
    for key in answers.get("extras", ()):
        extra = known.get(key)
        if extra is None:
            return _gone()
        if currency not in extra.prices:
            words = _("The extra “%(title)s” is not sold in %(currency)s.")
            return Refused("extra_currency", words % {"title": extra.title, "currency": currency}, "extras")
        terms = {"key": extra.key, "about": extra.about, "days": extra.days}
        found.append(Added(extra.title, extra.prices[currency], terms))
    return found


def _gone() -> Refused:
    words = _("An extra that you chose is not offered any more. Please choose again.")
    return Refused("extra_gone", words, "extras")


def booked_up(title: str) -> Refused:
    words = _("“%(title)s” is fully booked at the moment. Ask the seller when there is room again.")
    return Refused("queue_full", words % {"title": title})

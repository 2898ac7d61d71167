"""What is typed for a step: read from the request, kept for the page when it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from dhara.delivery.gigs import rules as gigs
from dhara.kit.refusal import Invalid
from dhara.web.work.handed import DELIVERY, Basket
from dhara.web.work.seats import Seat
from dhara.work.engagements.rules import Step


@dataclass(frozen=True)
class Asked:
    """A question with what was typed; `choices` are (words, chosen)."""

    question: gigs.Question
    name: str
    value: str
    choices: list[tuple[str, bool]]
    error: str = ""
    kept: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def sort(self) -> str:
        return self.question.sort


def questions(seat: Seat) -> list[gigs.Question]:
    return gigs.read(seat.engagement.terms.get("questions", ()))


def asked(
    seat: Seat, request: HttpRequest, wrong: str = "", words: str = "", basket: Basket | None = None
) -> list[Asked]:
    """The questions for the page; `wrong` is the field that was refused, with why. The basket's files are kept."""
    found = []
    for question in questions(seat):
        name = f"answer_{question.key}"
        given = request.POST.getlist(name)
        chosen = [(each, each in given) for each in question.choices]
        error = words if name == wrong else ""
        kept = basket.kept(name) if basket else []
        found.append(Asked(question, name, given[0] if given else "", chosen, error, kept))
    return found


def answers(seat: Seat, request: HttpRequest) -> dict[str, Any]:
    """What was answered, by the questions' keys, as `clean_answers` takes it."""
    said: dict[str, Any] = {}
    for question in questions(seat):
        given = request.POST.getlist(f"answer_{question.key}")
        said[question.key] = given if question.sort == gigs.MANY else given[0] if given else ""
    return said


def fill(basket: Basket, step: Step, request: HttpRequest) -> None:
    """Take the files of the step's form in. Raises Refused, with the question's field where it is one's."""
    if step.verb != "require":
        basket.add(request, DELIVERY, at_once=bool(request.POST.get("at_once")))
        return
    for question in questions(basket.seat):
        if question.sort == gigs.FILE:
            name = f"answer_{question.key}"
            try:
                basket.add(request, name, question=question.key)
            except Invalid as refusal:
                refusal.field = name
                raise


def seen(request: HttpRequest, name: str = "seen") -> int | None:
    """The version of the unit that the form was made for, or another number that its page showed."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def typed(request: HttpRequest) -> str:
    """All words of a form, to be shown again where the form itself is no more."""
    skipped = {"csrfmiddlewaretoken", "seen", "fell", "days"}
    return "\n\n".join(
        text for name, values in request.POST.lists() if name not in skipped for text in values if str(text).strip()
    )

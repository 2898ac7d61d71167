"""A studio's own page: what is said of it, its numbers, and how far it is to the next level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import current
from dhara.trust.models import Reputation
from dhara.trust.reviews import queries
from dhara.trust.reviews.rules import BUYER, MARKS
from dhara.trust.reviews.rules.levels import ASKED, LEVELS, TOP, Level
from dhara.web.reviews.views import public
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.secrecy import private

LABELS: Final[dict[str, Any]] = {
    "done": _("Work that was accepted"),
    "reviews": _("Reviews of buyers"),
    "score": _("Score"),
    "success": _("Sure rate of success"),
}


@dataclass(frozen=True)
class Step:
    """One threshold of a level; `part` in percent of the way."""

    label: Any
    have: str
    wanted: str
    part: int
    reached: bool


@require_safe
@member("see_studio")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """For all members: reviews are public, and so are the numbers."""
    numbers = queries.of_studio(desk.studio.pk) or Reputation(studio=desk.studio, counted_at=clock.now())
    goal = _goal(numbers)
    found = queries.about_studio(desk.studio.pk).select_related("studio", "exchange")
    context = {
        "numbers": numbers,
        "level": LEVELS[numbers.level],
        "goal": goal,
        "steps": [_step(name, goal, numbers) for name in ASKED] if goal else [],
        "marks": [(label, numbers.marks[name]) for name, label in MARKS[BUYER].items() if name in numbers.marks],
        "page": queries.page(found, after=public.number(request.GET.get("after", ""))),
    }
    return render(request, "reviews/desk.html", frame(desk, "work", **context))


def _goal(numbers: Reputation) -> Level | None:
    """The level in danger, else the next one; None at the top."""
    if numbers.falls_at:
        return LEVELS[numbers.level]
    return LEVELS[numbers.level + 1] if numbers.level < TOP else None


def _step(name: str, goal: Level, numbers: Reputation) -> Step:
    have, wanted = getattr(numbers, name), getattr(goal, name)
    part = min(100, 100 * have // wanted) if wanted else 100
    return Step(LABELS[name], _shown(name, have), _shown(name, wanted), part, have >= wanted)


def _shown(name: str, value: int) -> str:
    if name == "score":
        return in_script(f"{value / 100:.1f}", current())
    if name == "success":
        return in_script(f"{value / 100:.0f} %", current())
    return number(value, current())

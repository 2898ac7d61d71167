"""The doctor's page: every examination of `dhara doctor`, made when it is asked for; the last result is kept a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.insights.health.queries import EXAMINATIONS
from dhara.insights.health.rules import Finding
from dhara.kit import clock
from dhara.kit.locale.languages import current

SECTIONS: Final = {
    "database": gettext_lazy("The database"),
    "jobs": gettext_lazy("Background jobs"),
    "books": gettext_lazy("The books"),
    "work": gettext_lazy("Paid work"),
    "gateways": gettext_lazy("The gateways"),
}
_DAY: Final = 24 * 3600


# What the console puts around each of its pages.
Frame = Callable[[HttpRequest], dict[str, Any]]


@dataclass(frozen=True)
class Report:
    at: datetime
    sections: dict[str, list[Finding]]

    @property
    def wrong(self) -> int:
        return sum(not finding.ok for found in self.sections.values() for finding in found)


def doctor(request: HttpRequest, *, frame: Callable[[HttpRequest], dict[str, Any]]) -> HttpResponse:
    """POST examines, which takes a while in large books; GET shows what was found last. `frame` is the console's."""
    if request.method == "POST":
        examine()
        return HttpResponseRedirect(request.path)
    report = last() or examine()
    sections = [(SECTIONS.get(name, name), found) for name, found in report.sections.items()]
    context = {**frame(request), "title": _("Doctor"), "report": report, "sections": sections}
    return render(request, "operator/doctor.html", context)


def last() -> Report | None:
    """What was found last, in the reader's language; None where nobody looked for a day."""
    found: Report | None = cache.get(_key())
    return found


def examine() -> Report:
    report = Report(clock.now(), {name: list(look()) for name, look in EXAMINATIONS.items()})
    cache.set(_key(), report, _DAY)
    return report


def _key() -> str:
    return f"operator.doctor:{current()}"

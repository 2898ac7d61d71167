"""Files of paid work in forms and on pages: what is handed in, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from dhara.web.ui.downloads import icon_of
from dhara.web.work.seats import Seat
from dhara.work.handins import queries
from dhara.work.handins.actions import take
from dhara.work.handins.queries import Shown
from dhara.work.models import SubmittedFile


@dataclass(frozen=True)
class Row:
    """A file in the story. `url` fetches it, `picture` shows the marked one; each empty where there is none."""

    file: Shown
    icon: str
    url: str
    picture: str


@dataclass
class Basket:
    """Files that came with a form, by its fields. They stay at hand when the form is refused."""

    seat: Seat
    at: datetime
    taken: dict[str, list[SubmittedFile]] = field(default_factory=dict)

    def add(self, request: HttpRequest, name: str, *, question: str = "", at_once: bool = False) -> None:
        """What came in a field: with the form itself, in pieces before, or with an earlier try. Raises Refused."""
        given: list[Any] = [*request.POST.getlist(f"{name}-kept"), *request.FILES.getlist(name)]
        if name == DELIVERY:
            given += request.POST.getlist("upload")
        if given:
            by = self.seat.by
            self.taken[name] = take(self.seat.unit, given, by=by, at=self.at, question=question, at_once=at_once)

    def all(self) -> list[SubmittedFile]:
        return [each for files in self.taken.values() for each in files]

    def kept(self, name: str) -> list[tuple[str, str, int]]:
        """For the form again: (token, name, bytes)."""
        return queries.waiting(self.taken.get(name, ()), self.seat.unit, self.at)


# The field of a delivery's files; a question's is `answer_<key>`.
DELIVERY = "file"


def rows(seat: Seat) -> dict[int, list[Row]]:
    """The files of each submission by its id: one query."""
    found = queries.files_of(seat.unit, seat.side)
    return {submission: [_row(seat, each) for each in files] for submission, files in found.items()}


def _row(seat: Seat, shown: Shown) -> Row:
    address = f"{seat.base}files/{shown.id}/"
    url = address if shown.opens == "original" else ""
    return Row(shown, icon_of(shown.name), url, f"{address}preview/" if shown.drawn else "")

"""Files that one side shows: they stay at hand when the form is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from dhara.trust.disputes.actions import take
from dhara.trust.models import StatementFile
from dhara.web.disputes.seats import Seat
from dhara.work.handins.queries import waiting

FIELD: Final = "file"


@dataclass
class Basket:
    """What came with a form, or with an earlier try of it."""

    seat: Seat
    at: datetime
    files: list[StatementFile] = field(default_factory=list)

    def fill(self, request: HttpRequest) -> None:
        """Before anything else of the form is looked at, so that no file is sent twice. Raises Refused."""
        given: list[Any] = [*request.POST.getlist(f"{FIELD}-kept"), *request.FILES.getlist(FIELD)]
        if given:
            self.files = take(self.seat.unit, given, by=self.seat.by, at=self.at)

    def kept(self) -> list[tuple[str, str, int]]:
        """For the form again: (token, name, bytes)."""
        return waiting(self.files, self.seat.unit, self.at)

"""What of a studio's money comes from paid work: which work a movement is about, what is still set aside for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Sum

from dhara.kit.currency import Money
from dhara.money.ledger.queries import StatementLine
from dhara.work.engagements.queries import title
from dhara.work.engagements.rules import MODES
from dhara.work.models import Unit

_OF_WORK: Final = re.compile(r"unit:(\d{1,18})(?:$|:)")


@dataclass(frozen=True)
class Done:
    title: str
    url: str


def of_lines(studio_id: int, lines: Sequence[StatementLine]) -> dict[int, Done]:
    """By the lines' `leg_id`, those that are about work of the studio: one query, none where there is none."""
    about = {}
    for line in lines:
        found = _OF_WORK.match(line.subject) or _OF_WORK.match(line.key)
        if found and not line.subject.startswith("order:"):
            about[line.leg_id] = int(found[1])
    if not about:
        return {}
    units = Unit.objects.filter(worker_id=studio_id, pk__in=set(about.values())).select_related("engagement", "worker")
    known = {unit.pk: Done(title(unit), _page(unit)) for unit in units}
    return {leg: known[unit] for leg, unit in about.items() if unit in known}


def _page(unit: Unit) -> str:
    if not MODES[unit.mode].pooled:
        return f"/work/{unit.engagement_id}/"
    assert unit.worker is not None
    return f"/studio/{unit.worker.handle}/tasks/{unit.pk}/"


def set_aside(studio_id: int, currency: str) -> Money:
    """What buyers have set aside for work that the studio has agreed to do, before fees that are not taken yet."""
    held = Unit.objects.filter(worker_id=studio_id, hold__isnull=False, engagement__currency=currency)
    left = held.aggregate(sum=Sum(F("amount") - F("paid") - F("returned")))["sum"] or 0
    return Money(left, currency)

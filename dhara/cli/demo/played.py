"""One order of a gig with both of its sides, as the demo world plays it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dhara.kit.actor import Actor
from dhara.work.engagements import actions as work
from dhara.work.models import Unit


@dataclass(frozen=True)
class Played:
    """`plan` is the gig and `how` the order of gigs.toml; `began` is when it was paid."""

    plan: dict[str, Any]
    how: dict[str, Any]
    unit: Unit
    seller: Actor
    buyer: Actor
    began: datetime

    def take(self, verb: str, days: float, text: str = "", **more: Any) -> None:
        by = self.seller if verb == "deliver" else self.buyer
        work.act(self.unit.pk, verb, by=by, at=self.after(days), text=text, **more)

    def after(self, days: float) -> datetime:
        return self.began + timedelta(days=days)

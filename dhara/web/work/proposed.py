"""Other terms that one side proposes: the card in the room, and the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.digits import in_script
from dhara.web.work import parts
from dhara.web.work.parts import Part
from dhara.web.work.seats import Seat
from dhara.web.work.told import buyer_name
from dhara.web.work.words import span
from dhara.work.changes import queries, rules
from dhara.work.changes.rules import Line, Wanted
from dhara.work.engagements.rules import BUYER
from dhara.work.models import Change

FRESH: Final = 2


@dataclass(frozen=True)
class Proposed:
    """What stands now and what should. `answers` is whether this side can agree or say no."""

    change: Change
    title: str
    waits: str
    about: str
    lines: Sequence[Line]
    fell: int
    note: str
    answers: bool
    withdraws: bool


def proposed(seat: Seat, at: datetime) -> Proposed | None:
    """The proposal that waits for an answer; none at work that has no milestones or weeks."""
    change = queries.open_terms(seat.engagement) if seat.parted else None
    if change is None:
        return None
    fallen = queries.fallen(change)
    over = queries.is_void(change, fallen)
    mine, language = change.role == seat.side, get_language() or "en"
    sides = {"buyer": buyer_name(seat), "worker": seat.studio.name}
    asker, other = sides[change.role], sides["worker" if change.role == BUYER else "buyer"]
    until = queries.answer_by(change)
    waits = _("%(other)s can answer until %(moment)s.") if mine else _("You can answer until %(moment)s (%(left)s).")
    given = {"other": other, "moment": show_moment(until, language), "left": span(until - at)}
    return Proposed(
        change,
        _("Other terms are proposed") if mine else _("%(who)s proposes other terms") % {"who": asker},
        waits % given,
        _about(seat),
        rules.lines(change.terms, seat.engagement.currency, language, fallen),
        len(fallen),
        _note(len(fallen), over=over, mine=mine),
        answers=seat.acts and not mine and not over,
        withdraws=seat.acts and mine,
    )


def _note(fell: int, *, over: bool, mine: bool) -> str:
    """What it means that part of it fell out."""
    if over:
        return _("What is left makes no sense alone, or nothing is left: this proposal is over.")
    if not fell:
        return ""
    if mine:
        return _("Part of it fell out. If you do not want the rest alone, take it back.")
    return _("Part of it fell out. If you agree, you agree to the rest.")


def _about(seat: Seat) -> str:
    if seat.hourly:
        return _("Counts from the next week that is not paid; paid weeks stay. Without an answer nothing changes.")
    return _("What is paid already stays as it is. Without an answer nothing changes.")


def says(seat: Seat, hours: str) -> list[str]:
    """What follows from proposing, below its form."""
    words = _("The other side has %(hours)s to answer. If they say nothing, all stays as it is.")
    return [_about(seat), words % {"hours": hours}]


@dataclass(frozen=True)
class Typed:
    """The form, as it stands or as it was typed; `seen` is the `standing` that it was made for."""

    text: str = ""
    parts: list[Part] = field(default_factory=list)
    rate: str = ""
    weekly_hours: str = ""
    seen: str = ""

    def more(self) -> Typed:
        """With room for further milestones."""
        room = max(rules.MOST_PARTS - len(self.parts), 0)
        return replace(self, parts=self.parts + [Part()] * min(FRESH, room))


def fresh(seat: Seat) -> Typed:
    """As it stands, with empty rows for further milestones."""
    currency, seen = seat.engagement.currency, str(queries.standing(seat.engagement))
    units = list(queries.unpaid(seat.engagement))
    if seat.hourly:
        now = queries.rate_of(units[0])
        rate = parts.filled("", now["rate"], 0, currency).amount
        return Typed(rate=rate, weekly_hours=in_script(now["minutes"] // 60, get_language() or "en"), seen=seen)
    rows = [
        parts.filled(each.title, each.amount, each.days, currency, str(each.unit))
        for each in map(queries.part_of, units)
    ]
    return Typed(parts=rows, seen=seen).more()


def typed(post: QueryDict) -> Typed:
    """As it came; of what is longer than anything sensible the rest is left out."""
    columns = [post.getlist(name)[: rules.MOST_PARTS] for name in ("title", "amount", "days", "unit")]
    dropped = set(post.getlist("dropped")) - {""}
    rows = [Part(*(value[:200] for value in row)) for row in zip(*columns, strict=False)]
    rows = [replace(each, dropped=each.unit in dropped) for each in rows]
    rate, hours, seen = (post.get(name, "")[:20] for name in ("rate", "weekly_hours", "seen"))
    return Typed(post.get("text", ""), rows, rate, hours, seen)


def wanted(given: Typed, seat: Seat) -> Wanted:
    """What was typed. Raises Invalid; the field of a row is `amount-<row>` or `days-<row>`, counted from 1."""
    currency: Any = seat.engagement.currency
    if seat.hourly:
        rate = parts.read_price(given.rate, "rate", currency)
        return Wanted(rate=rate, weekly_hours=parts.read_number(given.weekly_hours))
    kept, dropped = [], []
    for number, row in enumerate(given.parts, start=1):
        unit = int(row.unit) if row.unit.isascii() and row.unit.isdecimal() and len(row.unit) < 18 else 0
        if unit and row.dropped:
            dropped.append(unit)
        elif unit or not row.empty:
            kept.append(rules.Part(row.title, *parts.read(row, number, currency), unit))
    return Wanted(tuple(kept), tuple(dropped))

"""A project by the hour in its room: what to do next, and the diary of a week with its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_short, show_time, show_zone
from dhara.web.work import now as nows
from dhara.web.work.now import Now
from dhara.web.work.seats import Seat
from dhara.web.work.told import money
from dhara.web.work.weeks import length
from dhara.web.work.words import span
from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.hourly import TAKE_BACK, WEEK, edit_until
from dhara.work.engagements.queries import left, silent_until
from dhara.work.engagements.rules import BUYER, FUND
from dhara.work.hours import queries, rules
from dhara.work.models import TimeEntry


@dataclass(frozen=True)
class Line:
    """An entry as it is read; `url` is where the studio changes it while the week is open."""

    day: str
    times: str
    text: str
    who: str
    length: str
    url: str


@dataclass(frozen=True)
class Diary:
    """The time of a week. `form` is what the form shows, None where this side can not write now."""

    title: str
    lines: list[Line]
    total: str
    limit: str
    share: int
    bill: str
    zone: str
    open: bool
    url: str
    form: dict[str, str] | None
    most: int = rules.MOST_TEXT


def now(seat: Seat, at: datetime) -> Now:
    """What the week waits for."""
    made = {common.DRAFT: _draft, common.ACTIVE: _active, common.SUBMITTED: _billed}.get(seat.unit.status)
    if made is not None:
        return made(seat, at)
    if seat.unit.status == common.DISPUTED:
        return nows.now(seat, None, at)
    if seat.unit.status == common.ACCEPTED:
        if not seat.unit.paid:
            text = _("No time was written down for it, so all its money is the buyer's again.")
            return Now(_("Nobody worked in this week"), text, "undo-2", "muted")
        return Now(_("This week is paid"), "", "circle-check", "success")
    if seat.unit.status == common.CANCELLED and not seat.unit.hold_id:
        text = _("One side wanted no further week, or no money came for one.")
        return Now(_("This week was not worked"), text, "x", "muted")
    if seat.unit.status == common.CANCELLED and seat.unit.decisions.filter(verb=TAKE_BACK).exists():
        text = _("The buyer took its money back before it began.")
        return Now(_("This week was not worked"), text, "undo-2", "muted")
    return nows.now(seat, None, at)


def _draft(seat: Seat, _at: datetime) -> Now:
    if seat.side == BUYER:
        title = _("Set %(money)s aside for a week") % {"money": money(seat, seat.unit.amount)}
        text = _(
            "%(who)s works when the money is there. You pay for the time that was worked; the rest goes back to you."
        )
        return Now(title, text % {"who": seat.studio.name}, "lock", "marigold", True, verb=FUND)
    text = _("Please work only when the money of a week is set aside. You get a letter then.")
    return Now(_("Waiting for the buyer to set the money aside"), text, "lock")


def _active(seat: Seat, at: datetime) -> Now:
    unit = seat.unit
    assert unit.due_at is not None
    until = edit_until(unit)
    rest, worked = span(until - at) if until > at else "", length(queries.minutes_of([unit])[unit.pk])
    begins = unit.due_at - WEEK
    if begins > at:
        title = _("The money of this week is there: it begins in %(span)s") % {"span": span(begins - at)}
        return Now(title, "", "calendar")
    if seat.side == BUYER:
        text = _("Written down so far: %(time)s. You get the bill when the week is closed.")
        title = _("%(who)s works for you this week") % {"who": seat.studio.name}
        return Now(title, text % {"time": worked}, "clock", "", False, until, rest)
    text = _("Written down so far: %(time)s. What does not stand here when the week is closed is not paid.")
    return Now(_("Write your time down"), text % {"time": worked}, "clock", "river", True, until, rest)


def _billed(seat: Seat, at: datetime) -> Now:
    until = silent_until(seat.unit)
    rest, bill = span(until - at) if until and until > at else "", money(seat, left(seat.unit))
    if seat.side == BUYER:
        text = _("Look at the time below. Accept it, or ask for a ruling. Without an answer it is accepted by itself.")
        title = _("Look at the bill of %(money)s") % {"money": bill}
        return Now(title, text, "eye", "marigold", True, until, rest, verb="approve")
    text = _("Without an answer the bill is accepted by itself, and the money is yours.")
    return Now(_("The buyer looks at your bill of %(money)s") % {"money": bill}, text, "eye", "", False, until, rest)


def diary_of(seat: Seat, at: datetime) -> Diary | None:
    """Of the week that is written down now: for the page of the whole project."""
    if not seat.hourly:
        return None
    running = seat.engagement.units.filter(status=common.ACTIVE).order_by("position")
    unit = next((each for each in running if each.due_at and each.due_at - WEEK <= at), None)
    return diary(seat.at(unit), at) if unit is not None else None


def diary(seat: Seat, at: datetime, typed: Mapping[str, str] | None = None) -> Diary | None:
    """Of one week; None as long as it is not paid. `typed` is what was refused."""
    unit, language = seat.unit, get_language() or "en"
    if unit.due_at is None:
        return None
    zone, minutes, limit = ZoneInfo(seat.studio.time_zone), 0, queries.limit_of(unit)
    is_open = unit.status == common.ACTIVE and at < edit_until(unit)
    changes = is_open and seat.acts and seat.side != BUYER
    url, lines = time_url(seat), []
    for entry in queries.entries_of(unit):
        minutes += entry.minutes
        lines.append(_line(entry, zone, language, f"{url}{entry.pk}/" if changes else ""))
    writes = changes and unit.due_at - WEEK <= at
    return Diary(
        title=unit.title,
        lines=lines,
        total=length(minutes),
        limit=length(limit),
        share=min(100, minutes * 100 // limit),
        bill=money(seat, rules.bill(queries.rate_of(unit), minutes)),
        zone=show_zone(at, language, zone),
        open=is_open,
        url=url,
        form={**empty(at, zone), **(typed or {})} if writes else None,
    )


def time_url(seat: Seat) -> str:
    return f"/work/{seat.engagement.pk}/weeks/{seat.unit.position}/time/"


def empty(at: datetime, zone: ZoneInfo) -> dict[str, str]:
    return {"day": at.astimezone(zone).date().isoformat(), "begins": "", "ends": "", "text": ""}


def filled(entry: TimeEntry, zone: ZoneInfo) -> dict[str, str]:
    """The form that would make an entry again."""
    begins, ends = entry.begins_at.astimezone(zone), entry.ends_at.astimezone(zone)
    times = {"day": begins.date().isoformat(), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    return {**times, "text": entry.text}


def _line(entry: TimeEntry, zone: ZoneInfo, language: str, url: str) -> Line:
    times = f"{show_time(entry.begins_at, language, zone)} – {show_time(entry.ends_at, language, zone)}"
    day, who = show_short(entry.begins_at, language, zone), entry.author.get_short_name()
    return Line(day, times, entry.text, who, length(entry.minutes), url)


def read(typed: Mapping[str, str], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """From when to when, of a day with two times of the clock; an end before the beginning is on the next day."""
    try:
        day = date.fromisoformat(typed["day"])
        begins, ends = (
            datetime.fromisoformat(f"{day}T{typed[name]}").replace(tzinfo=zone) for name in ("begins", "ends")
        )
        if ends < begins:
            ends = datetime.fromisoformat(f"{day + timedelta(days=1)}T{typed['ends']}").replace(tzinfo=zone)
    except (KeyError, ValueError, OverflowError):
        return None
    return begins, ends

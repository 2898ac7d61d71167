"""What weeks by the hour are called on pages: their days, prices, hours and minutes, the rules that were agreed."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.web.work.words import TONES, many_days, many_hours, shown
from dhara.work.engagements.modes.common import ACCEPTED
from dhara.work.engagements.modes.hourly import HOURLY, WEEK
from dhara.work.hours import queries
from dhara.work.models import Engagement, Unit


def called(unit: Unit) -> str:
    """The title of a unit; that of a week is the day on which it begins."""
    if unit.mode != HOURLY.code:
        return unit.title
    if unit.due_at is None:
        return _("The next week")
    return _("Week from %(day)s") % {"day": show_date((unit.due_at - WEEK).date(), get_language() or "en")}


def idle(unit: Unit) -> bool:
    """A week in which nobody worked: all its money went back, and there was nothing to accept."""
    return unit.mode == HOURLY.code and unit.status == ACCEPTED and not unit.paid


def state_of(unit: Unit) -> tuple[str, str]:
    """(words, tone) of how a unit stands."""
    if idle(unit):
        return _("nobody worked"), "muted"
    return str(unit.state_words), TONES.get(unit.status, "")


def length(minutes: int) -> str:
    """5:30 h, in the reader's digits."""
    return _("%(hours)s:%(minutes)s h") % {"hours": shown(minutes // 60), "minutes": _two(minutes % 60)}


def _two(minutes: int) -> str:
    return (shown(0) if minutes < 10 else "") + shown(minutes)


def rate_words(unit: Unit, rate: int | None = None) -> str:
    """Of the unit's own rate, or another one."""
    return _("%(amount)s an hour") % {"amount": _money(unit, rate or queries.rate_of(unit))}


def facts(unit: Unit) -> list[tuple[str, str]]:
    """What an hour costs, how many there are in a week, what is set aside for it."""
    return [
        (_("Price"), rate_words(unit)),
        (_("At most"), _("%(hours)s a week") % {"hours": many_hours(queries.limit_of(unit) // 60)}),
        (_("Set aside for a week"), _money(unit, unit.amount)),
    ]


def rules(engagement: Engagement) -> list[str]:
    """The numbers that were agreed, each with what it means."""
    kept = engagement.policies
    edits, reviews = (many_hours(int(kept[f"work.hourly.{name}_hours"])) for name in ("edit", "review"))
    idle = many_days(int(kept["work.hourly.idle_days"]))
    return [
        _("A week begins on Monday and ends on Sunday at midnight UTC (in Dhaka on Monday at six in the morning)."),
        _("Its money is set aside before it is worked. Nobody owes anything for a week without money: it is a pause."),
        _("Time can be written down until %(hours)s after the week's end, never above the weekly limit.")
        % {"hours": edits},
        _("Without an answer the bill is accepted %(hours)s after the week's end.") % {"hours": reviews},
        _("What was not worked goes back when the week is closed."),
        _("Either side may propose another rate or limit for weeks that are not paid yet. Silence changes nothing."),
        _("The project ends when no further week is paid for %(days)s, or when one side ends it.") % {"days": idle},
    ]


def _money(unit: Unit, minor: int) -> str:
    return Money(minor, unit.engagement.currency).display(get_language() or "en")

"""The worker's desk: tasks that may be done now, the best paid first, and one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.locale.dates import show_moment
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.tasks.pay import Pay, known_of, pay
from dhara.web.tasks.words import HINTS, TONES
from dhara.web.ui.secrecy import private
from dhara.web.ui.tabs import tabs
from dhara.web.work.words import due_words
from dhara.work.campaigns.queries import desk as desks
from dhara.work.campaigns.queries import tally
from dhara.work.engagements.modes import micro
from dhara.work.engagements.queries import silent_until
from dhara.work.models import Unit

OPEN: Final = ""
_FAR: Final = 10_000


@dataclass(frozen=True)
class Line:
    """A task of one's own: what it is, where it stands, what to do, until when."""

    url: str
    title: str
    state: str
    tone: str
    hint: str
    pay: Pay
    due: str
    due_at: datetime | None
    when: str


@require_safe
@member("see_studio")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """For all members: who may not do the work looks only."""
    base, at = f"/studio/{desk.studio.handle}/tasks/", clock.now()
    states = tally(desk.studio)
    show, counts = request.GET.get("show", ""), desks.counts(states)
    context: dict[str, Any] = {"tasks_base": base, "acts": desk.may("do_work")}
    if show in desks.SHOWS:
        start = _number(request.GET.get("after", ""), _FAR)
        units = desks.own(desk.studio, show, start=start, limit=desks.PAGE + 1)
        following = str(start + desks.PAGE) if len(units) > desks.PAGE else ""
        lines = [line(unit, base, at) for unit in units[: desks.PAGE]]
        context |= {"lines": lines, "next": following}
    else:
        show = OPEN
        context |= _open(request, desk, states)
        mine = desks.own(desk.studio, desks.MINE, limit=5) if counts[desks.MINE] else []
        context["begun"] = [line(unit, base, at) for unit in mine]
    context |= {"show": show, "tabs": _tabs(base, show, counts)}
    return render(request, "tasks/desk.html", frame(desk, "work", **context))


def _open(request: HttpRequest, desk: Desk, states: Mapping[str, int]) -> dict[str, Any]:
    money, _tilde, last = request.GET.get("after", "").partition("~")
    after = (_number(money, 2**62), _number(last, 2**62)) if money else None
    found = desks.open_tasks(desk.studio, states, after=after, limit=desks.PAGE + 1)
    shown = found[: desks.PAGE]
    following = f"{shown[-1].campaign.hourly_pay}~{shown[-1].campaign.pk}" if len(found) > desks.PAGE else ""
    known = known_of({each.campaign.account_id for each in shown})
    rows = [(each.campaign, pay(each.campaign), known.get(each.campaign.account_id)) for each in shown]
    return {"rows": rows, "next": following}


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _tabs(base: str, show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        OPEN: _("To take"),
        desks.MINE: _("Mine to do"),
        desks.WAITING: _("Waiting for an answer"),
        desks.ENDED: _("Decided"),
    }
    return tabs(base, labels, show, {name: counts.get(name, 0) for name in (desks.MINE, desks.WAITING)})


def line(unit: Unit, base: str, at: datetime) -> Line:
    campaign = unit.engagement.campaign
    campaign.engagement = unit.engagement
    until = unit.due_at if unit.status == micro.RESERVED else silent_until(unit)
    return Line(
        url=f"{base}{unit.pk}/",
        title=campaign.title,
        state=unit.state_words,
        tone=TONES.get(unit.status, ""),
        hint=str(HINTS.get(unit.status, "")),
        pay=pay(campaign),
        due=due_words(until, at, late=False) if until and until > at else "",
        due_at=until,
        when=show_moment(unit.status_at, get_language() or "en"),
    )

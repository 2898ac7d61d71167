"""What a studio works on and what somebody ordered: what needs them first, then by the day on which it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit import clock
from dhara.kit.locale.text import clean_text
from dhara.trust.disputes import queries as cases
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.offered import offers_link
from dhara.web.ui.pictures import src
from dhara.web.ui.secrecy import own, private
from dhara.web.ui.tabs import tabs
from dhara.web.work.weeks import called, state_of
from dhara.web.work.words import due_words, hint
from dhara.work.engagements import queries
from dhara.work.engagements.modes.fixed import ENDING
from dhara.work.engagements.modes.hourly import HOURLY
from dhara.work.engagements.queries import ENDED, NEEDS, OTHERS, RUNNING
from dhara.work.engagements.rules import BUYER, MODES, WORKER, Role
from dhara.work.models import Unit


@dataclass(frozen=True)
class Line:
    """A row: what it is, with whom, in which state, what this side should do, until when."""

    url: str
    title: str
    about: str
    other: str
    picture: str
    state: str
    tone: str
    hint: str
    mine: bool
    due: str
    due_at: datetime | None
    late: bool


@require_safe
@member("see_studio")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """For all members: who may not do the work looks only."""
    base, (show, text, after) = f"/studio/{desk.studio.handle}/work/", _asked(request)
    rows = queries.desk(desk.studio, show=show, text=text, after=after)
    with_buyers, at = desk.may("see_buyers"), clock.now()
    lines = [_line(unit, WORKER, at, with_buyers=with_buyers) for unit in rows.units]
    needs = queries.needed(WORKER, studio_id=desk.studio.pk)[:99].count()
    context = _context(base, show, text, lines, rows.next, needs, _("Waiting for the buyer"))
    context["cases"] = cases.needed(WORKER, desk.studio.pk)[:99].count()
    framed = frame(desk, "work", outline="base_studio.html", **context)
    framed["bids"] = next((each for each in framed["studio_links"] if each["wide"]), None)
    return render(request, "work/list.html", framed)


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    show, text, after = _asked(request)
    rows = queries.ordered_by(account_id, show=show, text=text, after=after)
    at = clock.now()
    lines = [_line(unit, BUYER, at) for unit in rows.units]
    needs = queries.needed(BUYER, account_id=account_id)[:99].count()
    context = _context("/work/", show, text, lines, rows.next, needs, _("Waiting for the studio"))
    context["cases"] = cases.needed(BUYER, account_id)[:99].count()
    context["bids"] = offers_link(account_id)
    return render(request, "work/list.html", {"outline": "base.html", **context})


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    """Which list, which words, which page. What needs somebody is shown first; a search looks everywhere."""
    show = request.GET.get("show", "")
    text = clean_text(request.GET.get("q", ""))[:80]
    return show if show in queries.SHOWS else NEEDS, text, request.GET.get("after", "")


def _context(
    base: str, show: str, text: str, lines: list[Line], following: str, needs: int, others: str
) -> dict[str, Any]:
    labels = {NEEDS: _("Needs me"), RUNNING: _("Running"), OTHERS: others, ENDED: _("Ended")}
    found = {"text": text, "lines": lines, "next": following}
    return {"list_base": base, "show": show, **found, "tabs": tabs(base, labels, show, {NEEDS: needs})}


def _line(unit: Unit, side: Role, at: datetime, *, with_buyers: bool = True) -> Line:
    engagement, studio = unit.engagement, unit.engagement.worker
    buyer = engagement.buyer.get_full_name() if engagement.buyer else _("a guest")
    other = (buyer if with_buyers else _("The buyer")) if side == WORKER else studio.name if studio else ""
    asks = getattr(unit, "asks", None)
    open_state = unit.status not in MODES[unit.mode].lifecycle.finals()
    turn = MODES[unit.mode].turns.get(unit.status)
    asked = asks is not None and asks != side and open_state
    hourly = unit.mode == HOURLY.code
    works = turn == WORKER and unit.status != ENDING and not hourly
    until = unit.due_at if works else queries.silent_until(unit)
    until = until if open_state else None
    state, tone = state_of(unit)
    return Line(
        url=f"/work/{engagement.pk}/",
        title=engagement.title,
        about=called(unit) if unit.title != engagement.title else "",
        other=other,
        picture=src(studio.picture) if side == BUYER and studio and studio.picture else "",
        state=state,
        tone=tone,
        hint=hint(unit.status, side, asked=asked, hourly=hourly) if open_state else "",
        mine=asked or (turn == side and open_state),
        due=due_words(until, at, late=works) if until else "",
        due_at=until,
        late=bool(until and until < at and works),
    )

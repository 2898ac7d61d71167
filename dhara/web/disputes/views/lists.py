"""All cases of a studio, or of a buyer: what waits for them first, with what is to be done until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit.currency import Money
from dhara.trust.disputes import queries, rules
from dhara.trust.disputes.queries import ENDED, JUDGED, NEEDS, OTHERS, RUNNING
from dhara.trust.models import Case
from dhara.web.disputes.words import TONES
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.pictures import src
from dhara.web.ui.secrecy import own, private
from dhara.web.ui.tabs import tabs
from dhara.work.engagements.queries import title
from dhara.work.engagements.rules import BUYER, WORKER, Role


@dataclass(frozen=True)
class Line:
    """A row: what it is about, with whom, how much, in which state, what this side should do, until when."""

    url: str
    title: str
    language: str
    other: str
    picture: str
    amount: str
    state: str
    tone: str
    hint: str
    mine: bool
    until: datetime | None


@require_safe
@member("see_studio")
@private
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """For all members: who may not do the work looks only."""
    context = _context(request, WORKER, desk.studio.pk, f"/studio/{desk.studio.handle}/cases/", desk)
    return render(request, "disputes/list.html", frame(desk, "work", outline="base_studio.html", **context))


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    context = _context(request, BUYER, account_id, "/cases/")
    return render(request, "disputes/list.html", {"outline": "base.html", **context})


def _context(request: HttpRequest, side: Role, whose: int, base: str, desk: Desk | None = None) -> dict[str, Any]:
    asked = request.GET.get("show", "")
    show = asked if asked in queries.SHOWS else NEEDS
    rows = queries.desk(side, whose, show=show, after=request.GET.get("after", ""))
    needs = queries.needed(side, whose)[:99].count()
    others = _("Waiting for the buyer") if side == WORKER else _("Waiting for the studio")
    labels = {
        NEEDS: _("Needs me"),
        RUNNING: _("Open"),
        OTHERS: others,
        JUDGED: _("With the operator"),
        ENDED: _("Closed"),
    }
    shown = {"lines": _lines(rows.cases, side, desk), "next": rows.next}
    return {"list_base": base, "show": show, **shown, "tabs": tabs(base, labels, show, {NEEDS: needs})}


def _lines(cases: Sequence[Case], side: Role, desk: Desk | None) -> list[Line]:
    prices = queries.prices_of(cases)
    return [_line(each, side, desk, prices[each.pk]) for each in cases]


def _line(case: Case, side: Role, desk: Desk | None, price: int) -> Line:
    engagement = case.unit.engagement
    studio, buyer = engagement.worker, engagement.buyer
    names = desk is None or desk.may("see_buyers")
    called = (buyer.get_full_name() if buyer else _("a guest")) if names else _("The buyer")
    hint, mine = _hint(case, side)
    acts = desk is None or desk.may("do_work")
    worth = case.amount if desk is not None and desk.may("see_money") else price
    return Line(
        url=f"/cases/{case.pk}/",
        title=title(case.unit),
        language=engagement.language,
        other=called if side == WORKER else studio.name if studio else "",
        picture=src(studio.picture) if side == BUYER and studio and studio.picture else "",
        amount=Money(worth, case.currency).display(get_language() or "en"),
        state=case.state_words,
        tone=TONES[case.status],
        hint=hint,
        mine=mine and acts,
        until=queries.until(case),
    )


def _hint(case: Case, side: Role) -> tuple[str, bool]:
    """What is to be done next, and whether it is for this side. The case is one of `queries.desk`."""
    asked, proposes = bool(getattr(case, "asked", False)), bool(getattr(case, "proposes", False))
    if case.status in rules.HEARS and asked:
        return _("Say yes or no to the proposal"), True
    if case.status == rules.ANSWER:
        return (
            (_("Their answer is missing"), False) if case.role == side else (_("Answer, and show what you have"), True)
        )
    if case.status == rules.TALK:
        return (_("Your proposal waits for an answer"), False) if proposes else (_("Propose a part for each"), True)
    if case.status in (rules.JUDGE, rules.APPEALED):
        return _("The operator decides"), False
    if case.status == rules.RULED:
        return _ruled(case, side)
    return "", False


def _ruled(case: Case, side: Role) -> tuple[str, bool]:
    claimed, ruled = getattr(case, "claimed", None), case.to_worker
    lost = claimed is not None and ruled is not None and rules.lost(side, ruled, claimed)
    if lost and not getattr(case, "assents", False):
        return _("Agree to the ruling, or appeal"), True
    return _("The other side may still appeal"), False

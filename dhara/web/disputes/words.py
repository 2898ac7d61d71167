"""What is said of a case: names, amounts as each side counts them, what happens now, what has happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.trust.disputes import queries, rules
from dhara.trust.models import Case, Proposal, Statement, StatementFile
from dhara.web.disputes.seats import Seat
from dhara.work.engagements.queries import buyer_name, left
from dhara.work.engagements.rules import BUYER, OPERATOR, WORKER

TONES: Final[dict[str, str]] = {
    rules.ANSWER: "error",
    rules.TALK: "marigold",
    rules.JUDGE: "info",
    rules.RULED: "marigold",
    rules.APPEALED: "info",
    rules.SETTLED: "success",
    rules.WITHDRAWN: "",
    rules.CLOSED: "success",
}
LOOKS: Final[dict[str, tuple[str, str, Any]]] = {
    rules.CLAIM: ("flag", "error", gettext_lazy("%(who)s: what I think is right")),
    rules.EVIDENCE: ("quote", "", gettext_lazy("%(who)s added something")),
    rules.QUESTION: ("info", "marigold", gettext_lazy("The operator asks")),
    rules.RULING: ("shield-check", "success", gettext_lazy("The operator ruled")),
    rules.ASSENT: ("check", "success", gettext_lazy("%(who)s agreed to the ruling")),
    rules.APPEAL: ("rotate-ccw", "error", gettext_lazy("%(who)s appealed against the ruling")),
}


@dataclass(frozen=True)
class Event:
    """What was said or proposed; `money` are sentences of who gets what."""

    at: datetime
    icon: str
    tone: str
    lead: str
    text: str = ""
    money: list[str] = field(default_factory=list)
    files: list[StatementFile] = field(default_factory=list)


def name_of(seat: Seat, role: str) -> str:
    if role == seat.side:
        return _("You")
    if role == WORKER:
        return seat.studio.name
    if role == OPERATOR:
        return _("The operator")
    return (buyer_name(seat.engagement) if seat.may("see_buyers") else "") or _("The buyer")


def money(seat: Seat, minor: int) -> str:
    return Money(minor, seat.engagement.currency).display(get_language() or "en")


def worth(seat: Seat, price: int) -> int:
    """All that this side could get, minor units: what was paid, or the studio's share of it."""
    counts = seat.side == WORKER and seat.may("see_money")
    return (seat.case.amount if seat.case else left(seat.unit)) if counts else price


def own_part(seat: Seat, to_worker: int, price: int) -> int:
    """What this side gets of it."""
    case = seat.case
    assert case is not None
    parts = queries.parts(case, to_worker, price)
    if seat.side == BUYER:
        return parts.buyer
    return parts.worker if seat.may("see_money") else price - parts.buyer


def division(seat: Seat, to_worker: int, price: int) -> list[str]:
    """Who gets what, as this side counts: the buyer in what was paid, the studio in its share."""
    case = seat.case
    assert case is not None
    parts = queries.parts(case, to_worker, price)
    counts = seat.side == WORKER and seat.may("see_money")
    to_studio = parts.worker if counts else price - parts.buyer
    studio = _("you") if seat.side == WORKER else seat.studio.name
    buyer = _("you") if seat.side == BUYER else name_of(seat, BUYER)
    said = []
    if to_studio:
        said.append(pgettext("in a case", "%(money)s to %(who)s") % {"money": money(seat, to_studio), "who": studio})
    if parts.buyer:
        said.append(
            pgettext("in a case", "%(money)s back to %(who)s") % {"money": money(seat, parts.buyer), "who": buyer}
        )
    return said


def story(seat: Seat, price: int) -> list[Event]:
    """Everything, the latest first. Three queries."""
    case = seat.case
    assert case is not None
    said = case.statements.prefetch_related("files__file").order_by("id")
    events = [_said(seat, each, price) for each in said]
    events += [event for each in case.proposals.order_by("id") for event in _proposed(seat, each, price)]
    if case.status in (rules.SETTLED, rules.WITHDRAWN, rules.CLOSED):
        events.append(_ended(seat, case, price))
    return sorted(events, key=lambda each: each.at)[::-1]


def _said(seat: Seat, row: Statement, price: int) -> Event:
    icon, tone, words = LOOKS[row.sort]
    parts = division(seat, row.to_worker, price) if row.to_worker is not None else []
    return Event(row.at, icon, tone, str(words) % {"who": name_of(seat, row.role)}, row.text, parts, [*row.files.all()])


def _proposed(seat: Seat, row: Proposal, price: int) -> list[Event]:
    who = name_of(seat, row.role)
    lead = _("%(who)s proposed to settle it") % {"who": who}
    events = [Event(row.created_at, "hand-helping", "marigold", lead, row.text, division(seat, row.to_worker, price))]
    answered = {
        rules.ACCEPTED: ("check", "success", _("%(who)s agreed")),
        rules.DECLINED: ("x", "error", _("%(who)s said no")),
        rules.TAKEN_BACK: ("undo-2", "muted", _("%(asker)s took the proposal back")),
    }.get(row.status)
    if answered:
        icon, tone, words = answered
        names = {"who": name_of(seat, rules.other(row.role)), "asker": who}
        events.append(Event(row.status_at, icon, tone, words % names, row.answer))
    return events


def _ended(seat: Seat, case: Case, price: int) -> Event:
    if case.status == rules.WITHDRAWN:
        lead = _("%(who)s took the case back: the work goes on") % {"who": name_of(seat, case.role)}
        return Event(case.status_at, "undo-2", "muted", lead)
    lead = _("It was settled between both sides") if case.status == rules.SETTLED else _("The ruling was carried out")
    return Event(case.status_at, "wallet", "success", lead, "", division(seat, case.to_worker or 0, price))

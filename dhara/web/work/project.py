"""A project as a whole: its milestones with their states and money, the one next thing, what is to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.languages import current
from dhara.web.checkout.forms import new_intent
from dhara.web.work import now as nows
from dhara.web.work import terms, weekly
from dhara.web.work.now import Now
from dhara.web.work.offered import Offered, offered
from dhara.web.work.seats import Seat
from dhara.web.work.told import money, story_of_all
from dhara.web.work.weeks import state_of
from dhara.web.work.words import many_days, shown
from dhara.work.changes import rules as change_rules
from dhara.work.engagements import queries
from dhara.work.engagements.modes import HOURLY
from dhara.work.engagements.queries import silent_until
from dhara.work.engagements.rules import BUYER, MODES
from dhara.work.funding import queries as payments
from dhara.work.models import Change, Funding, Unit


@dataclass(frozen=True)
class Row:
    """A milestone in the list. `fund` is whether the buyer can pay for it now, `paying` where that was begun."""

    seat: Seat
    number: str
    title: str
    amount: str
    state: str
    tone: str
    money: str
    when: str
    fund: bool
    paying: str
    mine: bool


@dataclass(frozen=True)
class Total:
    label: str
    amount: str


def looks(seat: Seat, at: datetime) -> dict[str, Any]:
    """What the page of a project shows. As many questions to the database for one milestone as for twenty."""
    parts = [seat.at(each) for each in seat.engagement.units.order_by("position")]
    asked = _asked(parts)
    waiting = [each for each in asked if each.status == change_rules.OPEN]
    open_ones = {each.unit_id: each for each in waiting if each.sort in change_rules.OF_UNIT}
    terms_open = len(waiting) > len(open_ones)
    begun = payments.under_way(seat.engagement)
    focus = _focus(parts, open_ones, seat)
    first, change = parts[focus], open_ones.get(parts[focus].unit.pk)
    said = weekly.now(first, at) if seat.hourly else nows.now(first, change, at)
    now = said if _goes_on(first) or change else _finished(parts)
    rows = [_row(each, open_ones, begun, at) for each in parts]
    payable = [row for row in rows if row.fund]
    return {
        "now": now,
        "deadline": nows.deadline_words(now),
        "over": not _goes_on(first),
        "first": first,
        "first_row": rows[focus],
        "main": _button(first, now, asked, at),
        "rows": rows,
        "payable": payable if len(payable) > 1 or (payable and payable[0] is not rows[focus]) else [],
        "ends": _ends(seat, parts),
        "terms_url": "" if terms_open or not _can_propose(seat, parts) else f"{seat.home}changes/{change_rules.TERMS}/",
        "intent": new_intent(),
        "totals": totals(seat, parts),
        "paid": _paid(seat),
        "events": story_of_all(seat, parts, asked),
        "agreed": {**terms.agreement(first), "facts": _facts(seat, parts)},
    }


def _ends(seat: Seat, parts: Sequence[Seat]) -> str:
    """Where either side ends a project by the hour: at the week that is not paid."""
    unpaid = [each for each in parts if seat.hourly and seat.acts and each.unit.status == HOURLY.initial]
    return f"{unpaid[0].base}finish/" if unpaid else ""


def _can_propose(seat: Seat, parts: Sequence[Seat]) -> bool:
    """As `changes.queries.terms_fit`, with what is known already."""
    unpaid = any(part.unit.status == MODES[part.unit.mode].initial for part in parts)
    return seat.acts and seat.engagement.ended_at is None and (unpaid or not seat.hourly)


def _asked(parts: Sequence[Seat]) -> list[Change]:
    units = {each.unit.pk: each.unit for each in parts}
    found = list(Change.objects.filter(unit__in=units).select_related("author").order_by("id"))
    for each in found:
        each.unit = units[each.unit_id]
    return found


def _goes_on(part: Seat) -> bool:
    return part.unit.status not in MODES[part.unit.mode].lifecycle.finals()


def _focus(parts: Sequence[Seat], open_ones: Mapping[int, Change], seat: Seat) -> int:
    """The place of the milestone that this side should look at first: what it is asked, what is begun, what is next."""

    def rank(place: int) -> tuple[int, float, int]:
        unit = parts[place].unit
        change = open_ones.get(unit.pk)
        asked = change is not None and change.role != seat.side
        turn = MODES[unit.mode].turns.get(unit.status) == seat.side
        begun = unit.hold_id is not None
        due = unit.due_at.timestamp() if unit.due_at else float("inf")
        if not _goes_on(parts[place]):
            return 9, 0, -place
        return 0 if asked else 1 if turn and begun else 2 if begun else 3, due, place

    return min(range(len(parts)), key=rank)


def _finished(parts: Sequence[Seat]) -> Now:
    if parts[0].hourly:
        text = _("No further week is worked. Below you see what was paid for each, and what went back.")
        return Now(_("The project is finished"), text, "circle-check", "success")
    if any(part.unit.paid for part in parts):
        text = _("Every milestone has come to its end. Below you see what was paid and what went back.")
        return Now(_("The project is finished"), text, "circle-check", "success")
    return Now(_("The project has ended"), _("Nothing of it was paid out."), "circle-x", "muted")


def _button(part: Seat, now: Now, asked: Sequence[Change], at: datetime) -> Offered | None:
    own = [each for each in asked if each.unit_id == part.unit.pk]
    return next((each for each in offered(part, own, at) if each.verb == now.verb and not each.why_not), None)


def _row(part: Seat, open_ones: Mapping[int, Change], begun: Mapping[int, Funding], at: datetime) -> Row:
    unit, change = part.unit, open_ones.get(part.unit.pk)
    goes_on, paying = _goes_on(part), begun.get(unit.pk)
    turn = MODES[unit.mode].turns.get(unit.status) == part.side
    mine = part.acts and goes_on and (turn or (change is not None and change.role != part.side))
    state, tone = state_of(unit)
    pays = part.side == BUYER and payments.can_be_funded(unit)
    return Row(
        seat=part,
        number=shown(unit.position),
        title=unit.title or part.engagement.title,
        amount=money(part, (queries.left(unit) or unit.paid or unit.amount) if part.hourly else unit.amount),
        state=state,
        tone=tone,
        money=_money(part),
        when=_when(unit, at) if goes_on else "",
        fund=pays and paying is None,
        paying=f"/pay/{paying.token}/" if pays and paying else "",
        mine=mine,
    )


def _money(part: Seat) -> str:
    """Where the money of a milestone is, in a few words."""
    unit, left = part.unit, queries.left(part.unit)
    if left:
        return _("set aside")
    if unit.paid and unit.returned:
        given = {"paid": money(part, unit.paid), "back": money(part, unit.returned)}
        return _("%(paid)s paid out, %(back)s gone back") % given
    if unit.paid:
        return _("paid out")
    if unit.returned:
        return _("gone back")
    return _("not paid yet") if _goes_on(part) else _("never paid")


def _when(unit: Unit, at: datetime) -> str:
    """What happens by itself, and when; else until when it is due, or how long it takes."""
    language, until = current(), silent_until(unit)
    silence = MODES[unit.mode].silence(unit.status)
    if until is not None and silence is not None:
        by_itself = {
            "approve": _("Counts as approved on %(day)s without an answer"),
            "return": _("Goes back on %(day)s without a claim"),
            "close": _("Time can be written down until %(day)s"),
            "finish": _("Without money for it the project ends on %(day)s"),
            "pay_claim": _("Is paid on %(day)s without an answer"),
        }.get(silence.verb, "%(day)s")
        return by_itself % {"day": show_moment(until, language)}
    if unit.due_at is not None:
        words = _("Was due on %(day)s") if unit.due_at < at else _("Due on %(day)s")
        return words % {"day": show_moment(unit.due_at, language)}
    if days := unit.terms.get("days"):
        return _("Takes %(days)s from its payment") % {"days": many_days(int(days))}
    return ""


def totals(seat: Seat, parts: Sequence[Seat]) -> list[Total]:
    """What was agreed, is set aside, was paid out and went back. What was taken out unpaid is not counted."""
    units = [part.unit for part in parts if _goes_on(part) or part.unit.hold_id]
    agreed, held = sum(each.amount for each in units), sum(queries.left(each) for each in units)
    paid, back = sum(each.paid for each in units), sum(each.returned for each in units)
    said = [
        *([] if seat.hourly else [(_("Agreed in all"), agreed)]),
        (_("Set aside now"), held),
        (_("Paid out"), paid),
        (_("Gone back"), back),
    ]
    if seat.side != BUYER and seat.may("see_money") and paid:
        said.append((_("Of it yours, after the fee"), sum(queries.earned(each, each.paid) for each in units)))
    return [Total(label, money(seat, minor)) for label, minor in said]


def _paid(seat: Seat) -> list[tuple[str, str, datetime | None]]:
    """The buyer's payments: (address, amount, when)."""
    if seat.side != BUYER:
        return []
    found = payments.paid_of(seat.engagement)
    return [(f"/pay/{each.token}/", money(seat, each.amount), each.paid_at) for each in found]


def _facts(seat: Seat, parts: Sequence[Seat]) -> list[tuple[str, Any]]:
    # By the hour the terms that count from now on: those of the latest week.
    found: list[tuple[str, Any]] = terms.agreement(replace(parts[-1], whole=True))["facts"]
    if seat.hourly:
        return found
    sides = {_("Buyer"), _("Studio")}
    counted = [part for part in parts if _goes_on(part) or part.unit.hold_id] or parts
    price = money(seat, sum(part.unit.amount for part in counted))
    return [(_("Price"), price), (_("Milestones"), shown(len(counted))), *(each for each in found if each[0] in sides)]

"""The story of an engagement: what was handed in, decided and asked for, merged, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.web.work.handed import Row, rows
from dhara.web.work.seats import Seat
from dhara.web.work.weeks import idle, rate_words
from dhara.web.work.words import did, shown
from dhara.work.changes import queries as changes
from dhara.work.changes import rules as change_rules
from dhara.work.engagements import queries
from dhara.work.engagements.rules import BUYER, OPERATOR, SYSTEM, WORKER
from dhara.work.models import Change, Decision, Submission


@dataclass(frozen=True)
class Event:
    """`lead` is the sentence, `text` what was written along with it, `money` what moved."""

    at: datetime
    icon: str
    tone: str
    lead: str
    text: str = ""
    by: str = ""
    answers: list[tuple[str, Any]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    submission: Submission | None = None
    part: str = ""
    url: str = ""


def story(seat: Seat, asked: list[Change]) -> list[Event]:
    """The latest first."""
    files = rows(seat)
    handed_in = list(seat.unit.submissions.select_related("author").order_by("number"))
    decided = list(seat.unit.decisions.select_related("author").order_by("id"))
    events = [
        *_agreed(seat),
        *(_handed_in(seat, each, handed_in, files.get(each.pk, [])) for each in handed_in),
        *(_decided(seat, each, asked) for each in decided if not (each.verb == "fund" and seat.order)),
        *(event for each in asked for event in _asked(seat, each)),
    ]
    return sorted(events, key=lambda event: event.at)[::-1]


def story_of_all(seat: Seat, parts: Sequence[Seat], asked: list[Change]) -> list[Event]:
    """Of all milestones of a project, the latest first, without files; each with the milestone that it is about."""
    by_unit = {each.unit.pk: each for each in parts}
    handed_in = Submission.objects.filter(unit__in=by_unit).select_related("author").order_by("number")
    decided = Decision.objects.filter(unit__in=by_unit).select_related("author").order_by("id")
    every: dict[int, list[Submission]] = {}
    for row in handed_in:
        every.setdefault(row.unit_id, []).append(row)
    changed: dict[int, list[Change]] = {}
    for change in asked:
        changed.setdefault(change.unit_id, []).append(change)
    agreed = _("Both sides agreed, for %(money)s") % {"money": _first_price(seat, parts, asked)}
    events = [Event(seat.engagement.agreed_at, "clipboard-check", "", agreed)]
    events += [_part(by_unit[pk], _handed_in(by_unit[pk], row, rows, [])) for pk, rows in every.items() for row in rows]
    for made in decided:
        own = by_unit[made.unit_id]
        made.unit = own.unit
        events.append(_part(own, _decided(own, made, changed.get(made.unit_id, []))))
    events += [_part(by_unit[each.unit_id], event) for each in asked for event in _asked(by_unit[each.unit_id], each)]
    return sorted(events, key=lambda event: event.at)[::-1]


def _first_price(seat: Seat, parts: Sequence[Seat], asked: Sequence[Change]) -> str:
    """What was agreed at the beginning, whatever other terms followed."""
    agreed = [each for each in asked if each.sort == change_rules.TERMS and each.status == change_rules.AGREED]
    changed = [change_rules.left(each.terms, each.fallen) or each.terms for each in agreed]
    if seat.hourly:
        return rate_words(parts[0].unit, changed[0]["before"]["rate"] if changed else None)
    later = sum(part["amount"] for terms in changed for part in terms["after"] if not part["unit"])
    grown = sum(change_rules.gained(terms) for terms in changed)
    return money(seat, sum(each.unit.amount for each in parts) - later - grown)


def _part(seat: Seat, event: Event) -> Event:
    return replace(event, part=seat.unit.title or seat.engagement.title, url=seat.base)


def latest_delivery(events: list[Event]) -> Event | None:
    return next(
        (each for each in events if each.submission is not None and each.submission.verb in ("deliver", "submit")), None
    )


def name_of(seat: Seat, role: str) -> str:
    """A side as the other one, or the own one, reads it."""
    if role == seat.side:
        return _("You")
    if role == WORKER:
        return seat.studio.name
    if role == BUYER:
        return buyer_name(seat)
    return _("The operator") if role == OPERATOR else _("Dhara")


def buyer_name(seat: Seat) -> str:
    """Members who may not see buyers read no name."""
    if not seat.may("see_buyers"):
        return _("The buyer")
    account = seat.engagement.buyer
    return account.get_full_name() if account else (seat.order.name if seat.order else "") or _("The buyer")


def _author(seat: Seat, row: Submission | Decision | Change) -> str:
    """Who of the own team it was; the other side is one name."""
    if row.author_id is None or row.role != WORKER or seat.side != WORKER or row.author_id == seat.by.id:
        return ""
    assert row.author is not None
    return row.author.get_full_name()


def _lead(seat: Seat, row: Submission | Decision) -> tuple[str, str, str]:
    who = _author(seat, row) or name_of(seat, row.role)
    if row.role == SYSTEM and row.verb == "approve" and idle(row.unit):
        return "undo-2", "muted", _("Nobody worked in this week: there was nothing to accept")
    return did(row.verb, who, by_itself=row.role == SYSTEM)


def _agreed(seat: Seat) -> Iterator[Event]:
    who = name_of(seat, BUYER)
    price = rate_words(seat.unit) if seat.hourly else money(seat, price_of(seat))
    lead = _("%(who)s ordered and paid %(money)s") if seat.order else _("Both sides agreed, for %(money)s")
    yield Event(seat.engagement.agreed_at, "shopping-bag", "", lead % {"who": who, "money": price})


def _handed_in(seat: Seat, row: Submission, every: list[Submission], files: list[Row]) -> Event:
    icon, tone, lead = _lead(seat, row)
    same = [each for each in every if each.verb == row.verb]
    if same.index(row):
        lead = _("%(what)s (no. %(number)s)") % {"what": lead, "number": shown(same.index(row) + 1)}
    answers = row.content if row.verb == "require" else {}
    asked = {each["key"]: each["words"] for each in seat.engagement.terms.get("questions", ())}
    return Event(
        row.at,
        icon,
        tone,
        lead,
        row.text,
        answers=[
            (asked.get(key, key), ", ".join(value) if isinstance(value, list) else value)
            for key, value in answers.items()
        ],
        links=[] if answers else list(row.content.get("links", ())),
        files=files,
        submission=row,
    )


def _decided(seat: Seat, row: Decision, asked: list[Change]) -> Event:
    icon, tone, lead = _lead(seat, row)
    told_already = row.verb == "cancel" and any(each.text == row.text for each in asked)
    return Event(row.at, icon, tone, lead, "" if told_already else row.text, money=moved(seat, row))


def _asked(seat: Seat, row: Change) -> Iterator[Event]:
    who = _author(seat, row) or name_of(seat, row.role)
    if row.sort == change_rules.EXTEND:
        words = ngettext("%(who)s asked for %(count)s more day", "%(who)s asked for %(count)s more days", row.days)
        lead, icon = words % {"who": who, "count": shown(row.days)}, "clock"
    elif row.sort == change_rules.TERMS:
        lead, icon = _("%(who)s proposed other terms") % {"who": who}, "clipboard-check"
    else:
        lead, icon = _("%(who)s asked to end the work") % {"who": who}, "circle-x"
    yield Event(row.created_at, icon, "marigold", lead, row.text, answers=_terms(seat, row))
    if row.status != change_rules.OPEN:
        yield _answered(seat, row)


def _terms(seat: Seat, row: Change) -> list[tuple[str, Any]]:
    """What stood and what should stand, line by line."""
    if row.sort != change_rules.TERMS:
        return []
    lines = change_rules.lines(row.terms, seat.engagement.currency, get_language() or "en", row.fallen)
    return [(each.what, f"{each.was} → {each.new}") for each in lines]


def _answered(seat: Seat, row: Change) -> Event:
    other = name_of(seat, BUYER if row.role == WORKER else WORKER)
    silent = row.status_at >= changes.answer_by(row)
    icon, tone, words = {
        change_rules.AGREED: ("check", "success", _("%(who)s agreed")),
        change_rules.DECLINED: ("x", "error", _("%(who)s said no")),
        change_rules.WITHDRAWN: ("undo-2", "muted", _("%(asker)s took it back")),
        change_rules.LAPSED: ("clock", "muted", _("Nobody answered: all stays as it was")),
    }[row.status]
    if void := changes.void_words(row):
        icon, words = "clipboard-check", void
    if row.status == change_rules.AGREED and silent:
        words = _("%(who)s did not answer in time, which grants it")
    lead = words % {"who": other, "asker": name_of(seat, row.role)}
    return Event(row.status_at, icon, tone, lead, row.answer)


def price_of(seat: Seat) -> int:
    """What the buyer paid, minor units: the price where the unit itself is worth the studio's share."""
    return int(seat.engagement.terms.get("price", seat.unit.amount))


def money(seat: Seat, minor: int) -> str:
    return Money(minor, seat.engagement.currency).display(get_language() or "en")


def own_part(seat: Seat, minor: int) -> int:
    """A part of the unit's worth as this side counts it: the buyer in what was paid, the studio in its share."""
    if seat.side == WORKER and seat.may("see_money"):
        return queries.earned(seat.unit, minor)
    return price_of(seat) * minor // seat.unit.amount


def moved(seat: Seat, row: Decision) -> list[str]:
    """What a decision did to the money, in words."""
    said = []
    if row.paid:
        who = _("you") if seat.side == WORKER else seat.studio.name
        said.append(_("%(money)s to %(who)s") % {"money": money(seat, own_part(seat, row.paid)), "who": who})
    if row.returned:
        back = row.returned
        if seat.order:
            back = price_of(seat) - (price_of(seat) * row.paid // seat.unit.amount if row.paid else 0)
        who = _("you") if seat.side == BUYER else buyer_name(seat)
        said.append(_("%(money)s back to %(who)s") % {"money": money(seat, back), "who": who})
    return said

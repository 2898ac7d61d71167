"""The lifecycle of a change, what each sort of it asks for, and how other terms differ from those that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dhara.kit.currency import Money
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.digits import in_script
from dhara.kit.refusal import Conflict, Invalid
from dhara.work.proposals.rules import Milestone, check_rate, clean_milestones

# The last one is about what is not paid yet of a whole project; the others are about a single unit.
CANCEL, EXTEND, TERMS = "cancel", "extend", "terms"
SORTS: Final[dict[str, Any]] = {
    CANCEL: gettext_lazy("end it"),
    EXTEND: gettext_lazy("more time"),
    TERMS: gettext_lazy("other terms"),
}
OF_UNIT: Final = (CANCEL, EXTEND)
OPEN, AGREED, DECLINED, WITHDRAWN, LAPSED = "open", "agreed", "declined", "withdrawn", "lapsed"
# Why a milestone fell out of other terms that wait for an answer.
PAID, DROPPED = "paid", "dropped"
ENDED = "ended"  # why other terms are void that nobody can agree to any more: the work is over
FELL: Final[dict[str, Any]] = {
    PAID: gettext_lazy("falls out: paid in the meantime"),
    DROPPED: gettext_lazy("falls out: taken out in the meantime"),
}
Fallen = Sequence[Mapping[str, Any]]  # each with `unit`, `title`, `why`
MOST_DAYS: Final = 60
_ENDLESS: Final = 1_000_000  # as many days as nobody agrees on: without a day there is more time than with any
MOST_PARTS: Final = 100  # of one project, with those that have ended


def patience(change: Any) -> timedelta:
    """How long the other side may take to answer, as it was agreed."""
    return timedelta(hours=int(change.unit.engagement.policies["work.change_hours"]))


LIFECYCLE = Lifecycle(
    name="change of work",
    initial=OPEN,
    about="One side of an engagement asks the other to end it, to have more time, or for other terms.",
    states={
        OPEN: gettext_lazy("waiting for an answer"),
        AGREED: gettext_lazy("agreed"),
        DECLINED: gettext_lazy("turned down"),
        WITHDRAWN: gettext_lazy("withdrawn"),
        LAPSED: gettext_lazy("not answered"),
    },
    moves=(
        Move(OPEN, AGREED, ("person", "guest", "system"), "the other side agrees; or silence, where it is to end it"),
        Move(OPEN, DECLINED, ("person", "guest"), "the other side says no"),
        Move(OPEN, WITHDRAWN, ("person", "guest"), "who asked does not want it any more"),
        Move(OPEN, LAPSED, ("system",), "nobody answered, or the work went on without it"),
    ),
    timers=(
        Timer(
            OPEN,
            "unanswered",
            patience,
            "dhara.work.changes.actions:unanswered",
            "after the policy work.change_hours → agreed where it is to end it, else lapsed",
        ),
    ),
)


def check_days(sort: str, days: int) -> None:
    """Raises Invalid with the field."""
    if sort == EXTEND and not 1 <= days <= MOST_DAYS:
        raise Invalid("days_wrong", _("Between 1 and %(most)s days more.") % {"most": MOST_DAYS}, "days")


@dataclass(frozen=True)
class Part:
    """A milestone as it should be: `unit` is the one that it is now, 0 for a further one; `days` 0 for no day."""

    title: str
    amount: int
    days: int = 0
    unit: int = 0

    def kept(self) -> dict[str, Any]:
        return {"unit": self.unit or None, "title": self.title, "amount": self.amount, "days": self.days}


@dataclass(frozen=True)
class Wanted:
    """Other terms for what is not paid yet: milestones that should be otherwise or are new, and the ids of those to be
    taken out; by the hour the rate, minor units, and the most hours of a week."""

    parts: tuple[Part, ...] = ()
    dropped: tuple[int, ...] = ()
    rate: int = 0
    weekly_hours: int = 0


def other_parts(now: Sequence[Part], wanted: Wanted) -> dict[str, Any]:
    """`before` and `after` of the milestones that would change; `now` are all that are not paid.

    What is taken out stands in `before` alone, what is new in `after` alone. Raises Invalid, Conflict `change_late`
    for a milestone that is not among those.
    """
    known = {each.unit: each for each in now}
    named = [*(each.unit for each in wanted.parts if each.unit), *wanted.dropped]
    if not known.keys() >= set(named) or len(named) != len(set(named)):
        raise Conflict("change_late", _("One of these milestones is paid already or gone. Please look again."))
    made = [Milestone(each.title, each.amount, each.days) for each in wanted.parts]
    cleaned = clean_milestones(made) if made else ()
    parts = [Part(m.title, m.amount, m.days, p.unit) for m, p in zip(cleaned, wanted.parts, strict=True)]
    after = [each for each in parts if known.get(each.unit) != each]
    touched = {each.unit for each in after} | set(wanted.dropped)
    before = [each for each in now if each.unit in touched]
    return _unless_same([each.kept() for each in before], [each.kept() for each in after])


def other_rate(now: Mapping[str, int], wanted: Wanted) -> dict[str, Any]:
    """`before` and `after` by the hour: `rate` and `minutes` of a week. Raises Invalid."""
    check_rate(wanted.rate, wanted.weekly_hours)
    return _unless_same(dict(now), {"rate": wanted.rate, "minutes": wanted.weekly_hours * 60})


def _unless_same(before: Any, after: Any) -> dict[str, Any]:
    if before == after:
        raise Invalid("nothing_new", _("Nothing is different. Change what should be otherwise."), "milestones")
    return {"before": before, "after": after}


def gained(terms: Mapping[str, Any]) -> int:
    """By how much the prices of milestones together grew, minor units, without those that were taken out or are new."""
    was = {each["unit"]: each["amount"] for each in terms["before"]}
    return sum(each["amount"] - was[each["unit"]] for each in terms["after"] if each["unit"])


def left(terms: Mapping[str, Any], fallen: Fallen) -> Mapping[str, Any] | None:
    """What of other terms still makes sense without the milestones that fell out; None where nothing does.

    Whoever gave on one milestone to gain on another did not propose the one alone: the rest stays only where it does
    not go the other way than what fell out. What was to be taken out, and was, is no loss to anybody.
    """
    if not fallen:
        return terms
    out = {each["unit"]: each["why"] for each in fallen}
    rest = {side: [each for each in terms[side] if each["unit"] not in out] for side in ("before", "after")}
    stays = {each["unit"] for each in terms["after"]}
    lost = {side: [each for each in terms[side] if each["unit"] in out] for side in ("before", "after")}
    lost["before"] = [each for each in lost["before"] if each["unit"] in stays or out[each["unit"]] != DROPPED]
    if not (rest["before"] or rest["after"]) or any(-way in _ways(rest) for way in _ways(lost)):
        return None
    return rest


def _ways(terms: Mapping[str, Any]) -> set[int]:
    """Where changes go: 1 for more money or more time, -1 for less of either."""
    then = {each["unit"]: each for each in terms["after"] if each["unit"]}
    found = {1 for each in terms["after"] if not each["unit"]}
    for was in terms["before"]:
        new = then.get(was["unit"])
        if new is None:
            found.add(-1)
            continue
        pairs = ((new["amount"], was["amount"]), (new["days"] or _ENDLESS, was["days"] or _ENDLESS))
        found |= {1 if now > before else -1 for now, before in pairs if now != before}
    return found


@dataclass(frozen=True)
class Line:
    """One thing that changes, in words: what it is called, what stands now, what should stand."""

    what: str
    was: str
    new: str

    def __str__(self) -> str:
        return f"{self.what}: {self.was} → {self.new}"


def lines(terms: Mapping[str, Any], currency: str, language: str, fallen: Fallen = ()) -> list[Line]:
    """What would change and what fell out of it, in the language that is active."""
    before, after = terms["before"], terms["after"]
    if isinstance(before, dict):
        return _rate_lines(before, after, currency, language)
    then = {each["unit"]: each for each in after if each["unit"]}
    gone = {each["unit"]: str(FELL[each["why"]]) for each in fallen}
    found = [
        Line(
            each["title"],
            _part(each, currency, language),
            gone.get(each["unit"]) or _becomes(each, then.get(each["unit"]), currency, language),
        )
        for each in before
    ]
    new = [each for each in after if not each["unit"]]
    return found + [Line(each["title"], _("new"), _part(each, currency, language)) for each in new]


def _becomes(was: Mapping[str, Any], new: Mapping[str, Any] | None, currency: str, language: str) -> str:
    if new is None:
        return _("taken out")
    words = _part(new, currency, language)
    return words if new["title"] == was["title"] else f"“{new['title']}” · {words}"


def _part(part: Mapping[str, Any], currency: str, language: str) -> str:
    price, days = Money(part["amount"], currency).display(language), part["days"]
    words = ngettext("%(count)s day", "%(count)s days", days) % {"count": in_script(days, language)}
    return f"{price} · {words}" if days else price


def _rate_lines(before: Mapping[str, int], after: Mapping[str, int], currency: str, language: str) -> list[Line]:
    def said(of: Mapping[str, int]) -> tuple[str, str, str]:
        rate, week = Money(of["rate"], currency), Money(of["rate"] * of["minutes"] // 60, currency)
        return rate.display(language), in_script(of["minutes"] // 60, language), week.display(language)

    names = (_("Price of an hour"), _("Hours a week at most"), _("Set aside for a week"))
    rows = zip(names, said(before), said(after), strict=True)
    return [Line(*row) for row in rows if row[1] != row[2]]

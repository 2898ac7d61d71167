"""Reads: the change that waits for an answer, until when, and which changes make sense now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dhara.work.changes import rules
from dhara.work.changes.models import Change
from dhara.work.changes.rules import Part
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.modes import FIXED, HOURLY
from dhara.work.engagements.rules import MODES


def of_unit(unit: Unit) -> list[Change]:
    """All that was proposed about a unit, the first one first."""
    found = list(unit.changes.select_related("author").order_by("id"))
    for each in found:
        each.unit = unit
    return found


def at_unit(unit: Unit, change_id: int) -> Change | None:
    """One that is about this unit, or about the terms of the whole project that it belongs to."""
    mine = Q(unit=unit) | Q(unit__engagement=unit.engagement_id, sort=rules.TERMS)
    return Change.objects.filter(mine, pk=change_id).first()


def answer_by(change: Change) -> datetime:
    """Until when the other side may answer; the change has its unit with the engagement."""
    return change.created_at + rules.patience(change)


def fits(unit: Unit, sort: str) -> bool:
    """Whether the work is where such a change means something."""
    mode = MODES[unit.mode]
    if sort == rules.TERMS:
        return terms_fit(unit.engagement)
    if sort == rules.CANCEL:
        return mode.step(unit.status, "cancel") is not None
    return unit.due_at is not None and any(
        step.verb in ("deliver", "submit") for step in mode.open_to(unit.status, "worker")
    )


def terms_fit(engagement: Engagement) -> bool:
    """Whether other terms mean anything: a project goes on; by the hour a further week may be paid."""
    if engagement.ended_at is not None or engagement.mode not in (FIXED.code, HOURLY.code):
        return False
    return engagement.mode == FIXED.code or unpaid(engagement).exists()


def unpaid(engagement: Engagement) -> QuerySet[Unit]:
    """What terms can still change of: milestones that are not funded; the week that is paid next."""
    return Unit.objects.filter(engagement=engagement, status=MODES[engagement.mode].initial, hold=None).order_by("pk")


def part_of(unit: Unit) -> Part:
    """A milestone as its terms stand."""
    return Part(unit.title, unit.amount, int(unit.terms.get("days") or 0), unit.pk)


def rate_of(unit: Unit) -> Mapping[str, int]:
    """A week as its terms stand."""
    return {"rate": int(unit.terms["rate"]), "minutes": int(unit.terms["minutes"])}


def open_terms(engagement: Engagement) -> Change | None:
    """The proposal of other terms that waits for an answer, with its unit."""
    found = Change.objects.filter(unit__engagement=engagement, sort=rules.TERMS, status=rules.OPEN)
    change = found.select_related("unit", "author").first()
    if change is not None:
        change.unit.engagement = engagement
    return change


def standing(engagement: Engagement) -> int:
    """A number that grows whenever what could be changed does: a milestone is paid or dropped, other terms agreed."""
    units = list(engagement.units.values_list("status", flat=True))
    begun = [each for each in units if each != MODES[engagement.mode].initial]
    agreed = Change.objects.filter(unit__engagement=engagement, sort=rules.TERMS, status=rules.AGREED)
    return len(units) + len(begun) + agreed.count()


def fallen(change: Change) -> rules.Fallen:
    """The milestones of other terms that were paid or taken out while they waited, as they are now."""
    before: Any = change.terms.get("before", {})
    if change.status != rules.OPEN or isinstance(before, Mapping):
        return list(change.fallen)
    unpaid_yet = Q(status=FIXED.initial, hold=None)
    gone = Unit.objects.filter(~unpaid_yet, pk__in=[each["unit"] for each in before]).order_by("position")
    return [
        {"unit": each.pk, "title": each.title, "why": rules.PAID if each.hold_id else rules.DROPPED} for each in gone
    ]


def is_void(change: Change, fallen: rules.Fallen) -> bool:
    """Whether nobody can agree to other terms any more: the work is over, or nothing that makes sense alone is left.

    The change has its unit with the engagement.
    """
    return not terms_fit(change.unit.engagement) or rules.left(change.terms, fallen) is None


def why_void(change: Change) -> str:
    """Why other terms lapsed before their time: "ended" (the work, or its further weeks) or a key of rules.FELL.

    Empty where the other side was silent, and for what did not lapse. The change has its unit with the engagement.
    """
    if change.status != rules.LAPSED or change.sort != rules.TERMS or change.status_at >= answer_by(change):
        return ""
    nothing_left = change.fallen and rules.left(change.terms, change.fallen) is None
    return str(change.fallen[-1]["why"]) if nothing_left else rules.ENDED


def void_words(change: Change) -> str:
    """`why_void` as a sentence in the reader's language; empty for what was not void."""
    why = why_void(change)
    if why == rules.ENDED:
        return _("The work ended, so the terms were void")
    return _("What was left made no sense alone, or nothing was left: all stays as it was") if why else ""


def as_before(terms: Mapping[str, Any], units: Sequence[Unit]) -> bool:
    """Whether what other terms would change still stands as it did; `units` are those that are not paid."""
    before: Any = terms["before"]
    if isinstance(before, Mapping):
        return bool(units) and rate_of(units[0]) == before
    now = {unit.pk: part_of(unit).kept() for unit in units}
    return all(now.get(each["unit"]) == each for each in before)

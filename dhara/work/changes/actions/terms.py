"""Other terms come into force, or part of them falls out because it was paid in the meantime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict
from dhara.work.changes import facts, queries, rules
from dhara.work.changes.actions.sides import fact_of, locked
from dhara.work.changes.models import Change
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.modes import HOURLY
from dhara.work.engagements.rules import MODES
from dhara.work.funding.queries import under_way


def put_in_force(change: Change, fell: int, at: datetime) -> rules.Fallen:
    """Only what nobody has paid, or is paying, and what stands as it did when it was proposed; answers what fell out.

    `fell` is how many milestones had fallen out when the other side looked. Raises Conflict `payment_begun`,
    `terms_moved`, or `terms_fell` where more fell out since.
    """
    engagement = change.unit.engagement
    units = list(queries.unpaid(engagement).select_for_update(of=("self",)))
    hourly, fallen = engagement.mode == HOURLY.code, queries.fallen(change)
    rest = rules.left(change.terms, fallen)
    if rest is None or not queries.as_before(rest, units):
        words = _("What was to be changed has changed in the meantime, or was paid. Propose it anew.")
        raise Conflict("terms_moved", words)
    if len(fallen) != fell:
        words = _("Part of what was proposed was paid or taken out in the meantime. Please look at what is left first.")
        raise Conflict("terms_fell", words)
    touched = {each.pk for each in units} if hourly else {each["unit"] for each in rest["before"]}
    if touched & under_way(engagement).keys():
        words = _("It is being paid at this moment. Please wait until that is done, or over.")
        raise Conflict("payment_begun", words)
    if hourly:
        _set_rate(units[0], rest["after"])
    else:
        _set_parts(engagement, units, rest, at)
    return fallen


@transaction.atomic
def let_fall(engagement_id: int, *, by: Actor, at: datetime) -> None:
    """Milestones were paid or taken out: they fall out of the proposal that waits, with what hangs on them.

    Where nothing that makes sense alone is left, or the project has ended, the proposal is over.
    """
    waiting = Change.objects.filter(unit__engagement=engagement_id, sort=rules.TERMS, status=rules.OPEN)
    number = waiting.values_list("pk", flat=True).first()
    change = locked(number) if number else None
    if change is None or change.status != rules.OPEN:
        return
    fallen, studio = queries.fallen(change), change.unit.worker_id
    if queries.is_void(change, fallen):
        machine = replace(by, kind="system", id=None)
        why = fallen[-1]["why"] if queries.terms_fit(change.unit.engagement) else rules.ENDED
        fact = fact_of(facts.ChangeVoided, change)
        change.become(rules.LAPSED, fact=fact, by=machine, at=at, studio_id=studio, reason=why, fallen=fallen)
        return
    if len(fallen) == len(change.fallen):
        return
    Change.objects.filter(pk=change.pk).update(fallen=fallen)
    record(fact_of(facts.ChangeReduced, change), by=by, at=at, studio_id=studio)


def _set_rate(week: Unit, new: Any) -> None:
    """The next weeks take theirs over from this one."""
    amount = new["rate"] * new["minutes"] // 60
    Unit.objects.filter(pk=week.pk).update(amount=amount, terms={**week.terms, **new})


def _set_parts(engagement: Engagement, units: Sequence[Unit], terms: Any, at: datetime) -> None:
    """New ones before others are taken out, so that the project does not end in between."""
    stays = {each["unit"]: each for each in terms["after"] if each["unit"]}
    for unit in units:
        if new := stays.get(unit.pk):
            kept = {**unit.terms, "days": new["days"]}
            Unit.objects.filter(pk=unit.pk).update(title=new["title"], amount=new["amount"], terms=kept)
    mode, last = MODES[engagement.mode], engagement.units.aggregate(last=Max("position"))["last"]
    # How often changes may be asked for was agreed for each part of the project, so it holds for new ones, too.
    agreed: Any = engagement.units.order_by("position").values_list("terms", flat=True).first() or {}
    Unit.objects.bulk_create(
        Unit(
            engagement=engagement,
            mode=mode.code,
            worker_id=engagement.worker_id,
            position=last + place,
            title=new["title"],
            amount=new["amount"],
            terms={"days": new["days"], "revisions": agreed.get("revisions")},
            status=mode.initial,
            status_at=at,
            created_at=at,
        )
        for place, new in enumerate((each for each in terms["after"] if not each["unit"]), start=1)
    )
    for old in terms["before"]:
        if old["unit"] not in stays:
            work.act(old["unit"], "drop", by=SYSTEM, at=at)

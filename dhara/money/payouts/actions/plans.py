"""Pay out by a rhythm."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, Refused
from dhara.money.payouts import details, queries, rules
from dhara.money.payouts.actions.requests import request
from dhara.money.payouts.models import Payout, PayoutMethod, PayoutPlan
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def plan(
    *, studio: Studio, currency: str, rhythm: str, minimum: Money, method_id: int | None, by: Actor, at: datetime
) -> PayoutPlan:
    """Choose the rhythm of one currency, from which amount on, and where to. Raises Invalid with the field."""
    require_actor(by, studio, "edit_payouts")
    if rhythm not in rules.RHYTHMS:
        raise Invalid("payout_rhythm", _("Please choose one of the rhythms."), "rhythm")
    least = queries.least(currency, at=at)
    if minimum < least:
        words = _("A payout must be at least %(least)s.") % {"least": least.display(get_language() or "en")}
        raise Invalid("payout_too_little", words, "minimum")
    method = PayoutMethod.objects.filter(studio=studio, pk=method_id or 0, status=rules.PROVEN).first()
    if rhythm != rules.MANUAL and (method is None or not details.takes(method.kind, currency)):
        raise Invalid("payout_method", _("Please choose where the money should go."), "method")
    next_at = rules.due_after(rhythm, at, ZoneInfo(studio.time_zone))
    made, _new = PayoutPlan.objects.update_or_create(
        studio=studio,
        currency=currency,
        defaults={"rhythm": rhythm, "minimum": minimum.minor, "method": method, "next_at": next_at},
    )
    return made


@transaction.atomic
def run_plan(plan_id: int, *, by: Actor, at: datetime) -> Payout | None:
    """Pay out what a due plan says, once per date; None where there is too little, or nowhere to send it."""
    due = (
        PayoutPlan.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("studio")
        .filter(pk=plan_id, next_at__lte=at)
        .first()
    )
    if due is None or due.next_at is None:
        return None
    key = f"plan:{due.pk}:{due.next_at.isoformat()}"
    due.next_at = rules.due_after(due.rhythm, at, ZoneInfo(due.studio.time_zone))
    due.save(update_fields=["next_at"])
    there = queries.standing(due.studio_id, due.currency).payable
    if due.method_id is None or there.minor < due.minimum:
        return None
    try:
        with transaction.atomic():
            return request(
                studio=due.studio,
                currency=due.currency,
                method_id=due.method_id,
                key=key,
                by=by,
                at=at,
                automatic=True,
            )
    except Refused:
        return None

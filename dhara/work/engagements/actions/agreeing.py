"""Two parties agree: the terms and the numbers in force are copied, the units written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Invalid
from dhara.money.policies import queries as policies
from dhara.people.accounts.queries import proven_emails
from dhara.people.models import Member, Studio
from dhara.work.engagements import rules
from dhara.work.engagements.facts import WorkAgreed
from dhara.work.engagements.models import Engagement, Unit


@dataclass(frozen=True)
class Planned:
    """A unit to be; `amount` in minor units of the engagement's currency, `due_at` for milestones with a day."""

    amount: int
    title: str = ""
    terms: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


@transaction.atomic
def agree(
    mode: str,
    *,
    subject: str,
    till: str = rules.WHOLE,
    title: str,
    worker: Studio | None,
    buyer_id: int | None,
    buyer_email: str,
    currency: str,
    language: str,
    units: Sequence[Planned],
    terms: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Write the agreement down. The same subject again returns the first one. A campaign has no units yet.

    Raises Invalid where somebody would hire themselves, or where a unit is worth nothing.
    """
    table = rules.MODES[mode]
    first = Engagement.objects.filter(subject=subject).first()
    if first is not None:
        return first
    if worker is not None and buyer_id is not None and worker.members.filter(account_id=buyer_id).exists():
        raise Invalid("own_work", _("You can not hire a studio that you belong to."))
    if (not units and not table.pooled) or any(each.amount <= 0 for each in units):
        raise Invalid("unit_empty", _("Say what is paid for the work."), "amount")
    kept = policies.frozen({worker.pk} if worker else set(), at=at)
    made = Engagement.objects.create(
        mode=mode,
        subject=subject,
        till=till,
        buyer_id=buyer_id,
        buyer_email=buyer_email,
        worker=worker,
        title=title,
        currency=currency,
        language=language,
        terms=dict(terms or {}),
        policies=kept,
        agreed_at=at,
    )
    Unit.objects.bulk_create(
        Unit(
            engagement=made,
            mode=mode,
            worker=worker,
            position=place,
            title=each.title,
            amount=each.amount,
            terms=dict(each.terms),
            due_at=each.due_at,
            status=table.initial,
            status_at=at,
            created_at=at,
        )
        for place, each in enumerate(units, start=1)
    )
    if table.silence(table.initial) is not None:
        for unit in made.units.all():
            unit.start_timers(at)
    record(WorkAgreed(made.pk, mode, subject), by=by, at=at, studio_id=worker.pk if worker else None)
    return made


def claim(account_id: int) -> int:
    """What somebody ordered as a guest becomes their account's, with each address that they have proven."""
    guests = Engagement.objects.filter(buyer=None, buyer_email__in=proven_emails(account_id))
    own = Member.objects.filter(account_id=account_id).values("studio")  # nobody is on both sides
    return guests.exclude(worker__in=own).update(buyer_id=account_id)

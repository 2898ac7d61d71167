"""Suspend, reinstate and close a studio."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.notices.actions import tell
from dhara.people.studios import mail, rules
from dhara.people.studios.actions.loading import for_operator, locked_for
from dhara.people.studios.facts import StudioClosed, StudioReinstated, StudioSuspended
from dhara.people.studios.models import Invitation, Studio
from dhara.people.studios.queries import members_of, owners_of


@transaction.atomic
def suspend(studio_id: int, *, reason: str, by: Actor, at: datetime) -> Studio:
    """Stop the studio's sales; every member sees the reason, every owner gets it by letter."""
    studio = for_operator(studio_id, by)
    reason = clean_text(reason, lines=True)
    if not 10 <= len(reason) <= 1000:
        raise Invalid(
            "reason_missing", _("Please give a reason of 10 to 1,000 characters: the seller reads it."), "reason"
        )
    fact = StudioSuspended(studio_id, reason)
    studio.become(rules.SUSPENDED, fact=fact, by=by, at=at, reason=reason, studio_id=studio_id)
    _tell_all(studio, "studio_suspended", {"reason": reason}, at)
    for owner in owners_of(studio_id):
        mail.suspended(studio, owner.account, reason=reason, at=at)
    return studio


@transaction.atomic
def reinstate(studio_id: int, *, by: Actor, at: datetime) -> Studio:
    """Lift the suspension."""
    studio = for_operator(studio_id, by)
    studio.become(rules.OPEN, fact=StudioReinstated(studio_id), by=by, at=at, studio_id=studio_id)
    _tell_all(studio, "studio_reinstated", {}, at)
    for owner in owners_of(studio_id):
        mail.reinstated(studio, owner.account, at=at)
    return studio


@transaction.atomic
def close(studio_id: int, *, by: Actor, at: datetime, reason: str = "") -> Studio:
    """Close the studio for good (an owner, or the operator). Buyers keep what they bought; its handle stays taken."""
    studio = for_operator(studio_id, by) if by.kind == "operator" else locked_for(studio_id, "close_studio", by)
    fact = StudioClosed(studio_id)
    studio.become(rules.CLOSED, fact=fact, by=by, at=at, reason=clean_text(reason), studio_id=studio_id)
    Invitation.objects.filter(studio=studio, accepted_at__isnull=True).delete()
    _tell_all(studio, "studio_closed", {}, at)
    return studio


def _tell_all(studio: Studio, kind: str, data: dict[str, str], at: datetime) -> None:
    for member in members_of(studio.pk):
        tell(
            account_id=member.account_id,
            topic="studio",
            kind=kind,
            data={"studio": studio.name, **data},
            key=f"{kind}:{studio.pk}:{studio.version}:{member.account_id}",
            studio_id=studio.pk,
            at=at,
        )

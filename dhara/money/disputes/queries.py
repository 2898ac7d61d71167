"""Reads: disputes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from dhara.kit.actor import Actor
from dhara.money.disputes import rules
from dhara.money.disputes.models import Dispute, Exhibit, Statement


def visible_to(actor: Actor) -> QuerySet[Dispute]:
    """All are an operator's to see; a seller's are found above, where orders are known."""
    found = Dispute.objects.select_related("payment").order_by("-id")
    return found if actor.kind in ("operator", "system") else found.none()


def statements_of(dispute: Dispute) -> dict[int, str]:
    """What each studio says."""
    return dict(Statement.objects.filter(dispute=dispute).values_list("studio_id", "text"))


def exhibits_of(dispute: Dispute) -> list[Exhibit]:
    return list(Exhibit.objects.filter(dispute=dispute).select_related("stored", "studio"))


def may_be_answered(dispute: Dispute) -> bool:
    return dispute.status == rules.NEEDS_RESPONSE and dispute.handed_in_at is None and dispute.wanted_at is None


def to_ask(limit: int = 200) -> list[int]:
    """Cases that are not decided: what has become of them may have been told while nobody listened."""
    return list(Dispute.objects.filter(status__in=rules.OPEN).order_by("id").values_list("pk", flat=True)[:limit])


def to_hand_in(at: datetime, limit: int = 50) -> list[int]:
    """Evidence that is wanted at the bank and is not there yet, a while after it was asked for."""
    waiting = Dispute.objects.filter(status=rules.NEEDS_RESPONSE, handed_in_at__isnull=True)
    waiting = waiting.filter(wanted_at__lt=at - timedelta(minutes=2))
    return list(waiting.order_by("id").values_list("pk", flat=True)[:limit])

"""Reads: who gets which part of an offer now, what a studio takes part in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from dhara.catalog.collaborators import rules
from dhara.catalog.collaborators.models import Collaborator
from dhara.kit import rows
from dhara.people.models import Studio


def parts_of(offer_ids: Iterable[int], at: datetime) -> dict[int, list[tuple[int, int]]]:
    """(studio id, hundredths of a percent) of each offer that shares its income at the moment; one query."""
    found: dict[int, list[tuple[int, int]]] = {}
    for each in rows.load(Collaborator, _IN_FORCE, [sorted(set(offer_ids)), at, at], tail="ORDER BY t.id"):
        assert each.studio_id is not None
        found.setdefault(each.offer_id, []).append((each.studio_id, each.bp))
    return found


_IN_FORCE = (
    "t.offer_id = ANY(%s) AND t.status = 'accepted' AND t.starts_at <= %s AND (t.ends_at IS NULL OR t.ends_at > %s)"
)


def of_offer(offer_id: int) -> QuerySet[Collaborator]:
    """Everybody who was ever asked: those who take part first, then those who were asked, the latest first."""
    return Collaborator.objects.filter(offer_id=offer_id).select_related("studio").order_by("status", "-id")


def given_away(offer_id: int, *, without: Iterable[int] = ()) -> int:
    """Hundredths of a percent that are promised: agreed parts, and open invitations that take no agreed one's place."""
    standing = Q(status=rules.ACCEPTED) | Q(status=rules.INVITED, replaces=None)
    promised = Collaborator.objects.filter(standing, offer_id=offer_id).exclude(pk__in=list(without))
    agreed = promised.aggregate(sum=Sum("bp"))["sum"] or 0
    changes = Collaborator.objects.filter(
        offer_id=offer_id, status=rules.INVITED, replaces__status=rules.ACCEPTED
    ).exclude(pk__in=list(without))
    # A greater part that was offered to somebody is promised, too.
    return int(agreed) + sum(
        max(0, each.bp - each.replaces.bp) for each in changes.select_related("replaces") if each.replaces
    )


def invitation(token: str, at: datetime) -> Collaborator | None:
    """An open one that has not expired."""
    found = Collaborator.objects.select_related("offer__studio", "invited_by", "replaces__studio").filter(
        token=token, status=rules.INVITED, expires_at__gt=at
    )
    return found.first()


def of_studio(studio: Studio) -> QuerySet[Collaborator]:
    """Offers of others whose income the studio shares, or shared; the latest first."""
    taken = Collaborator.objects.filter(studio=studio, status__in=(rules.ACCEPTED, rules.ENDED))
    return taken.select_related("offer__studio", "offer__cover__file").order_by("status", "-id")

"""Reads: whether two sides are in the same hands, and the refusal that says so."""

from __future__ import annotations

from collections.abc import Collection
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.db.models import Q

from dhara.kit.refusal import Conflict
from dhara.people.ties import rules
from dhara.people.ties.models import Tie

# For statements that ask it themselves, as one probe of the unique index: SQL expressions of the two accounts.
APART: Final = """NOT EXISTS (SELECT FROM people_tie t WHERE t.one_id = least({0}, {1})
                    AND t.other_id = greatest({0}, {1}) AND t.allowed_at IS NULL)"""


def between(one: int | None, other: int | None) -> Conflict | None:
    """The refusal for paid work between two accounts, if any. Guests have none."""
    if one is None or other is None:
        return None
    return _refusal(Q(one_id=min(one, other), other_id=max(one, other)))


def with_studios(account_id: int | None, studio_ids: Collection[int]) -> Conflict | None:
    """The same where somebody would buy work of studios: of their members nobody may be tied to them. One query."""
    if account_id is None or not studio_ids:
        return None
    theirs = Q(one_id=account_id, other__memberships__studio__in=studio_ids)
    return _refusal(theirs | Q(other_id=account_id, one__memberships__studio__in=studio_ids))


def _refusal(pair: Q) -> Conflict | None:
    reason = Tie.objects.filter(pair, allowed_at=None).order_by("id").values_list("reason", flat=True).first()
    if reason is None:
        return None
    return Conflict("same_hands", rules.REFUSALS[reason] % {"address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]})

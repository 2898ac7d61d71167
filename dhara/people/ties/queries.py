"""Reads: whether two sides are in the same hands, and the refusal that says so."""

from __future__ import annotations

from collections.abc import Collection
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from dhara.kit import rows
from dhara.kit.refusal import Conflict
from dhara.people.ties import rules
from dhara.people.ties.models import Tie

# For statements that ask it themselves, as one probe of the unique index: SQL expressions of the two accounts.
APART: Final = """NOT EXISTS (SELECT FROM people_tie t WHERE t.one_id = least({0}, {1})
                    AND t.other_id = greatest({0}, {1}) AND t.allowed_at IS NULL)"""

# Those that tie an account to the members of studios: by studio the oldest.
_OF_STUDIOS: Final = """
SELECT DISTINCT ON (m.studio_id) m.studio_id, t.id, t.reason
  FROM (SELECT id, reason, other_id AS met FROM people_tie WHERE one_id = %(account)s AND allowed_at IS NULL
        UNION ALL
        SELECT id, reason, one_id FROM people_tie WHERE other_id = %(account)s AND allowed_at IS NULL) t
  JOIN people_member m ON m.account_id = t.met AND m.studio_id = ANY(%(studios)s)
 ORDER BY m.studio_id, t.id
"""
# Refused something, and no operator has said anything about it.
WAITING: Final = Q(refused_at__isnull=False, allowed_at=None, looked_at=None)


class SameHands(Conflict):
    """`tie_id` is the tie that refuses it."""

    def __init__(self, tie_id: int, reason: str) -> None:
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        super().__init__("same_hands", rules.REFUSALS[reason] % {"address": address})
        self.tie_id = tie_id


def between(one: int | None, other: int | None) -> SameHands | None:
    """The refusal for paid work between two accounts, if any. Guests have none."""
    if one is None or other is None:
        return None
    pair = Tie.objects.filter(one_id=min(one, other), other_id=max(one, other), allowed_at=None)
    found = pair.order_by("id").values_list("id", "reason").first()
    return SameHands(*found) if found else None


def of_studios(account_id: int | None, studio_ids: Collection[int]) -> dict[int, SameHands]:
    """The same where somebody would buy work of studios, by the studio: nobody of its members may be tied to them.

    One query, none for a guest or without studios.
    """
    if account_id is None or not studio_ids:
        return {}
    with rows.cursor() as cursor:
        cursor.execute(_OF_STUDIOS, {"account": account_id, "studios": list(studio_ids)})
        return {studio: SameHands(tie, reason) for studio, tie, reason in cursor.fetchall()}


def with_studios(account_id: int | None, studio_ids: Collection[int]) -> SameHands | None:
    """The refusal for all of them together: that of the oldest tie."""
    return min(of_studios(account_id, studio_ids).values(), key=lambda each: each.tie_id, default=None)


def waiting() -> QuerySet[Tie]:
    """What an operator should look at: most ties refuse nobody anything, and harm nobody."""
    return Tie.objects.filter(WAITING)

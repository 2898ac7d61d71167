"""Two accounts that were found to be in the same hands."""

from __future__ import annotations

from datetime import datetime

from dhara.people.models import Account, Tie
from dhara.people.ties import rules


def tie(one: Account, other: Account, now: datetime, reason: str = rules.DEVICE) -> Tie:
    first, second = sorted((one.pk, other.pk))
    return Tie.objects.create(one_id=first, other_id=second, reason=reason, since=now)

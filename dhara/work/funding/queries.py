"""Reads: what somebody pays for work."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.kit.currency import Money
from dhara.money.escrow.queries import open_below
from dhara.money.models import Hold
from dhara.people.access.queries import Viewer
from dhara.work.engagements.models import Engagement
from dhara.work.engagements.rules import pool_key
from dhara.work.funding import rules
from dhara.work.funding.models import Funding


def visible_to(viewer: Viewer) -> QuerySet[Funding]:
    """Those that the viewer pays; who does the work sees its state at the work itself."""
    mine = Funding.objects.filter(account_id=viewer.account_id) if viewer.account_id else Funding.objects.none()
    return mine.select_related("engagement", "payment")


def by_token(token: str) -> Funding | None:
    found = Funding.objects.filter(token=token) if token else Funding.objects.none()
    return found.select_related("engagement", "payment").first()


def number_of(subject: str) -> int | None:
    """The funding that a payment names; None for a payment for something else."""
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "funding" else None


def is_settled(funding_id: int, payment_id: int) -> bool:
    """Whether this payment has done what it was for."""
    return Funding.objects.filter(pk=funding_id, payment_id=payment_id, status=rules.PAID).exists()


def pools(engagement: Engagement) -> QuerySet[Hold]:
    """What is still set aside for all units of a campaign, the first one first."""
    return open_below(pool_key(engagement.pk))


def left_in_pool(engagement: Engagement) -> Money:
    return Money(sum(hold.left for hold in pools(engagement)), engagement.currency)

"""Whose money ends at one place: owners of studios that are paid out to the same wallet or account are tied."""

from __future__ import annotations

from datetime import datetime

from dhara.kit.actor import Actor
from dhara.kit.seal import Unsealable, unseal
from dhara.money.payouts import details
from dhara.money.payouts.models import PayoutMethod
from dhara.people.models import Member
from dhara.people.studios.rules import OWNER
from dhara.people.ties import actions as ties
from dhara.people.ties.rules import PAYOUT


def see_place(method: PayoutMethod, *, by: Actor, at: datetime) -> None:
    """Of a proven method, last in its transaction: others with the same place wait. Touches no money.

    A place that somebody only claims to have ties nobody. What can not be opened is nobody's to compare.
    """
    try:
        kept = unseal(method.sealed)
    except Unsealable:
        return
    owners = Member.objects.filter(studio_id=method.studio_id, role=OWNER).values_list("account_id", flat=True)
    ties.see(PAYOUT, details.destination(method.kind, kept), list(owners), by=by, at=at)

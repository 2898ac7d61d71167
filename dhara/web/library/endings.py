"""Why a purchase can not be used any more, in the owner's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.delivery.grants import rules
from dhara.delivery.models import Grant
from dhara.kit.lifecycle.models import Transition


@dataclass(frozen=True)
class Ending:
    """`reason` is what whoever ended it wrote, if anything."""

    words: Any
    at: datetime
    reason: str


WORDS = {
    rules.REVOKED: _("This purchase was refunded, so it can not be used any more."),
    rules.EXPIRED: _("The time for which this was bought is over."),
}


GIVEN = _("This gift has ended, so it can not be used any more. It is nothing that you did.")
DISPUTED = _("Its payment was taken back through the bank, so its files can not be downloaded.")


def ending(grant: Grant) -> Ending | None:
    """None while it may be used."""
    return endings([grant]).get(grant.pk)


def endings(grants: Sequence[Grant]) -> dict[int, Ending]:
    """By the grant's id, for those that ended; at most one query where their orders are loaded."""
    ended = {grant.pk: grant for grant in grants if grant.status != rules.ACTIVE}
    if not ended:
        return {}
    moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref__in=ended).order_by("version")
    reasons = {move.thing_ref: move.reason for move in moves}
    return {
        pk: Ending(_words(grant, reasons.get(pk, "")), grant.status_at, _told(grant, reasons.get(pk, "")))
        for pk, grant in ended.items()
    }


def _words(grant: Grant, reason: str) -> Any:
    if grant.order.gifted:
        return GIVEN
    return DISPUTED if reason == "dispute" else WORDS[grant.status]


def _told(grant: Grant, reason: str) -> str:
    """A sentence that a person wrote; the single words by which programs call a reason tell a reader nothing.

    What was written to the giver of a gift is not its receiver's.
    """
    return reason if " " in reason.strip() and not grant.order.gifted else ""

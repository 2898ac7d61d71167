"""Steer what has begun: pause, go on, cancel, end a test, see that it is done, send to those not reached."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.broadcasts import queries, rules
from dhara.audience.broadcasts.actions.loading import locked
from dhara.audience.broadcasts.facts import BroadcastDone, BroadcastStopped
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.sending import actions as sending
from dhara.audience.sending.rules import BOUNCED, FAILED, SENT, UNKNOWN
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.refusal import Conflict, Invalid
from dhara.kit.statistics import Comparison
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def pause(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """No further letter leaves; those in the air still end."""
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.TESTING, rules.SENDING))
    return _pause(broadcast, by=by, at=at)


@transaction.atomic
def protect(broadcast_id: int, reason: str, *, at: datetime) -> bool:
    """A breaker asks for a pause; False when it was not being sent."""
    broadcast = Broadcast.objects.select_for_update().filter(pk=broadcast_id).first()
    if broadcast is None or broadcast.status not in (rules.TESTING, rules.SENDING):
        return False
    _pause(broadcast, by=SYSTEM, at=at, fact=BroadcastStopped(broadcast_id, reason), reason=reason)
    return True


def _pause(
    broadcast: Broadcast, *, by: Actor, at: datetime, fact: BroadcastStopped | None = None, reason: str = ""
) -> Broadcast:
    sending.pause(rules.source_of(broadcast.pk), at=at, reason=reason)
    return broadcast.become(
        rules.PAUSED, by=by, at=at, fact=fact, reason=reason, studio_id=broadcast.studio_id if fact else None
    )


@transaction.atomic
def resume(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """Go on where it stood; the hours of a test begin anew."""
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.PAUSED,))
    sending.resume(rules.source_of(broadcast.pk), at=at)
    testing = broadcast.test and "ended" not in broadcast.test
    return broadcast.become(rules.TESTING if testing else rules.SENDING, by=by, at=at)


@transaction.atomic
def cancel(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """What waits is not sent; what is sent stays sent."""
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.TESTING, rules.SENDING, rules.PAUSED))
    sending.cancel(rules.source_of(broadcast.pk), at=at)
    return broadcast.become(rules.CANCELLED, by=by, at=at)


@transaction.atomic
def decide(broadcast_id: int, *, by: Actor, at: datetime, choice: int | None = None) -> Broadcast:
    """End the test: the rest gets the winner, or evenly all subjects where nothing is decided.

    `choice` is the number of the subject that a member wants, whatever the figures say. Raises Invalid for one that
    there is not, Conflict when the test is over.
    """
    with_all = Broadcast.objects.select_for_update(of=("self",)).select_related("message", "studio")
    broadcast = with_all.get(pk=broadcast_id)
    require_actor(by, broadcast.studio, "send_letters")
    if broadcast.status != rules.TESTING:
        raise Conflict("test_over", _("The test is over."))
    ways = rules.variants_of(broadcast.message.content)
    if choice is not None and not 0 <= choice < ways:
        raise Invalid("choice", _("Please choose one of the list."))
    found: Comparison = queries.comparison(broadcast)
    test = rules.ended(broadcast.test, found, at, choice)
    # Where none has won, each keeps the subject of their own lot.
    sending.release(rules.source_of(broadcast_id), due_at=at, at=at, variant=test["winner"])
    return broadcast.become(rules.SENDING, by=by, at=at, test=test, reason=test["verdict"])


def settle(*, at: datetime) -> int:
    """Call done what has nothing left to send; returns how many."""
    done = 0
    for broadcast_id in Broadcast.objects.filter(status=rules.SENDING).values_list("pk", flat=True):
        done += settle_one(broadcast_id, at=at)
    return done


def settle_one(broadcast_id: int, *, at: datetime) -> bool:
    """Call it done; False while something is left, or when it is not being sent."""
    with transaction.atomic():
        broadcast = Broadcast.objects.select_for_update(skip_locked=True).filter(pk=broadcast_id).first()
        if broadcast is None or broadcast.status != rules.SENDING or queries.is_open(broadcast):
            return False
        counts = queries.counts(broadcast)
        missed = sum(counts.get(state, 0) for state in (FAILED, BOUNCED, UNKNOWN))
        fact = BroadcastDone(broadcast_id, counts.get(SENT, 0), missed)
        broadcast.become(rules.DONE, by=SYSTEM, at=at, fact=fact, studio_id=broadcast.studio_id)
    return True


@transaction.atomic
def again(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> int:
    """Send to those not reached (unknown or failed; never to whom it bounced); returns to how many.

    Where the end is unknown the first letter may have arrived: the page says so before. Raises Invalid for nobody.
    """
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.DONE,))
    many = sending.again(rules.source_of(broadcast.pk), at=at)
    if not many:
        raise Invalid("all_reached", _("Everybody who can be reached was reached."))
    broadcast.become(rules.SENDING, by=by, at=at, reason="again")
    return many

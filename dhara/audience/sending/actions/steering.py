"""Steer the letters of a source: stop, go on, give up, send to those not reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from dhara.audience.sending import rules
from dhara.audience.sending.actions.settling import End, settle
from dhara.audience.sending.actions.waking import wake
from dhara.audience.sending.models import Delivery, Lane


def pause(source: str, *, at: datetime, reason: str = "") -> bool:
    """Nothing more of a source leaves, but what is on the wire; whether it had been going."""
    return bool(Lane.objects.filter(source=source, paused_at=None).update(paused_at=at, paused_for=reason))


@transaction.atomic
def resume(source: str, *, at: datetime) -> bool:
    """Go on where it was stopped. What a breaker had counted is forgotten: it begins to look anew."""
    lane = Lane.objects.select_for_update().filter(source=source, paused_at__isnull=False).first()
    if lane is None:
        return False
    lane.paused_at, lane.paused_for, lane.sent, lane.bounced, lane.complained = None, "", 0, 0, 0
    lane.save()
    wake(lane.studio_id, when=at, at=at)
    return True


@transaction.atomic
def cancel(source: str, *, at: datetime) -> int:
    """What still waits is never sent; returns how many that were. Letters on the wire come to their end.

    Works for any source: a broadcast that is given up, an enrolment whose contact has left.
    """
    waiting = Delivery.objects.filter(source=source, state__in=[rules.QUEUED, rules.DEFERRED], flight=None)
    count = waiting.update(state=rules.CANCELLED)
    Lane.objects.filter(source=source).exclude(source="").update(finished_at=at, paused_at=None, paused_for="")
    return count


@transaction.atomic
def again(source: str, *, at: datetime) -> int:
    """At somebody's word: to those not reached (unknown or failed); returns how many.

    Their letters keep their Message-ID, so that a server which took one after all can drop the copy.
    """
    lane = Lane.objects.select_for_update().get(source=source)
    missed = Delivery.objects.filter(message=lane.message_id, state__in=rules.NOT_REACHED)
    count = missed.update(state=rules.QUEUED, attempts=0, due_at=at, reason="")
    if count:
        Lane.objects.filter(pk=lane.pk).update(finished_at=None)
        wake(lane.studio_id, when=at, at=at)
    return count


@transaction.atomic
def release(source: str, *, due_at: datetime, at: datetime, variant: int | None = None) -> int:
    """Give the letters that are due later than `due_at` this time (and subject); returns how many.

    For an A/B test: the rest of the audience waits for the winner, then goes out with it.
    """
    lane = Lane.objects.get(source=source)
    later = Delivery.objects.filter(Q(due_at__gt=due_at), message=lane.message_id, state=rules.QUEUED, flight=None)
    count = later.update(due_at=due_at, **({} if variant is None else {"variant": variant}))
    wake(lane.studio_id, when=due_at, at=at)
    return count


@transaction.atomic
def settle_unknown(delivery_ids: Collection[int], *, sent: bool, at: datetime, reason: str = "") -> int:
    """What a provider says afterwards about letters whose end we do not know; returns how many there were of them."""
    unknown = Delivery.objects.filter(pk__in=delivery_ids, state=rules.UNKNOWN).values_list("pk", "fence")
    state = rules.SENT if sent else rules.FAILED
    return settle([End(key, fence, state, reason=reason) for key, fence in unknown], at=at)


# Waits for nobody, as a worker that lives holds letters and wants their flight, and this the other way round: what is
# locked just now has somebody who writes down its end. Its flight stays until none of its letters is in the air.
_EXPIRED = """
WITH dead AS MATERIALIZED (
  SELECT id, letters FROM audience_flight WHERE leased_until < %s ORDER BY leased_until LIMIT 100
  FOR UPDATE SKIP LOCKED
), ours AS MATERIALIZED (
  SELECT d.id, d.flight FROM dead, unnest(dead.letters) AS letter(id)
  JOIN audience_delivery d ON d.id = letter.id WHERE d.flight = dead.id FOR UPDATE OF d SKIP LOCKED
), gone AS (
  DELETE FROM audience_flight f USING dead WHERE f.id = dead.id
    AND (SELECT count(*) FROM ours WHERE ours.flight = dead.id) = (SELECT count(*) FROM unnest(dead.letters)
      AS letter(id) JOIN audience_delivery d ON d.id = letter.id WHERE d.flight = dead.id)
)
UPDATE audience_delivery d SET state = 'unknown', reason = 'worker', flight = NULL, attempts = d.attempts + 1
FROM ours WHERE d.id = ours.id
"""


def take_back(*, at: datetime) -> int:
    """Letters whose worker must be dead become unknown: nobody can say whether the server took them.

    The fence stays: where the worker was only slow, it can still tell what became of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED, [at])
        return int(cursor.rowcount)

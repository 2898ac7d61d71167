"""Begin: look at it once more, freeze the audience, let the engine send."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dhara.audience.broadcasts import queries, rules
from dhara.audience.broadcasts.actions.loading import locked
from dhara.audience.broadcasts.facts import BroadcastNotBegun, BroadcastStarted
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.messages.models import FULL
from dhara.audience.sending.actions import queue_for
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.refusal import Invalid, Refused
from dhara.people.models import Studio


@transaction.atomic
def schedule(
    studio: Studio, broadcast_id: int, *, send_at: datetime, by_zone: bool, by: Actor, at: datetime
) -> Broadcast:
    """Begin at `send_at`; with `by_zone` at that time of day in each contact's own zone.

    Raises Invalid for a moment that is over, or for what the checks refuse.
    """
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.DRAFT,))
    moment = rules.clean_moment(send_at, at)
    broadcast.by_zone = by_zone
    _check(broadcast)
    return broadcast.become(rules.SCHEDULED, by=by, at=at, send_at=moment, by_zone=by_zone)


@transaction.atomic
def unschedule(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """Take it back before it begins."""
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.SCHEDULED,))
    return broadcast.become(rules.DRAFT, by=by, at=at, send_at=None)


@transaction.atomic
def start(studio: Studio, broadcast_id: int, *, by: Actor, at: datetime) -> Broadcast:
    """Send now. Raises Invalid for what the checks refuse, or when nobody would get it."""
    broadcast = locked(studio, broadcast_id, "send_letters", by, among=(rules.DRAFT,))
    broadcast.by_zone = False
    return _begin(broadcast, by=by, at=at)


def begin_due(*, at: datetime) -> int:
    """Begin all whose moment has come; returns how many. One that is refused becomes a draft again, and is told."""
    near = Broadcast.objects.filter(status=rules.SCHEDULED, send_at__lte=at + timedelta(hours=27))
    begun = 0
    for pk, send_at, by_zone, zone in near.values_list("pk", "send_at", "by_zone", "studio__time_zone"):
        if send_at is not None and rules.begins_at(send_at, by_zone, zone) <= at:
            begun += _begin_one(pk, at)
    return begun


def _begin_one(broadcast_id: int, at: datetime) -> bool:
    with transaction.atomic():
        broadcast = (
            Broadcast.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("studio", "message", "segment", "excluded")
            .filter(pk=broadcast_id, status=rules.SCHEDULED)
            .first()
        )
        if broadcast is None:
            return False
        try:
            with transaction.atomic():
                _begin(broadcast, by=SYSTEM, at=at)
        except Refused as refusal:
            with override(broadcast.studio.language):
                fact = BroadcastNotBegun(broadcast_id, str(refusal))
            broadcast.refresh_from_db()
            broadcast.become(rules.DRAFT, by=SYSTEM, at=at, fact=fact, studio_id=broadcast.studio_id, send_at=None)
            return False
    return True


def _begin(broadcast: Broadcast, *, by: Actor, at: datetime) -> Broadcast:
    _check(broadcast)
    ways = rules.variants_of(broadcast.message.content) if broadcast.test else 1
    audience = queue_for(
        broadcast.message,
        queries.audience(broadcast),
        source=rules.source_of(broadcast.pk),
        due_at=queries.due(broadcast, at),
        variant=queries.variant(broadcast, ways),
        at=at,
    )
    if not audience:
        raise Invalid("nobody", _("Nobody would get it: no subscribed contact fits."))
    meant = {"segment": broadcast.segment and broadcast.segment.rules, "excluded": _rules_of_excluded(broadcast)}
    return broadcast.become(
        rules.TESTING if broadcast.test else rules.SENDING,
        by=by,
        at=at,
        fact=BroadcastStarted(broadcast.pk, audience),
        studio_id=broadcast.studio_id,
        audience=audience,
        started_at=at,
        rules=meant,
    )


def _rules_of_excluded(broadcast: Broadcast) -> object:
    return broadcast.excluded and broadcast.excluded.rules


def _check(broadcast: Broadcast) -> None:
    """Raises Invalid for what would make a bad letter or a test that can not end."""
    if wrong := [each for each in queries.checks(broadcast) if each.level == "error"]:
        raise Invalid("letter_not_ready", wrong[0].words)
    if not broadcast.test:
        return
    if broadcast.by_zone:
        raise Invalid("test_by_zone", _("A test of subjects goes out at one moment; it can not follow time zones."))
    if not 2 <= rules.variants_of(broadcast.message.content) <= rules.MAX_VARIANTS:
        raise Invalid("variants", _("A test needs two to four subjects. Write them in the letter."))
    if broadcast.message.tracking != FULL:
        raise Invalid("test_untracked", _("A test needs to know who followed a link: turn tracking on in the letter."))

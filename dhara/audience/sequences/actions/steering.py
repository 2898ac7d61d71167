"""Pause a sequence, let it go on, put it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.audience.sequences import rules
from dhara.audience.sequences.actions.drafts import locked
from dhara.audience.sequences.actions.intaking import go_on, stop_all
from dhara.audience.sequences.actions.waking import wake
from dhara.audience.sequences.facts import SequenceArchived, SequencePaused, SequenceResumed
from dhara.audience.sequences.models import Enrolment, Sequence
from dhara.kit import rows
from dhara.kit.actor import Actor


@transaction.atomic
def pause(sequence: Sequence, *, by: Actor, at: datetime) -> Sequence:
    """Nobody comes in, nobody goes on, from the moment this is committed. Letters handed over for sending still go."""
    found = locked(sequence, by, "send_letters")
    found.become(rules.PAUSED, fact=SequencePaused(found.pk), by=by, at=at, studio_id=found.studio_id)
    Enrolment.objects.filter(sequence=found, state=rules.ACTIVE_IN).update(resting=True)
    return found


@transaction.atomic
def resume(sequence: Sequence, *, by: Actor, at: datetime) -> Sequence:
    """Everybody goes on where they stood; whose moment has passed meanwhile, at once (within the send window)."""
    found = locked(sequence, by, "send_letters")
    found.become(rules.ACTIVE, fact=SequenceResumed(found.pk), by=by, at=at, studio_id=found.studio_id)
    Enrolment.objects.filter(sequence=found, resting=True).update(resting=False)
    go_on(found)
    wake(at, at=at)
    return found


@transaction.atomic
def archive(sequence: Sequence, *, by: Actor, at: datetime) -> Sequence:
    """Put away for good; who is in it leaves."""
    found = locked(sequence, by, "send_letters")
    found.become(rules.ARCHIVED, fact=SequenceArchived(found.pk), by=by, at=at, studio_id=found.studio_id)
    stop_all(found, by=by, at=at)
    with rows.cursor() as cursor:
        cursor.execute(_LEAVE, [at, found.pk, at])
    return found


_LEAVE = """
WITH gone AS (
  UPDATE audience_enrolment SET state = 'left', ended_at = %s, next_run_at = NULL, resting = false, exit_reason = ''
   WHERE sequence_id = %s AND state IN ('active', 'held') RETURNING id, studio_id, contact_id, sequence_id
)
INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at, key)
SELECT g.studio_id, g.contact_id, 'left', 'sequence:' || g.sequence_id, 0, '', '{}', %s, 'left:enrolment:' || g.id
  FROM gone g JOIN audience_contact c ON c.id = g.contact_id AND c.status <> 'erased'
ON CONFLICT (key) DO NOTHING
"""

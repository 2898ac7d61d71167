"""The pump: people whose next step is due go on, in batches.

A batch is claimed, gone through and written in one transaction. Whoever is killed in the middle leaves everybody
where they stood, free for the next; two pumps never hold the same person.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import OperationalError, transaction

from dhara.audience.sending.actions.waking import wake as wake_sending
from dhara.audience.sequences import rules
from dhara.audience.sequences.actions.claiming import Walker, claim
from dhara.audience.sequences.actions.drafts import locked
from dhara.audience.sequences.actions.waking import wake
from dhara.audience.sequences.actions.walking import Batch, walk
from dhara.audience.sequences.actions.writing import write
from dhara.audience.sequences.models import Enrolment
from dhara.audience.sequences.models import Sequence as Sequence_
from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused

log = logging.getLogger(__name__)
SIZE: Final = 500


def pump(*, at: datetime, size: int = SIZE) -> int:
    """Let one batch of those who are due by `at` go on; returns how many were taken, fewer than `size` when all are.

    When a batch fails, its people go one by one, and whose step fails again is held with the reason.
    """
    taken: list[int] = []
    try:
        with transaction.atomic():
            walkers = claim(size, at=at)
            taken = [each.id for each in walkers]
            writers = _go(walkers, at=at)
        _wake_sending(writers, at=at)
    except OperationalError:
        raise  # the database is away, or somebody was in the way: nobody is to blame, and all of them are still due
    except Exception:
        log.exception("a batch of sequence steps failed; going on one by one")
        for enrolment_id in taken:
            _alone(enrolment_id, at=at)
    return len(taken)


def _go(walkers: Sequence[Walker], *, at: datetime) -> set[int]:
    """The studios of which letters wait to be sent now."""
    batch = Batch(at)
    walk(walkers, batch)
    write(walkers, batch.letters, at=at)
    return {each.studio_id for each in walkers if any(step[3] is not None for step in each.steps)}


def _wake_sending(studio_ids: Iterable[int], *, at: datetime) -> None:
    """Once the letters are committed, so that no worker is waited for meanwhile. Who is killed before it leaves them to
    the sweep of sending.
    """
    for studio_id in sorted(studio_ids):
        with transaction.atomic():
            wake_sending(studio_id, when=at, at=at)


def _alone(enrolment_id: int, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            writers = _go(claim(1, at=at, only=[enrolment_id]), at=at)
        _wake_sending(writers, at=at)
    except OperationalError:
        raise
    except Exception as error:
        log.exception("enrolment %s is held", enrolment_id)
        reason = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
        due = Enrolment.objects.filter(pk=enrolment_id, state=rules.ACTIVE_IN)
        due.update(state=rules.HELD, exit_reason=reason[:120], next_run_at=None)


@transaction.atomic
def retry(sequence: Sequence_, enrolment_ids: Sequence[int] | None = None, *, by: Actor, at: datetime) -> int:
    """Let those who are held by an error try that step again (all of the sequence, or these); returns how many."""
    found = locked(sequence, by, "send_letters")
    held = Enrolment.objects.filter(sequence=found, state=rules.HELD)
    if enrolment_ids is not None:
        held = held.filter(pk__in=list(enrolment_ids))
    count = held.update(state=rules.ACTIVE_IN, exit_reason="", next_run_at=at, resting=found.status != rules.ACTIVE)
    wake(at, at=at)
    return count

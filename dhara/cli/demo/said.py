"""What both sides of ended work said of each other, in their own time, so that the numbers of each come of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dhara.cli.demo import own_jobs
from dhara.kit.actor import Actor
from dhara.people.models import Account
from dhara.trust.reviews import actions

ASKED = timedelta(minutes=1)  # after the work ended
FIRST, SECOND, ANSWER = timedelta(hours=6), timedelta(hours=20), timedelta(days=1)


def play(
    engagement_id: int, said: dict[str, Any], *, buyer: Actor, seller: Actor, at: datetime, others: Sequence[int]
) -> None:
    """`said` is the buyer's review (stars, text, marks), the other side's as `back`, and what it answered (`answer`).

    The work ended at `at`. Without `back` nobody sees the review before the time is over.
    """
    own_jobs.run(at + ASKED, others)
    mine = _write(engagement_id, said, buyer, at + FIRST)
    if back := said.get("back"):
        _write(engagement_id, back, seller, at + SECOND)
        own_jobs.run(at + SECOND, others)
    if words := said.get("answer"):
        actions.answer(mine, text=words, by=seller, at=at + SECOND + ANSWER)


def _write(engagement_id: int, given: dict[str, Any], by: Actor, at: datetime) -> int:
    language = Account.objects.values_list("language", flat=True).get(pk=by.id or 0)
    made = actions.write(
        engagement_id,
        stars=given["stars"],
        marks=given.get("marks", {}),
        text=given.get("text", ""),
        language=given.get("lang", language),
        by=by,
        at=at,
    )
    return made.pk


@own_jobs.again
def count(at: datetime) -> None:
    """What happens every night: levels of those who have come so far."""
    with own_jobs.batch() as others:
        actions.count(at=at)
        own_jobs.run(at, others)

"""Reads: the worker's desk. Tasks that somebody may do, the best paid for measured time first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from dhara.people.models import Studio
from dhara.work.campaigns import rules
from dhara.work.campaigns.models import Campaign, Standing
from dhara.work.campaigns.queries import level_of
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro

PAGE: Final = 20

# Along the index of running campaigns by pay, until there are enough; what is asked for is in the same row.
_OPEN: Final = """
SELECT c.id FROM work_campaign c
 WHERE c.status = 'running' AND c.free > 0 AND (%s::bigint IS NULL OR c.hourly_pay < %s
       OR c.hourly_pay = %s AND c.id > %s)
   AND c.account_id NOT IN (SELECT m.account_id FROM people_member m WHERE m.studio_id = %s)
   AND (jsonb_array_length(coalesce(c.targeting -> 'countries', '[]')) = 0 OR c.targeting -> 'countries' ? %s)
   AND (jsonb_array_length(coalesce(c.targeting -> 'languages', '[]')) = 0 OR c.targeting -> 'languages' ? %s)
   AND coalesce((c.targeting ->> 'level')::int, 0) <= %s
   AND c.per_worker > (
     SELECT count(*) FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.worker_id = %s
        AND u.mode = 'micro' AND NOT u.status IN ('lapsed', 'given_back'))
 ORDER BY c.hourly_pay DESC, c.id LIMIT %s
"""
# What a list of a worker's own tasks shows: what waits for them, what waits for others, what is decided.
MINE, WAITING, ENDED = "mine", "waiting", "ended"
SHOWS: Final[dict[str, tuple[str, ...]]] = {
    MINE: (micro.RESERVED, micro.REJECTED),
    WAITING: (micro.SUBMITTED, micro.APPEALED),
    ENDED: (micro.ACCEPTED, micro.REFUSED, micro.LAPSED, micro.GIVEN_BACK),
}


@dataclass(frozen=True)
class Open:
    """`standing` is None for a buyer of whom nothing is known yet."""

    campaign: Campaign
    standing: Standing | None


def open_tasks(worker: Studio, *, after: tuple[int, int] | None = None, limit: int = PAGE) -> list[Open]:
    """`after` are pay and id of the last one of the page before. Two queries."""
    pay, last = after or (None, 0)
    country = rules.country_of(worker.time_zone)
    level = level_of(worker)
    values = [pay, pay, pay, last, worker.pk, country, worker.language, level, worker.pk, limit]
    found = _known().filter(pk__in=RawSQL(_OPEN, values))  # noqa: S611 - no part of it comes from outside
    return [Open(each, getattr(each.account, "standing", None)) for each in found.order_by("-hourly_pay", "pk")]


def _known() -> QuerySet[Campaign]:
    """With who pays, what is known of them, and the numbers that were agreed."""
    return Campaign.objects.select_related("account__standing", "engagement")


def offered(campaign_id: int) -> Campaign | None:
    """One that workers may read about: it has begun, whatever became of it since."""
    return _known().exclude(begun_at=None).filter(pk=campaign_id).first()


def mine(worker: Studio, limit: int = PAGE) -> Sequence[Unit]:
    """What waits for this worker, what is due first."""
    return own(worker, MINE, limit=limit)


def own(worker: Studio, show: str, *, start: int = 0, limit: int = PAGE) -> list[Unit]:
    """A list of SHOWS, from its `start`th row: what waits for the worker by its deadline, the rest the latest first."""
    found = tasks_of(worker).filter(status__in=SHOWS[show])
    order = ("-status", "due_at", "pk") if show == MINE else ("-status_at", "-pk")  # reserved before rejected
    return list(found.order_by(*order)[start : start + limit])


def tasks_of(worker: Studio) -> QuerySet[Unit]:
    """All tasks that a studio ever took, with their campaigns."""
    units = Unit.objects.filter(worker=worker, mode=micro.MICRO.code)
    return units.select_related("engagement__campaign__account")


def counts(worker: Studio) -> dict[str, int]:
    """How many each list of SHOWS has."""
    parts = {show: Count("pk", filter=Q(status__in=states)) for show, states in SHOWS.items()}
    return Unit.objects.filter(worker=worker, mode=micro.MICRO.code).aggregate(**parts)

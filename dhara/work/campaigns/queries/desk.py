"""Reads: the worker's desk. Tasks that somebody may do, the best paid for measured time first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from dhara.people.models import Studio
from dhara.work.campaigns import rules
from dhara.work.campaigns.models import Campaign, Standing
from dhara.work.campaigns.queries import level_of
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro

PAGE: Final = 20

# The next so many running campaigns by pay, and which of them the worker may do: what is asked for is in the same row.
# Only the limit inside makes this a walk along their index: of the questions PostgreSQL can't know how few they leave,
# and would rather read and sort all.
_STEP: Final = """
SELECT c.id, c.hourly_pay,
       c.account_id NOT IN (SELECT m.account_id FROM people_member m WHERE m.studio_id = %(worker)s)
   AND (jsonb_array_length(coalesce(c.targeting -> 'countries', '[]')) = 0 OR c.targeting -> 'countries' ? %(country)s)
   AND (jsonb_array_length(coalesce(c.targeting -> 'languages', '[]')) = 0 OR c.targeting -> 'languages' ? %(language)s)
   AND coalesce((c.targeting ->> 'level')::int, 0) <= %(level)s
   AND c.per_worker > (
     SELECT count(*) FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.worker_id = %(worker)s
        AND u.mode = 'micro' AND NOT u.status IN ('lapsed', 'given_back'))
  FROM (SELECT id, hourly_pay, account_id, targeting, per_worker, engagement_id FROM work_campaign
         WHERE status = 'running' AND free > 0 AND hourly_pay <= %(pay)s AND (hourly_pay < %(pay)s OR id > %(last)s)
         ORDER BY hourly_pay DESC, id LIMIT %(step)s) c
 ORDER BY c.hourly_pay DESC, c.id
"""
# Nearly always enough are among the first; who may do few of them has more looked at each time.
_FIRST, _MORE = 10, 8
_MOST_PAY: Final = 2**62
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


def open_tasks(
    worker: Studio, states: Mapping[str, int], *, after: tuple[int, int] | None = None, limit: int = PAGE
) -> list[Open]:
    """`states` is the worker's `tally`, `after` are pay and id of the last one of the page before.

    Two queries; a few more where most campaigns are not for the worker.
    """
    values: dict[str, Any] = {
        "worker": worker.pk,
        "country": rules.country_of(worker.time_zone),
        "language": worker.language,
        "level": level_of(states),
        "step": _FIRST * limit,
    }
    found, (pay, last) = list[int](), after or (_MOST_PAY, 0)
    while len(found) < limit:
        with connection.cursor() as cursor:
            cursor.execute(_STEP, values | {"pay": pay, "last": last})
            seen = cursor.fetchall()
        found += [key for key, _pay, suits in seen if suits]
        if len(seen) < values["step"]:
            break
        last, pay, _suits = seen[-1]
        values["step"] *= _MORE
    open_ones = _known().filter(pk__in=found[:limit]).order_by("-hourly_pay", "pk")
    return [Open(each, getattr(each.account, "standing", None)) for each in open_ones]


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


def counts(states: Mapping[str, int]) -> dict[str, int]:
    """How many each list of SHOWS has, of a `tally`."""
    return {show: sum(states.get(state, 0) for state in of) for show, of in SHOWS.items()}

"""Reads: the worker's desk. Tasks that somebody may do, the best paid for measured time first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from dhara.kit import rows
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
 WHERE c.status = 'running' AND c.free > 0 AND (%(after_pay)s::bigint IS NULL
       OR c.hourly_pay < %(after_pay)s OR c.hourly_pay = %(after_pay)s AND c.id > %(after_id)s)
   AND c.account_id <> ALL(%(own)s::bigint[])
   AND (jsonb_array_length(coalesce(c.targeting -> 'countries', '[]')) = 0 OR c.targeting -> 'countries' ? %(country)s)
   AND (jsonb_array_length(coalesce(c.targeting -> 'languages', '[]')) = 0 OR c.targeting -> 'languages' ? %(language)s)
   AND coalesce((c.targeting ->> 'level')::int, 0) <= %(level)s
   AND c.per_worker > (
     SELECT count(*) FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.worker_id = %(worker)s
        AND u.mode = 'micro' AND NOT u.status IN ('lapsed', 'given_back'))
 ORDER BY c.hourly_pay DESC, c.id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Open:
    """`standing` is None for a buyer of whom nothing is known yet."""

    campaign: Campaign
    standing: Standing | None


def open_tasks(worker: Studio, *, after: tuple[int, int] | None = None, limit: int = PAGE) -> list[Open]:
    """`after` are pay and id of the last one of the page before."""
    pay, last = after or (None, 0)
    values = {
        "after_pay": pay,
        "after_id": last,
        "own": list(worker.members.values_list("account_id", flat=True)),
        "country": rules.country_of(worker.time_zone),
        "language": worker.language,
        "level": level_of(worker),
        "worker": worker.pk,
        "limit": limit,
    }
    with rows.cursor() as cursor:
        cursor.execute(_OPEN, values)
        ids = [key for (key,) in cursor.fetchall()]
    found = {each.pk: each for each in Campaign.objects.filter(pk__in=ids).select_related("account")}
    known = {
        each.account_id: each
        for each in Standing.objects.filter(account__in={campaign.account_id for campaign in found.values()})
    }
    return [Open(found[key], known.get(found[key].account_id)) for key in ids if key in found]


def mine(worker: Studio, limit: int = PAGE) -> Sequence[Unit]:
    """What this worker has under way, what is due first; then what was decided lately."""
    units = Unit.objects.filter(worker=worker, mode=micro.MICRO.code).select_related("engagement__campaign")
    under_way = units.filter(Q(status__in=(micro.RESERVED, micro.REJECTED)))
    return list(under_way.order_by("due_at", "id")[:limit])

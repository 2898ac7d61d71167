"""Count what the pages show of campaigns and buyers, from time to time; and see which have come to their end."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import F

from dhara.work.campaigns import rules
from dhara.work.campaigns.actions.running import finish
from dhara.work.campaigns.models import Campaign

BATCH: Final = 300
# The median of so many of the last tasks is the measured time.
_LAST: Final = 200

_COUNT: Final = """
UPDATE work_campaign c SET counted_at = %(at)s, free = n.free, taken = n.taken, accepted = n.accepted,
       rejected = n.rejected, measured = coalesce(n.seconds, c.measured),
       hourly_pay = c.reward * 3600 / greatest(1, coalesce(n.seconds, c.measured, c.minutes * 60))
  FROM (
    SELECT w.id,
      (SELECT count(*) FROM work_slot s WHERE s.campaign_id = w.id AND s.state = 'free') AS free,
      u.taken, u.accepted, u.rejected,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::int FROM (
         SELECT (s.content ->> 'seconds')::int AS seconds FROM work_unit x JOIN work_submission s ON s.unit_id = x.id
          WHERE x.engagement_id = w.engagement_id AND x.status = 'accepted' ORDER BY x.id DESC LIMIT %(last)s) last
      ) AS seconds
      FROM work_campaign w, LATERAL (
        SELECT count(*) FILTER (WHERE status IN ('reserved', 'submitted')) AS taken,
               count(*) FILTER (WHERE status = 'accepted') AS accepted,
               count(*) FILTER (WHERE status IN ('rejected', 'appealed', 'refused')) AS rejected
          FROM work_unit WHERE engagement_id = w.engagement_id) u
     WHERE w.id = ANY(%(campaigns)s)) n
 WHERE c.id = n.id
"""

# By hand means by the buyer: what nobody looked at says nothing about how fast they look.
_STANDING: Final = """
INSERT INTO work_standing (account_id, accepted, rejected, overturned, review_seconds, counted_at)
SELECT e.buyer_id, count(*) FILTER (WHERE u.status = 'accepted'), count(*) FILTER (WHERE u.status = 'refused'),
       count(*) FILTER (WHERE u.status = 'accepted' AND d.last IN ('overturn', 'accept') AND d.rejected),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY d.seconds)::int, %(at)s
  FROM work_engagement e JOIN work_unit u ON u.engagement_id = e.id,
       LATERAL (SELECT bool_or(x.verb = 'reject') AS rejected,
                       (array_agg(x.verb ORDER BY x.id DESC))[1] AS last,
                       min(extract(epoch FROM x.at - s.at)) FILTER (WHERE x.role = 'buyer') AS seconds
                  FROM work_decision x LEFT JOIN work_submission s ON s.id = x.submission_id
                 WHERE x.unit_id = u.id) d
 WHERE e.buyer_id = ANY(%(buyers)s) AND u.mode = 'micro' AND u.status IN ('accepted', 'refused')
 GROUP BY e.buyer_id
ON CONFLICT (account_id) DO UPDATE SET accepted = excluded.accepted, rejected = excluded.rejected,
   overturned = excluded.overturned, review_seconds = excluded.review_seconds, counted_at = excluded.counted_at
"""


def count(*, at: datetime, batch: int = BATCH) -> int:
    """Those that were not counted for the longest time; how many. Those that are all decided come to their end."""
    alive = Campaign.objects.exclude(begun_at=None).filter(engagement__ended_at=None)
    chosen = list(alive.order_by(F("counted_at").asc(nulls_first=True), "id")[:batch])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"at": at, "last": _LAST, "campaigns": [each.pk for each in chosen]})
        cursor.execute(_STANDING, {"at": at, "buyers": sorted({each.account_id for each in chosen})})
    still = Campaign.objects.filter(pk__in=[each.pk for each in chosen], free=0)
    for each in still.filter(taken=0) | Campaign.objects.filter(
        pk__in=[each.pk for each in chosen], status__in=rules.OVER
    ):
        finish(each.pk, at=at)
    return len(chosen)

"""Take a slot: one statement, that never waits for another worker and never gives a slot twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.models import Studio
from dhara.people.studios.rules import PERMISSIONS
from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.models import Campaign
from dhara.work.campaigns.queries.obstacles import obstacle
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro

_MAY_WORK: Final = sorted(PERMISSIONS["do_work"])

# Whether this worker may; the first free slot that nobody else is just taking and whose item the worker has not done;
# the worker's unit for it. Two at once of one worker meet in the unique indexes of units, and one gets nothing.
_CLAIM: Final = """
WITH asked AS MATERIALIZED (
  SELECT c.engagement_id, c.reward, c.minutes, done.last FROM work_campaign c, LATERAL (
      SELECT count(*) AS all, coalesce(max(u.position), 0) AS last, bool_or(u.status = 'reserved') AS open
        FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.worker_id = %(worker)s AND u.mode = 'micro'
         AND NOT u.status IN ('lapsed', 'given_back')) done
   WHERE c.id = %(campaign)s AND c.status = 'running' AND done.all < c.per_worker AND done.open IS NOT TRUE
     AND EXISTS (SELECT 1 FROM people_member m WHERE m.studio_id = %(worker)s AND m.account_id = %(account)s
                    AND m.role = ANY(%(roles)s))
     AND NOT EXISTS (SELECT 1 FROM people_member m WHERE m.studio_id = %(worker)s AND m.account_id = c.account_id)
     AND (c.hourly = 0 OR c.hourly > (
       SELECT count(*) FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.mode = 'micro'
          AND u.created_at > %(at)s::timestamptz - interval '1 hour' AND NOT u.status IN ('lapsed', 'given_back')))
), picked AS (
  SELECT s.id, s.item_id, s.place FROM work_slot s
   WHERE s.campaign_id = %(campaign)s AND s.state = 'free' AND EXISTS (SELECT 1 FROM asked)
     AND (s.place = 0 OR NOT EXISTS (
       SELECT 1 FROM work_unit u WHERE u.engagement_id = %(engagement)s AND u.worker_id = %(worker)s
          AND u.position = s.place AND u.mode = 'micro' AND NOT u.status IN ('lapsed', 'given_back')))
   ORDER BY s.id LIMIT 1 FOR UPDATE SKIP LOCKED
), unit AS (
  INSERT INTO work_unit (engagement_id, mode, worker_id, position, title, amount, paid, returned, hold_id, terms,
                         revisions, extensions, due_at, created_at, status, status_at, version)
  SELECT asked.engagement_id, 'micro', %(worker)s, CASE picked.place WHEN 0 THEN asked.last + 1 ELSE picked.place END,
         '', asked.reward, 0, 0, NULL, jsonb_build_object('minutes', asked.minutes, 'item', picked.item_id), 0, 0,
         %(at)s::timestamptz + make_interval(mins => asked.minutes), %(at)s, 'reserved', %(at)s, 0
    FROM asked, picked ON CONFLICT DO NOTHING RETURNING id, position, amount
), taken AS (
  UPDATE work_slot s SET state = 'taken', unit_id = unit.id FROM unit, picked WHERE s.id = picked.id
)
SELECT unit.id, unit.position, unit.amount, asked.minutes, picked.item_id FROM unit, asked, picked
"""


def claim(campaign: Campaign, worker: Studio, *, by: Actor, at: datetime) -> Unit:
    """Reserve a slot for a worker, for as many minutes as the campaign gives. One statement, its own transaction.

    Raises NotAllowed for who may not work for the studio or is not asked for, NotFoundHere for a campaign that does
    not run, Conflict `task_open` while another of its tasks is open, `own_work`, `enough_done`, `too_fast`, or
    `none_left` when there is none (for now).
    """
    if campaign.status != rules.RUNNING or campaign.engagement_id is None:
        raise NotFoundHere()
    queries.check_wanted(campaign, worker)
    values: dict[str, Any] = {
        "campaign": campaign.pk,
        "engagement": campaign.engagement_id,
        "worker": worker.pk,
        "account": by.id,
        "roles": _MAY_WORK,
        "at": at,
    }
    with rows.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        found = cursor.fetchone()
    if found is None:
        raise obstacle(campaign, worker, by=by, at=at) or Conflict(
            "none_left", _("All tasks of this campaign are taken. Some may come free again.")
        )
    key, position, amount, minutes, item = found
    unit = Unit(
        pk=key,
        engagement_id=campaign.engagement_id,
        mode=micro.MICRO.code,
        worker=worker,
        position=position,
        amount=amount,
        terms={"minutes": minutes, "item": item},
        due_at=at + timedelta(minutes=minutes),
        created_at=at,
        status=micro.RESERVED,
        status_at=at,
    )
    rows.born(unit, key)
    return unit

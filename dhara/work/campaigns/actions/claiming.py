"""Take a slot: one statement, that never waits for another worker and never gives a slot twice."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.utils.translation import gettext as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.models import Studio
from dhara.people.studios.rules import PERMISSIONS
from dhara.people.ties.actions import note
from dhara.people.ties.queries import APART, SameHands
from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.models import Campaign
from dhara.work.campaigns.queries.obstacles import obstacle, task_open
from dhara.work.engagements.models import Unit

# Whether this worker may; the first free slot that nobody else is just taking and whose item the worker has not done;
# the worker's unit for it. Two at once of one worker meet in the unique indexes of units, and all of one is undone.
_CLAIM: Final = """
WITH asked AS MATERIALIZED (
  SELECT c.engagement_id, c.reward, c.minutes, done.last FROM work_campaign c, LATERAL (
      SELECT count(*) AS all, coalesce(max(u.position), 0) AS last, bool_or(u.status = 'reserved') AS open
        FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.worker_id = %(worker)s AND u.mode = 'micro'
         AND NOT u.status IN ('lapsed', 'given_back')) done
   WHERE c.id = %(campaign)s AND c.status = 'running' AND done.all < c.per_worker AND done.open IS NOT TRUE
     AND EXISTS (SELECT 1 FROM people_member m WHERE m.studio_id = %(worker)s AND m.account_id = %(account)s
                    AND m.role IN (:roles))
     AND NOT EXISTS (SELECT 1 FROM people_member m WHERE m.studio_id = %(worker)s AND m.account_id = c.account_id)
     AND :apart
     AND :pace AND c.itemized = :items
), taken AS (
  UPDATE work_slot SET state = 'taken', unit_id = nextval('work_unit_id_seq') WHERE id = (
    SELECT s.id FROM work_slot s
     WHERE s.campaign_id = %(campaign)s AND s.state = 'free' AND EXISTS (SELECT 1 FROM asked):fresh
     ORDER BY s.id LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING unit_id, place, item_id
)
INSERT INTO work_unit (id, engagement_id, mode, worker_id, position, title, amount, paid, returned, hold_id, terms,
                       revisions, extensions, due_at, created_at, status, status_at, version)
SELECT taken.unit_id, asked.engagement_id, 'micro', %(worker)s,
       :position,
       '', asked.reward, 0, 0, NULL, jsonb_build_object('minutes', asked.minutes, 'item', taken.item_id), 0, 0,
       %(at)s::timestamptz + make_interval(mins => asked.minutes), %(at)s, 'reserved', %(at)s, 0
  FROM asked, taken RETURNING id
""".replace(":roles", ", ".join(f"'{role}'" for role in sorted(PERMISSIONS["do_work"]))).replace(
    ":apart", APART.format("c.account_id", "%(account)s::bigint")
)
_PACED: Final = """c.hourly > (
       SELECT count(*) FROM work_unit u WHERE u.engagement_id = c.engagement_id AND u.mode = 'micro'
          AND u.created_at > %(at)s::timestamptz - interval '1 hour' AND NOT u.status IN ('lapsed', 'given_back'))"""
_FRESH: Final = """
       AND NOT EXISTS (SELECT 1 FROM work_unit u WHERE u.engagement_id = %(engagement)s AND u.worker_id = %(worker)s
                          AND u.position = s.place AND u.mode = 'micro' AND NOT u.status IN ('lapsed', 'given_back'))"""


def _text(paced: bool, itemized: bool) -> str:
    """For campaigns with a limit for an hour, and with items: both stay while it runs, and what need not be asked is
    not planned for."""
    text = _CLAIM.replace(":pace", _PACED if paced else "c.hourly = 0").replace(":items", str(itemized).lower())
    if itemized:
        return text.replace(":fresh", _FRESH).replace(":position", "taken.place")
    return text.replace(":fresh", "").replace(":position", "asked.last + 1")


_CLAIMS: Final = {kind: _text(*kind) for kind in product((True, False), repeat=2)}
_ONE_AT_A_TIME: Final = ("unit_one_reserved", "unit_live_once")


def claim(campaign: Campaign, worker: Studio, *, by: Actor, at: datetime) -> Unit:
    """Reserve a slot for a worker, for as many minutes as the campaign gives. One statement, its own transaction.

    Of the unit only the id is read: many claim at once, and doors need no more. The rest comes when it is asked for.

    Raises NotAllowed for who may not work for the studio or is not asked for, NotFoundHere for a campaign that does
    not run, Conflict `task_open` while another of its tasks is open, `own_work`, `same_hands`,
    `enough_done`, `too_fast`, or `none_left` when there is none (for now).
    """
    if campaign.status != rules.RUNNING or campaign.engagement_id is None:
        raise NotFoundHere()
    queries.check_wanted(campaign, worker)
    values: dict[str, Any] = {
        "campaign": campaign.pk,
        "engagement": campaign.engagement_id,
        "worker": worker.pk,
        "account": by.id,
        "at": at,
    }
    try:
        with rows.cursor() as cursor:
            cursor.execute(_CLAIMS[campaign.hourly > 0, campaign.itemized], values)
            found = cursor.fetchone()
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") in _ONE_AT_A_TIME:
            raise task_open() from error
        raise
    if found is None:
        refusal = obstacle(campaign, worker, by=by, at=at)
        if isinstance(refusal, SameHands):
            note(refusal.tie_id, at=at)
        raise refusal or Conflict("none_left", _("All tasks of this campaign are taken. Some may come free again."))
    return Unit.from_db(DEFAULT_DB_ALIAS, ["id"], found)

"""Take letters that are due: a batch by one statement, in which everything is asked once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from dhara.audience.sending import rules
from dhara.audience.sending.actions import pacing
from dhara.audience.sending.providers.rules import Way
from dhara.audience.suppression import rules as suppression
from dhara.kit import rows
from dhara.money.policies import queries as policies


@dataclass(frozen=True, slots=True)
class Lane:
    """A message with open letters on a way; `first_due` is when the earliest of them is due."""

    message_id: int
    studio_id: int
    purpose: str
    first_due: datetime


class Claimed(NamedTuple):
    """A letter that is ours to send (a tuple, as there are many). `fields` are the contact's as JSON."""

    delivery_id: int
    fence: int
    attempts: int
    rotation: int
    message_id: int
    variant: int
    language: str
    domain: str
    contact_id: int
    email: str
    name: str
    fields: str
    flight: int | None = None
    slotted: bool = False


@dataclass(frozen=True)
class Batch:
    """`looked` says how many letters were looked at; those not in `claimed` were left out or given a later time."""

    claimed: list[Claimed]
    looked: int


_LANES = """
WITH RECURSIVE open AS (
  (SELECT message_id FROM audience_delivery WHERE state IN ('queued', 'deferred') ORDER BY message_id LIMIT 1)
  UNION ALL
  SELECT (SELECT message_id FROM audience_delivery WHERE state IN ('queued', 'deferred')
    AND message_id > open.message_id ORDER BY message_id LIMIT 1) FROM open WHERE open.message_id IS NOT NULL
)
SELECT message.id, message.studio_id, message.purpose, first.due_at
FROM open JOIN audience_message message ON message.id = open.message_id
LEFT JOIN audience_lane lane ON lane.message_id = message.id
LEFT JOIN audience_provider own ON own.studio_id = message.studio_id
CROSS JOIN LATERAL (SELECT due_at FROM audience_delivery WHERE message_id = message.id
  AND state IN ('queued', 'deferred') AND flight IS NULL ORDER BY due_at LIMIT 1) first
WHERE lane.paused_at IS NULL
  AND COALESCE(own.id, (SELECT id FROM audience_provider WHERE studio_id IS NULL)) IS NOT DISTINCT FROM %s::bigint
"""


def lanes(way: Way) -> list[Lane]:
    """The messages with open letters on this way that nobody has paused. By steps through an index: fast however many
    letters there are."""
    with rows.cursor() as cursor:
        cursor.execute(_LANES, [way.provider_id])
        return [Lane(*row) for row in cursor.fetchall()]


@contextmanager
def planned_once() -> Iterator[None]:
    """The same statements come hundreds of times, and planning that of a claim takes longer than a small claim."""
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET plan_cache_mode")


# Who is claimed keeps state and time: only `fence` and `flight` change, which stand in no index.
_CLAIM = """
WITH picked AS (
  SELECT d.*, lane.cap, lane.asked FROM unnest(%(messages)s::bigint[], %(caps)s::int[], %(asked)s::bool[])
    AS lane(message_id, cap, asked)
    LEFT JOIN audience_lane stream ON stream.message_id = lane.message_id, LATERAL (
      SELECT id, studio_id, contact_id, domain, reason, due_at FROM audience_delivery
      WHERE message_id = lane.message_id AND state IN ('queued', 'deferred') AND flight IS NULL
        AND due_at <= %(at)s ORDER BY due_at, id LIMIT %(share)s FOR UPDATE SKIP LOCKED) d
  WHERE stream.paused_at IS NULL
), judged AS MATERIALIZED (
  SELECT p.id, p.domain, p.contact_id, c.email, c.name, c.fields, slow.until, slot.free_at, p.cap,
    p.reason = 'paced' AND p.due_at > %(stale)s AS kept,
    CASE WHEN p.asked AND p.cap > 0 THEN (SELECT count(*) FROM audience_delivery o WHERE o.contact_id = c.id
      AND (o.flight IS NOT NULL OR o.sent_at > %(since)s AND o.state || '' = 'sent')) END AS had,
    CASE
      WHEN c.email = '' OR c.status = 'bounced' OR (p.asked AND c.status <> 'subscribed') THEN 'left'
      WHEN EXISTS (SELECT FROM audience_suppression s WHERE s.email_key = c.email_key
        AND (p.asked OR s.reason = ANY(%(dead)s))
        AND (s.studio_id IS NULL OR s.studio_id = p.studio_id)) THEN 'suppressed'
      ELSE '' END AS out
  FROM picked p JOIN audience_contact c ON c.id = p.contact_id
  LEFT JOIN audience_slowdown slow ON slow.way = %(way)s AND slow.domain = p.domain AND slow.until > %(at)s
  LEFT JOIN audience_slot slot ON slot.way = %(way)s AND slot.domain = p.domain AND slot.free_at > %(at)s
), capped AS (
  SELECT j.*, CASE WHEN out = '' AND until IS NULL AND had IS NOT NULL AND cap < had + row_number() OVER (
    PARTITION BY contact_id, out = '' AND until IS NULL AND had IS NOT NULL ORDER BY id) THEN 'capped' ELSE out END
    AS left_out
  FROM judged j
), timed AS (
  SELECT c.*, CASE
    WHEN left_out <> '' THEN NULL
    WHEN until IS NOT NULL THEN until + random() * interval '20 seconds'
    WHEN %(limit)s > 0 AND NOT kept THEN COALESCE(free_at, %(at)s) + interval '1 minute' / greatest(%(limit)s, 1)
      * (row_number() OVER (PARTITION BY domain, left_out <> '' OR kept OR until IS NOT NULL ORDER BY id) - 1)
    END AS later
  FROM capped c
), decided AS (
  SELECT *, left_out = '' AND NOT COALESCE(later > %(soon)s, false) AS goes FROM timed
), flight AS MATERIALIZED (
  SELECT nextval('audience_flight_id_seq') AS id
), moved AS (
  UPDATE audience_delivery d SET
    state = CASE WHEN t.left_out <> '' THEN 'skipped' ELSE d.state END,
    reason = CASE WHEN t.goes THEN d.reason WHEN t.left_out <> '' THEN t.left_out
      WHEN t.until IS NULL THEN 'paced' ELSE '' END,
    due_at = CASE WHEN t.goes OR t.left_out <> '' THEN d.due_at ELSE t.later END,
    fence = d.fence + 1,
    flight = CASE WHEN t.goes THEN (SELECT id FROM flight) END
  FROM decided t WHERE d.id = t.id
  RETURNING d.id, d.fence, d.attempts + 1, d.rotation, d.message_id, d.variant, d.language, d.domain, d.contact_id,
    t.email, t.name, t.fields, d.flight, t.left_out = '' AND t.until IS NULL AND NOT t.kept
), begun AS (
  INSERT INTO audience_flight (id, letters, leased_until)
  SELECT flight, array_agg(id), %(lease)s FROM moved WHERE flight IS NOT NULL GROUP BY flight
)
SELECT * FROM moved
"""


@transaction.atomic(savepoint=False)
def claim(way: Way, due: Sequence[Lane], most: int, *, at: datetime) -> Batch:
    """Up to `most` due letters of these messages, shared fairly among them, are ours: in a `Flight` of their own.

    They may leave once this is committed. Pauses, consent, suppression and the daily cap are asked again; who fails is
    skipped with the reason. Letters for a domain that is slow, or has had enough this minute, get a later time.
    """
    most = pacing.allowance(way, most, at=at)
    if most <= 0 or not due:
        return Batch([], 0)
    due = due[:most]
    limit = policies.value("letters.domain_per_minute", at=at)
    asked = [lane.purpose != rules.CONFIRMATION for lane in due]
    values: dict[str, Any] = {
        "messages": [lane.message_id for lane in due],
        "caps": [policies.value("letters.cap_per_day", lane.studio_id, at=at) for lane in due],
        "asked": asked,
        "share": max(1, most // len(due)),
        "way": way.name,
        "limit": limit,
        "dead": list(suppression.DEAD),
        "at": at,
        "soon": at + timedelta(seconds=1),
        "stale": at - timedelta(minutes=1),
        "since": at - rules.CAP_WINDOW,
        "lease": at + rules.LEASE,
    }
    with rows.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        found = list(map(Claimed._make, cursor.fetchall()))
    claimed = [each for each in found if each.flight is not None]
    pacing.take(way, len(claimed), at=at)
    if limit:
        pacing.take_slots(way, Counter(each.domain for each in found if each.slotted), limit, at=at)
    return Batch(claimed, len(found))

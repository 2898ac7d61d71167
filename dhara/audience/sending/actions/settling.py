"""Write down how letters ended, in batches, and stop a source when too many come back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.sending import rules
from dhara.audience.sending.facts import SendingStopped
from dhara.audience.sending.models import Lane, Returned
from dhara.audience.sending.queries import is_given_up
from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record


class End(NamedTuple):
    """How the attempt with this fence ended. `hard`: the address does not exist. `due_at` when it is tried again.

    `tried` False: it has not come to an attempt, so it is not counted as one.
    """

    delivery_id: int
    fence: int
    state: str
    reason: str = ""
    provider_id: str = ""
    due_at: datetime | None = None
    hard: bool = False
    tried: bool = True


class Sent(NamedTuple):
    """A letter that the server took, and what it said."""

    delivery_id: int
    fence: int
    provider_id: str


# Ends of attempts that are still ours: in the air, or taken for unknown meanwhile and claimed by nobody since.
_SENT = """
WITH ended AS (
  UPDATE audience_delivery d SET state = 'sent', flight = NULL, reason = '', sent_at = %(at)s,
    provider_id = COALESCE(g.said, ''), attempts = d.attempts + (d.flight IS NOT NULL)::int
  FROM unnest(%(ids)s::bigint[], %(fences)s::int[], string_to_array(%(said)s, E'\\n')) AS g(id, fence, said)
  WHERE d.id = g.id AND d.fence = g.fence AND (d.flight IS NOT NULL OR d.state || '' = 'unknown')
  RETURNING d.message_id
), landed AS (
  DELETE FROM audience_flight WHERE id = ANY(%(landed)s::bigint[])
), counted AS (
  SELECT message_id, count(*)::int AS sent FROM ended GROUP BY message_id
), told AS (
  UPDATE audience_lane lane SET sent = (lane.sent + c.sent) / c.half, bounced = bounced / c.half,
    complained = complained / c.half
  FROM (SELECT counted.*, CASE WHEN l.sent + l.bounced + counted.sent > %(lately)s THEN 2 ELSE 1 END AS half
    FROM counted JOIN audience_lane l USING (message_id)) c
  WHERE lane.message_id = c.message_id
  RETURNING lane.id, lane.message_id, lane.studio_id, source, paused_at, lane.sent, bounced, complained
)
SELECT counted.sent, told.* FROM counted LEFT JOIN told USING (message_id)
"""
_SETTLE = """
UPDATE audience_delivery d SET state = g.state, flight = NULL, reason = g.reason, provider_id = g.provider_id,
  due_at = COALESCE(g.due_at, d.due_at), attempts = d.attempts + CASE WHEN d.flight IS NULL THEN 0 ELSE g.tried END,
  sent_at = CASE WHEN g.state = 'sent' THEN %s::timestamptz ELSE d.sent_at END
FROM json_to_recordset(%s::json)
  AS g(id bigint, fence int, state text, reason text, provider_id text, due_at timestamptz, tried int)
WHERE d.id = g.id AND d.fence = g.fence AND (d.flight IS NOT NULL OR d.state || '' = 'unknown')
RETURNING d.id, d.message_id, d.contact_id, d.state
"""


class Ended(NamedTuple):
    delivery_id: int
    message_id: int
    contact_id: int
    state: str


# Part of a caller's transaction, or one of its own; never a savepoint, which would be two statements more.
inside = transaction.atomic(savepoint=False)


@inside
def settle(ends: Sequence[End], *, at: datetime) -> int:
    """Write the ends of those attempts that are still ours; returns how many these are.

    One statement writes all; hard refusals then bounce their contacts, and the breakers look at what came of it.
    """
    if not ends:
        return 0
    # As JSON: psycopg writes arrays of texts one by one, in Python.
    given = json.dumps([_row(end) for end in ends], ensure_ascii=False)
    with rows.cursor() as cursor:
        cursor.execute(_SETTLE, [at, given])
        ended = [Ended(*row) for row in cursor.fetchall()]
    _bounce(ended, {end.delivery_id: end for end in ends if end.state == rules.BOUNCED}, at)
    sent, bounced = (_by_message(ended, state) for state in (rules.SENT, rules.BOUNCED))
    for message_id in sorted(sent | bounced):
        watch(message_id, sent=sent[message_id], bounced=bounced[message_id], at=at)
    return len(ended)


@inside
def settle_sent(letters: Sequence[Sent], *, landed: Collection[int] = (), at: datetime) -> int:
    """The same for letters that were taken, as nearly all are, and for flights of which none is left in the air.

    One statement for all of it, and no sooner asked than told: each waits for its turn beside the thread that sends.
    """
    if not letters and not landed:
        return 0
    # Psycopg writes arrays one by one, in Python; one text is written at once.
    given: dict[str, Any] = {
        "ids": _array(each.delivery_id for each in letters),
        "fences": _array(each.fence for each in letters),
        "said": _plain("\n".join([each.provider_id[:120].replace("\n", " ") for each in letters])),
        "landed": _array(landed),
        "lately": rules.LATELY,
        "at": at,
    }
    with rows.cursor() as cursor:
        cursor.execute(_SENT, given)
        found = cursor.fetchall()
    for _count, *lane in found:
        _judge(lane, at)
    return sum(each[0] for each in found)


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _row(end: End) -> dict[str, Any]:
    return {
        "id": end.delivery_id,
        "fence": end.fence,
        "state": end.state,
        "reason": _plain(end.reason[:300]),
        "provider_id": _plain(end.provider_id[:120]),
        "due_at": end.due_at.isoformat() if end.due_at else None,
        "tried": 1 if end.tried else 0,
    }


def _plain(text: str) -> str:
    """PostgreSQL keeps no NUL, whatever a server says."""
    return text.replace("\0", "")


def _by_message(ended: Sequence[Ended], state: str) -> Counter[int]:
    return Counter(each.message_id for each in ended if each.state == state)


def _bounce(ended: Sequence[Ended], refused: dict[int, End], at: datetime) -> None:
    """In the same transaction: what was refused at the door counts for its contact as what comes back by letter."""
    found = [each for each in ended if each.state == rules.BOUNCED]
    if not found:
        return
    Returned.objects.bulk_create([_returned(refused[each.delivery_id], at) for each in found], ignore_conflicts=True)
    people = Contact.objects.in_bulk([each.contact_id for each in found])
    for each in found:
        end, contact = refused[each.delivery_id], people[each.contact_id]
        if end.hard or is_given_up(contact, at=at):
            contacts.bounce(contact, hard=end.hard, by=SYSTEM, at=at, detail=end.reason)


def _returned(end: End, at: datetime) -> Returned:
    return Returned(
        source=rules.DOOR,
        event_id=f"{end.delivery_id}:{end.fence}",
        delivery_id=end.delivery_id,
        kind=rules.HARD if end.hard else rules.SOFT,
        detail=_plain(end.reason[:300]),
        at=at,
        handled_at=at,
    )


_WATCH = """
UPDATE audience_lane SET sent = (sent + %s) / half, bounced = (bounced + %s) / half,
  complained = (complained + %s) / half
FROM (SELECT CASE WHEN sent + bounced + %s > %s THEN 2 ELSE 1 END AS half FROM audience_lane WHERE message_id = %s) h
WHERE message_id = %s RETURNING id, message_id, studio_id, source, paused_at, sent, bounced, complained
"""


@inside
def watch(message_id: int, *, at: datetime, sent: int = 0, bounced: int = 0, complained: int = 0) -> str:
    """Count what came of a message's letters; stops them when too many come back or complain, and says why.

    For ends that come later, too: a bounce by letter, a complaint.
    """
    with rows.cursor() as cursor:
        cursor.execute(_WATCH, [sent, bounced, complained, sent + bounced, rules.LATELY, message_id, message_id])
        found = cursor.fetchone()
    return _judge(found, at) if found else ""


def _judge(lane: Sequence[Any], at: datetime) -> str:
    lane_id, message_id, studio_id, source, paused_at, sent, bounced, complained = lane
    reason = rules.trouble(sent, bounced, complained) if lane_id and paused_at is None else ""
    if reason:
        Lane.objects.filter(pk=lane_id).update(paused_at=at, paused_for=reason)
        record(SendingStopped(message_id, source, reason), by=SYSTEM, at=at, studio_id=studio_id)
    return reason

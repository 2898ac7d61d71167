"""Write down how letters ended, in batches, and stop a source when too many come back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.sending import rules
from dhara.audience.sending.facts import SendingStopped
from dhara.audience.sending.models import Lane
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


class Ended(NamedTuple):
    delivery_id: int
    message_id: int
    contact_id: int
    domain: str
    state: str


_SETTLE = """
WITH given AS (
  SELECT * FROM json_to_recordset(%s::json)
    AS g(id bigint, fence int, state text, reason text, provider_id text, due_at timestamptz, back int)
), ended AS (
  UPDATE audience_delivery d SET state = g.state, reason = g.reason, provider_id = g.provider_id, leased_until = NULL,
    due_at = COALESCE(g.due_at, d.due_at), attempts = d.attempts - g.back,
    sent_at = CASE WHEN g.state = 'sent' THEN %s::timestamptz ELSE d.sent_at END
  FROM given g WHERE d.id = g.id AND d.fence = g.fence
    -- Not by an index: what is being sent changes too fast for the planner's statistics.
    AND d.state || '' IN ('attempting', 'unknown')
  RETURNING d.id, d.studio_id, d.message_id, d.contact_id, d.domain, d.state
), told AS (
  INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
  SELECT studio_id, contact_id, 'sent', 'message:' || message_id, 0, '', '{}', %s::timestamptz FROM ended
  WHERE state = 'sent'
)
SELECT id, message_id, contact_id, domain, state FROM ended
"""


@transaction.atomic
def settle(ends: Sequence[End], *, at: datetime) -> list[Ended]:
    """Write the ends of those attempts that are still ours; returns these.

    One statement writes all, with a "sent" event for each contact; hard refusals then bounce their contacts, and the
    breakers look at what came of it.
    """
    if not ends:
        return []
    # As JSON: psycopg writes arrays of texts one by one, in Python.
    given = json.dumps([_row(end) for end in ends], ensure_ascii=False)
    with rows.cursor() as cursor:
        cursor.execute(_SETTLE, [given, at, at])
        ended = [Ended(*row) for row in cursor.fetchall()]
    _bounce(ended, {end.delivery_id: end for end in ends if end.state == rules.BOUNCED}, at)
    sent, bounced = (_by_message(ended, state) for state in (rules.SENT, rules.BOUNCED))
    for message_id in sent | bounced:
        watch(message_id, sent=sent[message_id], bounced=bounced[message_id], at=at)
    return ended


def _row(end: End) -> dict[str, Any]:
    return {
        "id": end.delivery_id,
        "fence": end.fence,
        "state": end.state,
        "reason": _plain(end.reason[:300]),
        "provider_id": _plain(end.provider_id[:120]),
        "due_at": end.due_at.isoformat() if end.due_at else None,
        "back": 0 if end.tried else 1,
    }


def _plain(text: str) -> str:
    """PostgreSQL keeps no NUL, whatever a server says."""
    return text.replace("\0", "")


def _by_message(ended: Sequence[Ended], state: str) -> Counter[int]:
    return Counter(each.message_id for each in ended if each.state == state)


def _bounce(ended: Sequence[Ended], refused: dict[int, End], at: datetime) -> None:
    """In the same transaction: no delivery has bounced without its contact."""
    found = [each for each in ended if each.state == rules.BOUNCED]
    people = Contact.objects.in_bulk([each.contact_id for each in found]) if found else {}
    for each in found:
        end = refused[each.delivery_id]
        contacts.bounce(people[each.contact_id], hard=end.hard, by=SYSTEM, at=at, detail=end.reason)


_WATCH = """
UPDATE audience_lane SET sent = (sent + %s) / half, bounced = (bounced + %s) / half, 
  complained = (complained + %s) / half
FROM (SELECT CASE WHEN sent + bounced + %s > %s THEN 2 ELSE 1 END AS half FROM audience_lane WHERE message_id = %s) h
WHERE message_id = %s RETURNING id, studio_id, source, paused_at, sent, bounced, complained
"""


@transaction.atomic
def watch(message_id: int, *, at: datetime, sent: int = 0, bounced: int = 0, complained: int = 0) -> str:
    """Count what came of a message's letters; stops them when too many come back or complain, and says why.

    For ends that come later, too: a bounce by letter, a complaint.
    """
    with rows.cursor() as cursor:
        cursor.execute(_WATCH, [sent, bounced, complained, sent + bounced, rules.LATELY, message_id, message_id])
        found = cursor.fetchone()
    if found is None:
        return ""
    lane_id, studio_id, source, paused_at, sent, bounced, complained = found
    reason = rules.trouble(sent, bounced, complained) if paused_at is None else ""
    if reason:
        Lane.objects.filter(pk=lane_id).update(paused_at=at, paused_for=reason)
        record(SendingStopped(message_id, source, reason), by=SYSTEM, at=at, studio_id=studio_id)
    return reason

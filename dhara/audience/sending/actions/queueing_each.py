"""Queue many letters of many messages at once, each to one contact: what the steps of sequences send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from dhara.audience.messages.models import Message
from dhara.kit import rows


@dataclass(frozen=True)
class Letter:
    """A letter to be queued; `source` ("enrolment:7") and message together are one of a kind among those queued."""

    studio_id: int
    message_id: int
    contact_id: int
    email: str
    language: str
    source: str
    due_at: datetime


_LANES = """
INSERT INTO audience_lane (message_id, studio_id, source, paused_for, sent, bounced, complained)
SELECT message, min(studio), '', '', 0, 0, 0 FROM unnest(%s::bigint[], %s::bigint[]) AS g(message, studio)
 WHERE NOT EXISTS (SELECT 1 FROM audience_lane l WHERE l.message_id = message) GROUP BY message ORDER BY message
ON CONFLICT (message_id) DO NOTHING
"""
# A contact that comes to a message again gets it again: each time is a rotation of its own.
_QUEUE = """
INSERT INTO audience_delivery (studio_id, message_id, contact_id, rotation, source, state, domain, language, variant,
  attempts, fence, due_at, provider_id, reason)
SELECT g.studio, g.message, g.contact, COALESCE(before.rotation + 1, 0), g.source, 'queued',
       split_part(g.email, '@', -1), g.language, 0, 0, 0, g.due_at, '', ''
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
    AS g(studio, message, contact, email, language, source, due_at)
  LEFT JOIN LATERAL (
    SELECT max(d.rotation) AS rotation FROM audience_delivery d
     WHERE d.message_id = g.message AND d.contact_id = g.contact
  ) before ON true
RETURNING message_id, source, id
"""


def queue_each(letters: Sequence[Letter], *, at: datetime) -> list[int]:
    """The deliveries' ids, in order; two or three statements, however many letters. Wake a worker afterwards.

    Inside the caller's transaction, which holds the contacts, so that nobody else queues the same letter meanwhile.
    Whether they may be written is asked when they leave.
    """
    columns = [list(column) for column in zip(*(astuple(each) for each in letters), strict=True)]
    messages = {each.message_id: each.studio_id for each in letters}
    Message.objects.filter(pk__in=messages, frozen_at=None).update(frozen_at=at)
    with rows.cursor() as cursor:
        cursor.execute(_LANES, [list(messages), list(messages.values())])
        cursor.execute(_QUEUE, columns)
        made = {(message_id, source): int(key) for message_id, source, key in cursor.fetchall()}
    return [made[each.message_id, each.source] for each in letters]

"""Keep what a contact did, once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from dhara.audience.contacts import rules
from dhara.kit import rows


def keep_event(
    contact_id: int,
    studio_id: int,
    kind: str,
    subject: str = "",
    *,
    at: datetime,
    key: str | None = None,
    amount: int = 0,
    currency: str = "",
    data: dict[str, Any] | None = None,
) -> bool:
    """One event more, by one statement; False when `key` was there, or the contact is not or is erased.

    `kind` is one of `rules.EVENTS` (else KeyError); `rules.OWN_EVENTS` are kept by the contact's own actions.
    """
    if kind not in rules.EVENTS:
        raise KeyError(kind)
    values: list[Any] = [
        studio_id,
        kind,
        subject,
        amount,
        currency,
        json.dumps(data or {}),
        at,
        key,
        contact_id,
        studio_id,
    ]
    with rows.cursor() as cursor:
        cursor.execute(_KEEP, [*values, at, at, kind in rules.DONE_BY_THEM])
        return bool(cursor.fetchone()[0])


# The contact is held while the event is written, so that none is left behind by who is erased at this moment.
_KEEP = """
WITH held AS (
  SELECT %s::bigint AS studio, c.id, %s AS kind, %s AS subject, %s::bigint AS amount, %s AS currency, %s::jsonb AS data,
         %s::timestamptz AS at, %s::varchar AS key
    FROM audience_contact c WHERE c.id = %s AND c.studio_id = %s AND c.status <> 'erased' FOR KEY SHARE OF c
), kept AS (
  INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at, key)
  SELECT studio, id, kind, subject, amount, currency, data, at, key FROM held
  ON CONFLICT (key) DO NOTHING RETURNING contact_id
), seen AS (
  UPDATE audience_contact c SET active_at = GREATEST(COALESCE(c.active_at, %s), %s)
    FROM kept WHERE c.id = kept.contact_id AND %s
)
SELECT count(*) FROM kept
"""

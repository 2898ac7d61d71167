"""Keep a touch as it came, and say where it leads: one statement, however many come at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dhara.audience.links.rules import HONEYPOT, Touched
from dhara.kit import rows

_LENGTH: Final = 300


@dataclass(frozen=True)
class Landing:
    """Where a link leads ("" where nowhere), and whose it was (0 where nobody may be known)."""

    url: str = ""
    studio_id: int = 0
    contact_id: int = 0
    sent_at: datetime | None = None


def touch(said: Touched, *, ip: str | None, agent: str, at: datetime, keep: bool = True) -> Landing | None:
    """None where there is no such letter any more. With `keep` off it only looks where the link leads.

    A reader who is only counted, and a message that is, keep neither delivery nor IP.
    """
    values: dict[str, Any] = {
        "link": said.link,
        "delivery": said.delivery_id,
        "message": said.message_id,
        "language": said.language,
        "at": at,
        "ip": ip or None,
        "agent": agent.replace("\x00", "")[:_LENGTH],
        "keep": keep,
    }
    with rows.cursor() as cursor:
        cursor.execute(_OF_DELIVERY if said.delivery_id else _OF_MESSAGE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    url, studio_id, contact_id, sent_at = row
    return Landing(url or "" if said.link != HONEYPOT else "", studio_id, contact_id or 0, sent_at)


# The letter may have been written in another language than asked for, where the message has only one.
_OF_DELIVERY: Final = """
WITH found AS (
  SELECT m.id AS message_id, d.id AS delivery_id, d.language, m.tracking, d.studio_id, d.contact_id, d.sent_at,
    m.tracking = 'full' AND u.contact_id IS NULL AS single,
    (SELECT l.url FROM audience_link l WHERE l.message_id = m.id AND l.number = %(link)s::smallint
      ORDER BY (l.language = d.language) DESC LIMIT 1) AS url
  FROM audience_delivery d JOIN audience_message m ON m.id = d.message_id
  LEFT JOIN audience_unwatched u ON u.contact_id = d.contact_id WHERE d.id = %(delivery)s
), kept AS (
  INSERT INTO audience_touch (message_id, delivery_id, link, language, at, ip, agent, verdict)
  SELECT message_id, CASE WHEN single THEN delivery_id END, %(link)s::smallint, language, %(at)s::timestamptz,
    CASE WHEN single THEN %(ip)s::inet END, %(agent)s::text, '' FROM found WHERE tracking <> 'off' AND %(keep)s::boolean
) SELECT url, studio_id, CASE WHEN single THEN contact_id END, sent_at FROM found
"""
_OF_MESSAGE: Final = """
WITH found AS (
  SELECT m.id, m.tracking, m.studio_id,
    (SELECT l.url FROM audience_link l WHERE l.message_id = m.id AND l.number = %(link)s::smallint
      ORDER BY (l.language = %(language)s::text) DESC LIMIT 1) AS url
  FROM audience_message m WHERE m.id = %(message)s
), kept AS (
  INSERT INTO audience_touch (message_id, link, language, at, agent, verdict)
  SELECT id, %(link)s::smallint, %(language)s::text, %(at)s::timestamptz, %(agent)s::text, ''
  FROM found WHERE tracking <> 'off' AND %(keep)s::boolean
) SELECT url, studio_id, NULL::bigint, NULL::timestamptz FROM found
"""

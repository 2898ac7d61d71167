"""What came of a broadcast: who opened and clicked, who left, and the money that followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.models import Broadcast
from dhara.kit.currency import Money


@dataclass(frozen=True)
class Followed:
    """A link: how many people followed it, and how many times in all, machines left out."""

    url: str
    people: int
    times: int


@dataclass(frozen=True)
class Report:
    """`opened` and `clicked` are people; `machines` touches by programs, `unjudged` those too fresh to tell.

    `money` is what people paid within ATTRIBUTED_DAYS of following a link, less what went back, per currency;
    `buyers` how many they are. `curve` is (hour, opens, clicks) of people.
    """

    opened: int
    clicked: int
    machines: int
    unjudged: int
    unsubscribed: int
    complained: int
    buyers: int
    money: tuple[Money, ...]
    links: tuple[Followed, ...]
    curve: tuple[tuple[datetime, int, int], ...]


_TOUCHES: Final = """
SELECT count(DISTINCT COALESCE(delivery_id, -id)) FILTER (WHERE verdict = 'human'),
  count(DISTINCT COALESCE(delivery_id, -id)) FILTER (WHERE verdict = 'human' AND link IS NOT NULL),
  count(*) FILTER (WHERE verdict IN ('machine', 'scanner')), count(*) FILTER (WHERE verdict = '')
FROM audience_touch WHERE message_id = %s
"""
_GONE: Final = """
SELECT count(*) FILTER (WHERE kind = 'unsubscribed'), count(*) FILTER (WHERE kind = 'complained')
FROM audience_event WHERE studio_id = %s AND kind IN ('unsubscribed', 'complained') AND subject = %s
"""
_MONEY: Final = """
WITH first AS (
  SELECT d.contact_id, min(t.at) AS at FROM audience_touch t JOIN audience_delivery d ON d.id = t.delivery_id
  WHERE t.message_id = %s AND t.verdict = 'human' AND t.link IS NOT NULL GROUP BY d.contact_id
), bought AS (
  SELECT e.contact_id, e.currency, CASE WHEN e.kind = 'bought' THEN e.amount ELSE -e.amount END AS amount, e.kind
  FROM first JOIN audience_event e ON e.contact_id = first.contact_id
  WHERE e.kind IN ('bought', 'refunded') AND e.at BETWEEN first.at AND first.at + make_interval(days => %s)
)
SELECT currency, sum(amount), count(DISTINCT contact_id) FILTER (WHERE kind = 'bought') FROM bought
GROUP BY currency ORDER BY sum(amount) DESC
"""
_LINKS: Final = """
SELECT l.url, count(DISTINCT COALESCE(t.delivery_id, -t.id)), count(t.id) FROM audience_link l
LEFT JOIN audience_touch t ON t.message_id = l.message_id AND t.link = l.number AND t.language = l.language
  AND t.verdict = 'human'
WHERE l.message_id = %s GROUP BY l.url ORDER BY 2 DESC, l.url LIMIT 50
"""
_CURVE: Final = """
SELECT date_trunc('hour', at), count(*) FILTER (WHERE link IS NULL), count(*) FILTER (WHERE link IS NOT NULL)
FROM audience_touch
WHERE message_id = %s AND verdict = 'human' AND at < %s::timestamptz + interval '3 days' GROUP BY 1 ORDER BY 1
"""


def report(broadcast: Broadcast) -> Report:
    """Five queries, however many people got it."""
    message, begun = broadcast.message_id, broadcast.started_at
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHES, [message])
        opened, clicked, machines, unjudged = cursor.fetchone()
        cursor.execute(_GONE, [broadcast.studio_id, f"message:{message}"])
        unsubscribed, complained = cursor.fetchone()
        cursor.execute(_MONEY, [message, rules.ATTRIBUTED_DAYS])
        money = cursor.fetchall()
        cursor.execute(_LINKS, [message])
        links = tuple(Followed(*row) for row in cursor.fetchall())
        cursor.execute(_CURVE, [message, begun])
        curve = tuple(cursor.fetchall())
    return Report(
        opened,
        clicked,
        machines,
        unjudged,
        unsubscribed,
        complained,
        sum(buyers for _code, _amount, buyers in money),
        tuple(Money(int(amount), code) for code, amount, _buyers in money if amount > 0),
        links,
        curve,
    )

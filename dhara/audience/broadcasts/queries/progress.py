"""How far a broadcast is, and how its subjects stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.messages import queries as messages
from dhara.audience.messages.rules import Finding
from dhara.audience.sending import queries as sending
from dhara.audience.sending.rules import ATTEMPTING, OPEN
from dhara.kit.statistics import Comparison, Way, compare


def counts(broadcast: Broadcast) -> dict[str, int]:
    """How many deliveries are in each state; they add up to the frozen audience."""
    return sending.counts(rules.source_of(broadcast.pk))


def is_open(broadcast: Broadcast) -> bool:
    """Whether something is left to send or in the air."""
    now = counts(broadcast)
    return any(now.get(state) for state in (*OPEN, ATTEMPTING))


def checks(broadcast: Broadcast) -> Sequence[Finding]:
    return messages.checks(broadcast.message)


@dataclass(frozen=True)
class Tried:
    """One subject: to how many it was sent in the sample, how many people followed a link, how many bought."""

    sent: int
    clicked: int
    bought: int


_TRIED: Final = """
SELECT d.variant, count(*), count(*) FILTER (WHERE c.at IS NOT NULL), count(*) FILTER (WHERE EXISTS (
    SELECT FROM audience_event e WHERE e.contact_id = d.contact_id AND e.kind = 'bought'
      AND e.at BETWEEN c.at AND c.at + %s))
FROM audience_delivery d LEFT JOIN LATERAL (
    SELECT min(t.at) AS at FROM audience_touch t
    WHERE t.delivery_id = d.id AND t.link IS NOT NULL AND t.verdict = 'human') c ON true
WHERE d.message_id = %s AND d.state = 'sent' AND (%s::timestamptz IS NULL OR d.due_at < %s) GROUP BY d.variant
"""


def tried(broadcast: Broadcast) -> list[Tried]:
    """What came of each subject in the sample (all of it that was due before the test ended)."""
    ended = broadcast.test.get("ended")
    until = datetime.fromisoformat(ended) if ended else None
    with connection.cursor() as cursor:
        cursor.execute(_TRIED, [rules.ATTRIBUTED, broadcast.message_id, until, until])
        found = {variant: Tried(*numbers) for variant, *numbers in cursor.fetchall()}
    return [found.get(number, Tried(0, 0, 0)) for number in range(rules.variants_of(broadcast.message.content))]


def comparison(broadcast: Broadcast) -> Comparison:
    """What can be said of the subjects by now."""
    by_sales = broadcast.test.get("by") == rules.SALES
    return compare([Way(each.sent, each.bought if by_sales else each.clicked) for each in tried(broadcast)])

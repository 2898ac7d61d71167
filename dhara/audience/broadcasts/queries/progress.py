"""How far a broadcast is, and how its subjects stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from dhara.audience.broadcasts import rules
from dhara.audience.broadcasts.models import Broadcast
from dhara.audience.messages import queries as messages
from dhara.audience.messages.rules import Finding
from dhara.audience.sending import queries as sending
from dhara.audience.sending.rules import ATTEMPTING, OPEN
from dhara.kit.lifecycle.queries import history
from dhara.kit.statistics import Comparison, Standing, Way, compare


def counts(broadcast: Broadcast) -> dict[str, int]:
    """How many deliveries are in each state; they add up to the frozen audience."""
    return sending.counts(rules.source_of(broadcast.pk))


# What has not come to an end.
LEFT: Final = (*OPEN, ATTEMPTING)


def is_open(broadcast: Broadcast) -> bool:
    """Whether something is left to send or in the air."""
    now = counts(broadcast)
    return any(now.get(state) for state in LEFT)


def stopped_for(broadcast: Broadcast) -> str:
    """Why a breaker paused it, in words; "" where a person did."""
    if broadcast.status != rules.PAUSED:
        return ""
    last = history(broadcast).last()
    return str(rules.STOPPED.get(last.reason, "")) if last else ""


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
      AND e.at BETWEEN c.at AND c.at + make_interval(days => %s)))
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
        cursor.execute(_TRIED, [rules.ATTRIBUTED_DAYS, broadcast.message_id, until, until])
        found = {variant: Tried(*numbers) for variant, *numbers in cursor.fetchall()}
    return [found.get(number, Tried(0, 0, 0)) for number in range(rules.variants_of(broadcast.message.content))]


def comparison(broadcast: Broadcast) -> Comparison:
    """What can be said of the subjects by now."""
    by_sales = broadcast.test.get("by") == rules.SALES
    return compare([Way(each.sent, each.bought if by_sales else each.clicked) for each in tried(broadcast)])


@dataclass(frozen=True)
class Subject:
    """A subject of the test: its words by language, what came of it, its standing (None while nothing can be said)."""

    number: int
    words: dict[str, str]
    tried: Tried
    standing: Standing | None
    won: bool


@dataclass(frozen=True)
class TestStanding:
    """`verdict` is as `kit.statistics` has it, or "by_hand"; `ended` whether the rest knows its subject."""

    subjects: tuple[Subject, ...]
    verdict: str
    best: int | None
    ended: bool


def standing(broadcast: Broadcast) -> TestStanding:
    """How the test of a broadcast stands, or how it ended."""
    found, numbers, words = comparison(broadcast), tried(broadcast), subjects(broadcast)
    winner = broadcast.test.get("winner")
    shown = tuple(
        Subject(i, words[i], numbers[i], found.standings[i] if found.standings else None, i == winner)
        for i in range(len(numbers))
    )
    return TestStanding(shown, broadcast.test.get("verdict", found.verdict), found.best, "ended" in broadcast.test)


def subjects(broadcast: Broadcast) -> list[dict[str, str]]:
    """The subjects by their numbers, each in the languages of the letter."""
    content = broadcast.message.content
    return [
        {language: _subject(each, number) for language, each in content.items()}
        for number in range(rules.variants_of(content))
    ]


def _subject(said: dict[str, Any], number: int) -> str:
    """A language with fewer subjects than another repeats its first."""
    others = said.get("subjects", [])
    return str(others[number - 1] if 0 < number <= len(others) else said.get("subject", ""))


_FIGURES: Final = """
SELECT m.id, (SELECT count(*) FROM audience_delivery d WHERE d.message_id = m.id AND d.state = 'sent'),
  o.people, o.clicks
FROM unnest(%s::bigint[]) AS m(id) LEFT JOIN LATERAL (
  SELECT count(DISTINCT COALESCE(t.delivery_id, -t.id)) AS people,
    count(DISTINCT COALESCE(t.delivery_id, -t.id)) FILTER (WHERE t.link IS NOT NULL) AS clicks
  FROM audience_touch t WHERE t.message_id = m.id AND t.verdict = 'human') o ON true
"""


@dataclass(frozen=True)
class Figures:
    """Of one message: letters sent, people who opened it, people who followed a link."""

    sent: int
    opened: int
    clicked: int

    @property
    def open_share(self) -> float:
        return self.opened / self.sent if self.sent else 0.0

    @property
    def click_share(self) -> float:
        return self.clicked / self.sent if self.sent else 0.0


def figures(message_ids: Sequence[int]) -> dict[int, Figures]:
    """What lists show of each; one query."""
    if not message_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [list(message_ids)])
        return {row[0]: Figures(*row[1:]) for row in cursor.fetchall()}

"""Segments of an audience of a million contacts with ten million events: counted, and frozen for sending.

Each is asked beside the SQL that somebody would write by hand for just this question, in turns. The value is the time
of count and freeze together (the ids go into a table like that of deliveries); the ratio is by hand / Dhara. It stands
in a database of its own, which is dropped afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from django.db import connection, transaction

from dhara.audience.models import Contact, Tag
from dhara.audience.segments import queries, rules
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.people.models import Account, Studio
from dhara.people.studios.actions import open_studio

CONTACTS, EVENTS, PART = 1_000_000, 10_000_000, 1_000_000
BAR: Final = 0.333
MOST_MS: Final = 1000
OFFERS: Final = 50
OF: Final = "c.studio_id = %(studio)s AND c.status <> 'erased'"
_BOUGHT: Final = "SELECT contact_id FROM audience_event WHERE studio_id = %(studio)s AND kind = 'bought'"


@dataclass(frozen=True)
class Question:
    """Rules, and what of a SELECT over contacts `c` one would write by hand for them; `most` ms, 0 for no limit."""

    name: str
    rules: dict[str, Any]
    by_hand: str
    most: int = MOST_MS


def run(*, contacts: int = CONTACTS, events: int = EVENTS, rounds: int = 5) -> list[dict[str, Any]]:
    with own_database():
        studio = _studio()
        tags = [Tag.objects.create(studio=studio, name=f"tag {n}", created_at=clock.now()).pk for n in range(20)]
        _fill(studio, tags, contacts, events)
        return [_compare(each, studio, rounds) for each in _questions(tags)]


def _questions(tags: list[int]) -> list[Question]:
    one, two = tags[:2]
    tagged = "SELECT contact_id FROM audience_contacttag WHERE tag_id ="
    return [
        Question(
            "tag",
            {"all": [{"tag": one}, {"not": {"tag": two}}, {"status": "subscribed"}]},
            f"c.status = 'subscribed' AND EXISTS ({tagged} {one} AND contact_id = c.id)"
            f" AND NOT EXISTS ({tagged} {two} AND contact_id = c.id)",
        ),
        Question(
            "field",
            {"all": [{"field": "city", "is": "Sylhet"}, {"language": "bn"}]},
            """c.fields @> '{"city": "Sylhet"}' AND c.language = 'bn'""",
        ),
        Question(
            "purchase",
            {"all": [{"bought": 7, "within_days": 180}, {"not": {"bought": 8}}]},
            f"EXISTS ({_BOUGHT} AND subject = 'offer:7' AND at >= now() - interval '180 days' AND contact_id = c.id)"
            f" AND NOT EXISTS ({_BOUGHT} AND subject = 'offer:8' AND contact_id = c.id)",
        ),
        Question(
            "any",
            {"any": [{"tag": one}, {"bought": 7}, {"bought": 9}]},
            f"c.id IN ({tagged} {one} UNION {_BOUGHT} AND subject IN ('offer:7', 'offer:9'))",
        ),
        Question(
            "often",
            {"bought": "any", "times": 4},
            f"c.id IN ({_BOUGHT} GROUP BY contact_id HAVING count(*) >= 4)",
            most=0,  # every purchase of everybody is looked at
        ),
    ]


def _compare(question: Question, studio: Studio, rounds: int) -> dict[str, Any]:
    clean = rules.clean(question.rules, studio) if question.name == "tag" else question.rules
    asked = queries.members(studio.pk, clean).values_list("id")
    ours = _both(lambda: asked.count(), asked.query.sql_with_params())
    where, values = f"FROM audience_contact c WHERE {OF} AND {question.by_hand}", {"studio": studio.pk}
    theirs = _both(lambda: _count("SELECT count(*) " + where, values), ("SELECT c.id " + where, values))
    found = {ours(), theirs()}
    if len(found) != 1 or not found.pop():
        raise RuntimeError(f"{question.name}: not the same people")
    times = [(_timed(theirs), _timed(ours)) for _round in range(rounds)]
    value, reference = median(each[1] for each in times), median(each[0] for each in times)
    ratio = median(hand / dhara for hand, dhara in times)
    return {
        "bench": f"segment.{question.name}",
        "value": round(value, 1),
        "unit": "ms",
        "reference": round(reference, 1),
        "ratio": round(ratio, 3),
        "bar": BAR,
        "floor": BAR,  # a machine may be slower than the second that is wanted, but not than SQL by hand
        "ok": ratio >= BAR and (value <= question.most or not question.most),
        "people": ours(),
    }


def _timed(act: Callable[[], int]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _both(count: Callable[[], int], ids: tuple[str, Any]) -> Callable[[], int]:
    """Count, then write the ids down as deliveries are; how many these were. What was written is rolled back."""

    def act() -> int:
        with transaction.atomic():
            meant = count()
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_frozen (contact_id) " + ids[0], ids[1])
                frozen = cursor.rowcount
            transaction.set_rollback(True)
        if frozen != meant:
            raise RuntimeError("counted and frozen differ")
        return meant

    return act


def _count(sql: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def _studio() -> Studio:
    at = clock.now()
    owner = Account.objects.create_user("owner@example.com", name="Owner", joined_at=at)
    return open_studio(account_id=owner.pk, handle="bench", name="Bench", by=person(owner.pk), at=at)


def _fill(studio: Studio, tags: list[int], contacts: int, events: int) -> None:
    """Written by the database itself; keys are laid aside meanwhile, indexes made afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_frozen (contact_id bigint PRIMARY KEY)")
        made = _lay_aside(cursor)
        given: dict[str, Any] = {"studio": studio.pk, "size": contacts, "tags": tags, "offers": OFFERS}
        cursor.execute(_CONTACTS, given)
        first = Contact.objects.earliest("id").pk
        cursor.execute(_TAGS, given)
        for start in range(0, events, PART):
            cursor.execute(_EVENTS, {**given, "first": first, "start": start, "end": min(start + PART, events) - 1})
        for statement in made:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE audience_contact, audience_contacttag, audience_event")
        cursor.execute("CHECKPOINT")


def _lay_aside(cursor: Any) -> list[str]:
    """Drop what would be looked after row by row; the statements that make the indexes again."""
    tables = ["audience_contact", "audience_contacttag", "audience_event"]
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
        [tables],
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [tables],
    )
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in found]


_CONTACTS = """
INSERT INTO audience_contact (status, status_at, version, studio_id, email, email_key, name, language, time_zone,
                              fields, source, created_at, subscribed_at, active_at)
SELECT (ARRAY['subscribed', 'subscribed', 'subscribed', 'known', 'unsubscribed'])[1 + n %% 5], now(), 1, %(studio)s,
       'reader' || n || '@example.com', md5(n::text), 'Reader ' || n, CASE WHEN n %% 3 = 0 THEN 'en' ELSE 'bn' END, '',
       jsonb_build_object('city', (ARRAY['Dhaka', 'Sylhet', 'Khulna', 'Rajshahi', 'Barishal', 'Rangpur', 'Cumilla',
         'Bogura', 'Jashore', 'Noakhali'])[1 + hashint4(n) & 7], 'age', 18 + n %% 50),
       'form:' || n %% 7, now() - n %% 700 * interval '1 day', now() - n %% 700 * interval '1 day',
       now() - n %% 90 * interval '1 day'
  FROM generate_series(1, %(size)s) n
"""
# Each contact has two tags of twenty; of each kind of event some do many and most do few.
_TAGS = """
INSERT INTO audience_contacttag (contact_id, tag_id, at)
SELECT DISTINCT c.id, (%(tags)s::bigint[])[1 + (hashint8(c.id * 7 + k) & 1048575) %% 20], now()
  FROM audience_contact c, generate_series(1, 2) k
"""
_EVENTS = """
INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
SELECT %(studio)s, %(first)s + (hashint4(n) & 1073741823) %% %(size)s,
       (ARRAY['sent', 'sent', 'sent', 'sent', 'sent', 'opened', 'opened', 'opened', 'clicked', 'bought'])[1 + n %% 10],
       CASE n %% 10 WHEN 9 THEN 'offer:' || 1 + (hashint4(n + 7) & 1048575) %% %(offers)s
         ELSE 'message:' || n / 10 %% 100 END,
       CASE n %% 10 WHEN 9 THEN 45000 ELSE 0 END, CASE n %% 10 WHEN 9 THEN 'BDT' ELSE '' END, '{}',
       now() - n %% 900 * interval '1 day'
  FROM generate_series(%(start)s, %(end)s) n
"""

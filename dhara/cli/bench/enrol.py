"""How many steps of sequences one worker takes a second, beside the fewest statements that could write the same rows.

A mix of letters, tags, a condition and a wait, for people of one sequence, in a database of its own. The reference is
written by hand for this very graph: it claims and moves in the same tables, asks nothing and checks nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db import connection, transaction

from dhara.audience.contacts.models import Contact, Tag
from dhara.audience.messages import actions as messages
from dhara.audience.sequences import actions
from dhara.audience.sequences.models import Enrolment, Sequence, Step
from dhara.cli.complaint import Complaint
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.kit.actor import Actor, person
from dhara.people.models import Account, Studio
from dhara.people.studios.actions import open_studio

Walk = Callable[[Sequence, datetime], None]
BAR: Final = 500.0
PEOPLE: Final = 1_000
STEPS: Final = 6
DAY: Final = timedelta(days=1)
_LETTER: Final = {"subject": "Hello", "blocks": [{"kind": "text", "html": "<p>Good to have you here.</p>"}]}


def run(*, people: int = PEOPLE, rounds: int = 5) -> list[dict[str, Any]]:
    """Two results: steps/s against the bar, and against the reference; medians of rounds that take turns."""
    with own_database():
        at = clock.now()
        owner = Account.objects.create_user("bench@example.com", name="Bench", joined_at=at)
        by = person(owner.pk)
        studio = open_studio(account_id=owner.pk, handle="bench", name="Bench", by=by, at=at)
        contacts = _contacts(studio, people, at)
        own, bare = [], []
        for number in range(rounds):
            own.append(_rate(_sequence(studio, number, by, at), contacts, _pumped, at))
            bare.append(_rate(_sequence(studio, rounds + number, by, at), contacts, _bare, at))
    value, reference = median(own), median(bare)
    return [_line("enrol", value, BAR, 1.0), _line("enrol_bare", value, reference, 0.2)]


def _line(name: str, value: float, reference: float, bar: float) -> dict[str, Any]:
    ratio = round(value / reference, 4)
    return {
        "bench": name,
        "value": round(value, 1),
        "unit": "steps/s",
        "reference": round(reference, 1),
        "ratio": ratio,
        "bar": bar,
        "floor": bar / 4,  # machines differ; less is a fault of ours
        "ok": ratio >= bar,
    }


def _contacts(studio: Studio, count: int, at: datetime) -> list[Contact]:
    return Contact.objects.bulk_create(
        Contact(
            studio=studio,
            email=f"p{number}@example.com",
            email_key=f"key{number}",
            status="subscribed",
            status_at=at,
            created_at=at,
            subscribed_at=at,
        )
        for number in range(count)
    )


def _sequence(studio: Studio, number: int, by: Actor, at: datetime) -> Sequence:
    tag = Tag.objects.create(studio=studio, name=f"bench {number}", created_at=at)
    letters = [messages.write(studio, "sequence", {"en": _LETTER}, by=by, at=at).pk for _each in range(2)]
    nodes = {
        "n1": {"kind": "send", "message": letters[0], "next": "n2"},
        "n2": {"kind": "tag", "do": "add", "tag": tag.pk, "next": "n3"},
        "n3": {"kind": "wait", "for": {"days": 1}, "next": "n4"},
        "n4": {"kind": "condition", "rules": {"tag": tag.pk}, "yes": "n5", "no": ""},
        "n5": {"kind": "send", "message": letters[1], "next": "n6"},
        "n6": {"kind": "tag", "do": "remove", "tag": tag.pk, "next": ""},
    }
    made = actions.make(studio, f"Bench {number}", by=by, at=at)
    made = actions.save_draft(made, {"start": "n1", "nodes": nodes}, by=by, at=at)
    actions.publish(made, by=by, at=at)
    return made


def _rate(
    sequence: Sequence, contacts: list[Contact], walk: Callable[[Sequence, datetime], None], at: datetime
) -> float:
    version = sequence.current
    assert version is not None
    Enrolment.objects.bulk_create(
        Enrolment(
            studio_id=sequence.studio_id,
            sequence=sequence,
            contact=each,
            version=version,
            node="n1",
            next_run_at=at,
            entered_at=at,
        )
        for each in contacts
    )
    start = time.perf_counter()
    for moment in (at, at + DAY):
        walk(sequence, moment)
    took = time.perf_counter() - start
    steps = Step.objects.filter(enrolment__sequence=sequence).count()
    if steps != STEPS * len(contacts):
        raise Complaint(f"{steps} steps were written for {len(contacts)} people, not {STEPS} for each")
    return steps / took


def _pumped(_sequence: Sequence, at: datetime) -> None:
    while actions.pump(at=at):
        pass


def _bare(sequence: Sequence, at: datetime) -> None:
    assert sequence.current is not None
    graph = sequence.current.graph["nodes"]
    first = at == Enrolment.objects.filter(sequence=sequence).values_list("entered_at", flat=True)[0]
    for name in ("n1", "n2") if first else ("n3", "n4", "n5", "n6"):
        node = graph[name]
        follows = node.get("next", node.get("yes", ""))
        values = {
            "sequence": sequence.pk,
            "node": name,
            "next": follows,
            "at": at,
            "then": at + DAY if name == "n2" else at,
            "state": "active" if follows else "finished",
            "message": node.get("message"),
            "tag": node.get("tag"),
        }
        while _batch(_EFFECTS.get((node["kind"], node.get("do", "")), ""), values):
            pass


def _batch(effect: str, values: dict[str, Any]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MOVE.format(effect=effect), values)
        count: int = cursor.rowcount
    return count


_MOVE = """
WITH due AS (
  SELECT id, studio_id, contact_id, visit FROM audience_enrolment
   WHERE state = 'active' AND NOT resting AND next_run_at <= %(at)s AND sequence_id = %(sequence)s AND node = %(node)s
   ORDER BY next_run_at, id LIMIT 500 FOR UPDATE SKIP LOCKED
), stepped AS (
  INSERT INTO audience_step (enrolment_id, node, visit, outcome, at) SELECT id, %(node)s, visit, 'next', %(at)s FROM due
){effect}
UPDATE audience_enrolment e SET node = %(next)s, visit = e.visit + 1, next_run_at = %(then)s, state = %(state)s
  FROM due WHERE e.id = due.id
"""
_EFFECTS: Final = {
    ("send", ""): """, sent AS (
  INSERT INTO audience_delivery (studio_id, message_id, contact_id, rotation, source, state, domain, language, variant,
    attempts, fence, due_at, provider_id, reason)
  SELECT studio_id, %(message)s, contact_id, 0, 'enrolment:' || id, 'queued', 'example.com', 'bn', 0, 0, 0, %(at)s,
         '', '' FROM due
)""",
    ("tag", "add"): """, tagged AS (
  INSERT INTO audience_contacttag (contact_id, tag_id, at) SELECT contact_id, %(tag)s, %(at)s FROM due
)""",
    ("tag", "remove"): """, untagged AS (
  DELETE FROM audience_contacttag t USING due WHERE t.contact_id = due.contact_id AND t.tag_id = %(tag)s
)""",
}

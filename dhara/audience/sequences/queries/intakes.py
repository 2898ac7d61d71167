"""Who of many would come into a sequence, and who stays out: the rules of coming again, as SQL.

`rules.may_again` says the same of one contact; tests hold the two together.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from dhara.audience.contacts import queries as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import GONE, SUBSCRIBED
from dhara.audience.segments import queries as segments
from dhara.audience.segments.models import Segment
from dhara.audience.sequences import rules
from dhara.audience.sequences.models import Intake, Sequence

NEW, AGAIN, ALREADY, OUT = "new", "again", "already", "out"


@dataclass(frozen=True)
class Forecast:
    """Of those who are `meant`: `entering` begin (`getting` of these get letters), the others do not."""

    meant: int
    entering: int
    getting: int
    already: int
    kept_out: int


@dataclass(frozen=True)
class Standing:
    """How a contact stands to a sequence: `standing` is NEW, AGAIN, ALREADY or OUT; `last` their last passage there."""

    contact_id: int
    time_zone: str
    standing: str
    last: int | None
    rotation: int | None
    inside: bool


def forecast(sequence: Sequence, of: Segment | contacts.Filters, *, at: datetime) -> Forecast:
    """What bringing in the segment, or whom the filters find, would do now; one statement. Needs sequence.studio."""
    sql, values = _standings(sequence, meant(planned(sequence, of, at=at)), at, _EACH, _COUNTED)
    counts: dict[str, int] = {NEW: 0, AGAIN: 0, ALREADY: 0, OUT: 0}
    getting = 0
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, SUBSCRIBED])
        for standing, count, subscribed in cursor.fetchall():
            counts[standing] = count
            getting += subscribed if standing in (NEW, AGAIN) else 0
    return Forecast(sum(counts.values()), counts[NEW] + counts[AGAIN], getting, counts[ALREADY], counts[OUT])


def standings(sequence: Sequence, found: QuerySet[Contact], *, at: datetime) -> list[Standing]:
    """How each of these contacts stands to the sequence, in the order of their ids."""
    sql, values = _standings(sequence, found, at, _ONE, _LISTED)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Standing(*row) for row in cursor.fetchall()]


def _standings(
    sequence: Sequence, found: QuerySet[Contact], at: datetime, last: str, then: str
) -> tuple[str, list[Any]]:
    """A statement that asks `then` of the table `standing`, and its values."""
    try:
        meant, asked = found.values("pk").query.sql_with_params()
    except EmptyResultSet:  # the rules can mean nobody
        meant, asked = "SELECT 0::bigint WHERE false", ()
    pause = max(timedelta(days=sequence.cooldown_days), rules.LEAST_PAUSE)
    values: list[Any] = [*asked, sorted(GONE), sequence.reentry == rules.NEVER]
    values += [sequence.reentry == rules.AFTER_EXIT, at - pause, sequence.pk]
    return _STANDING.format(meant=meant, last=last, then=then), values


# For many the last passages of all who were ever in it, for a few each one's own.
_LAST = """
SELECT DISTINCT ON (contact_id) contact_id, id AS last_id, rotation, state IN ('active', 'held') AS inside,
       CASE WHEN state IN ('active', 'held') THEN entered_at ELSE coalesce(ended_at, entered_at) END AS since
  FROM audience_enrolment WHERE sequence_id = %s {of} ORDER BY contact_id, rotation DESC
"""
_EACH: Final = f"LEFT JOIN ({_LAST.format(of='')}) e ON e.contact_id = c.id"
_ONE: Final = f"LEFT JOIN LATERAL ({_LAST.format(of='AND contact_id = c.id')}) e ON true"
_STANDING = """
WITH meant (id) AS ({meant}), standing AS (
  SELECT c.id, c.time_zone, c.status, e.last_id, e.rotation, e.inside,
         CASE WHEN c.status = ANY(%s) OR EXISTS (
                SELECT FROM audience_suppression s
                 WHERE s.email_key = c.email_key AND (s.studio_id = c.studio_id OR s.studio_id IS NULL)) THEN 'out'
              WHEN e.last_id IS NULL THEN 'new'
              WHEN %s OR (%s AND e.inside) OR e.since > %s THEN 'already'
              ELSE 'again' END AS standing
    FROM meant m JOIN audience_contact c ON c.id = m.id {last}
) {then}
"""
_COUNTED = "SELECT standing, count(*), count(*) FILTER (WHERE status = %s) FROM standing GROUP BY 1"
_LISTED = "SELECT id, time_zone, standing, last_id, rotation, coalesce(inside, false) FROM standing ORDER BY id"


def planned(sequence: Sequence, of: Segment | contacts.Filters, *, at: datetime) -> Intake:
    """The intake that bringing them in now would be; it is not saved. Needs sequence.studio."""
    made = Intake(sequence=sequence, studio=sequence.studio, created_at=at)
    if isinstance(of, Segment):
        made.segment, made.name, made.rules = of, of.name, of.rules
    else:
        made.filters = asdict(of)
    return made


def meant(intake: Intake) -> QuerySet[Contact]:
    """Who is meant, in no order. Needs intake.studio."""
    if intake.filters is None:
        return segments.members(intake.studio_id, intake.rules, at=intake.created_at)
    return contacts.found(intake.studio, contacts.Filters(**intake.filters)).order_by()


def intakes(sequence: Sequence) -> QuerySet[Intake]:
    """Who was brought in at once, the latest first."""
    return Intake.objects.filter(sequence=sequence).select_related("made_by").order_by("-id")


def percent(intake: Intake) -> int:
    """How far it is; 100 only when it is done."""
    if intake.status == rules.DONE:
        return 100
    through = intake.entered + intake.already + intake.kept_out
    return min(99, through * 100 // intake.meant) if intake.meant else 0

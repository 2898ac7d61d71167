"""Time by the hour over the API: who works writes it down while the week is open; both sides read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.kit.actor import SYSTEM
from dhara.work.engagements import actions as engagements
from dhara.work.models import TimeEntry, Unit
from tests.api.door import Program, key_of, problem
from tests.make import gigs, hours, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    """Karim has paid Nadia's week three hours ago."""
    payer = people.studio(cast.karim, handle="payer")
    return hours.running(cast.studio, cast.karim, payer, now - timedelta(hours=3), "proposal:1")


def path(unit: Unit, rest: str = "") -> str:
    return "/".join(("/work", str(unit.engagement_id), "units", str(unit.pk), "time")) + rest


def worked(now: datetime, minutes: int = 60, ago: int = 120, text: str = "Letters.") -> dict[str, Any]:
    begins = now - timedelta(minutes=ago)
    return {"begins_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=minutes)).isoformat(), "text": text}


def write(program: Program, unit: Unit, key: str, **body: Any) -> Any:
    return program.post(path(unit), body, Idempotency_Key=f"a-random-word-of-{key}")


def test_time_is_written_changed_and_taken_away_until_the_week_is_closed(
    cast: people.Cast, unit: Unit, now: datetime
) -> None:
    nadia, karim = Program(key_of(cast.nadia, now)), Program(key_of(cast.karim, now))
    assert nadia.get(path(unit)).json()["open_until"]
    first, again = (write(nadia, unit, "of-mine", **worked(now)) for _each in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["minutes"], first.json()["bill"]["amount"], first.json()["limit"]) == (60, 10_000, 600)
    (entry,) = first.json()["entries"]
    assert entry["author"] == "Nadia"
    changed = nadia.post(path(unit, f"/{entry['id']}"), worked(now, 30, text="Fewer letters."))
    assert (changed.json()["minutes"], changed.json()["entries"][0]["text"]) == (30, "Fewer letters.")
    second = write(nadia, unit, "two", **worked(now, 15, 30)).json()["entries"][1]
    away = [
        nadia.post(path(unit, f"/{second['id']}/removal"), {}, Idempotency_Key="a-random-word-away") for _ in (1, 2)
    ]
    assert [each.json()["minutes"] for each in away] == [30, 30]
    theirs = karim.get(path(unit)).json()
    assert (theirs["minutes"], theirs["bill"]["amount"]) == (30, 5_000)
    steps = path(unit).removesuffix("time") + "steps"
    closed = nadia.post(steps, {"verb": "close"}, Idempotency_Key="a-random-word-close")
    assert closed.json()["state"] == "submitted"
    assert nadia.get(path(unit)).json()["open_until"] is None
    problem(write(nadia, unit, "late", **worked(now, 10, 20)), 409, "week_closed")
    problem(nadia.post(path(unit, f"/{entry['id']}"), worked(now, 10)), 409, "week_closed")
    assert TimeEntry.objects.get().minutes == 30


def test_refusals_name_the_field_in_the_reader_s_language(cast: people.Cast, unit: Unit, now: datetime) -> None:
    key = key_of(cast.nadia, now)
    nadia, bangla = Program(key), Program(key, **{"Accept-Language": "bn"})
    assert write(nadia, unit, "one", **worked(now)).status_code == 201
    said = problem(write(bangla, unit, "early", **worked(now, 60, 30)), 422, "in_future")
    assert said["errors"][0]["field"] == "ends_at"
    assert any("\u0980" <= letter <= "\u09ff" for letter in said["detail"])
    problem(write(nadia, unit, "over", **worked(now, 30, 100)), 409, "time_overlaps")
    outside = problem(write(nadia, unit, "before", **worked(now, 30, 600)), 422, "outside_week")
    assert outside["errors"][0]["field"] == "begins_at"
    assert write(nadia, unit, "naive", begins_at="2026-03-02", ends_at="2026-03-03", text="x").status_code == 422
    assert TimeEntry.objects.count() == 1


def test_only_who_works_writes_and_only_both_sides_read(cast: people.Cast, unit: Unit, now: datetime) -> None:
    entry = hours.worked(unit, cast.nadia, timedelta(minutes=30))
    looks = people.member(cast.studio, people.account("looks@example.com"), role="viewer").account
    away = path(unit, f"/{entry.pk}/removal")
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    problem(write(karim, unit, "k", **worked(now, 30, 60)), 403, "wrong_role")
    problem(karim.post(away, {}, Idempotency_Key="a-random-word-away"), 403, "wrong_role")
    problem(write(Program(key_of(looks, now)), unit, "l", **worked(now, 30, 60)), 403, "role")
    stranger = Program(key_of(people.account("s@example.com"), now))
    problem(stranger.get(path(unit)), 404, "not_found")
    problem(write(stranger, unit, "s", **worked(now, 30, 60)), 404, "not_found")
    gig = gigs.ordered(now, gigs.offer(now))
    problem(Program(key_of(cast.nadia, now)).get(path(gig)), 404, "not_found")
    other = hours.between(cast.studio, cast.karim, now, "proposal:2").units.get()
    problem(nadia.post(path(other, f"/{entry.pk}"), worked(now, 10)), 404, "not_found")
    assert nadia.get(path(other)).json()["begins_at"] is None
    problem(write(nadia, other, "unpaid", **worked(now, 10)), 409, "week_closed")
    assert TimeEntry.objects.get().minutes == 30
    engagements.act(unit.pk, "close", by=SYSTEM, at=now)
    problem(nadia.post(away, {}, Idempotency_Key="a-random-word-late"), 409, "week_closed")

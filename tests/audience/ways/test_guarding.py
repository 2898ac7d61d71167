"""The breaker of a whole way: many small troubles are one; and what "go on" forgets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.models import Lane, Provider
from dhara.audience.ways import actions
from dhara.kit.actor import SYSTEM, person
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio
from tests.make import people, readers

pytestmark = pytest.mark.django_db


def way(studio: Studio | None, at: datetime) -> Provider:
    return actions.set_up(studio, kind="smtp", from_email="a@x.example", keys={"host": "x.example"}, by=SYSTEM, at=at)


@pytest.fixture(autouse=True)
def sandbox(settings: Any) -> None:
    settings.SANDBOX = True


def lane(studio: Studio, at: datetime, **tallies: Any) -> Lane:
    return Lane.objects.create(message=readers.message(at, studio), studio=studio, **tallies)


def test_small_troubles_add_up(now: datetime) -> None:
    studio, other = people.studio(), people.studio(people.account("o@example.com"), handle="omar")
    own, host = way(studio, now), way(None, now)
    for _message in range(4):
        lane(studio, now, sent=60, bounced=6)
    lane(other, now, sent=150, bounced=3)
    assert actions.guard(at=now) == 1
    own.refresh_from_db()
    host.refresh_from_db()
    assert (own.paused_for, own.paused_at, host.paused_for) == ("bounces", now, "")
    assert actions.guard(at=now) == 0, "it is paused already"


def test_what_is_over_or_was_stopped_for_itself_does_not_count(now: datetime) -> None:
    studio = people.studio()
    own = way(studio, now)
    lane(studio, now, sent=500, bounced=90, paused_for="bounces", paused_at=now)
    lane(studio, now, sent=500, bounced=90, finished_at=now - timedelta(days=2))
    lane(studio, now, sent=500, bounced=3)
    assert actions.guard(at=now) == 0
    Lane.objects.filter(bounced=3).update(finished_at=now - timedelta(hours=2), complained=9)
    assert actions.guard(at=now) == 1
    own.refresh_from_db()
    assert own.paused_for == "complaints"


def test_go_on_forgets_what_was_counted(now: datetime) -> None:
    studio, other = people.studio(), people.studio(people.account("o@example.com"), handle="omar")
    own = way(studio, now)
    lane(studio, now, sent=300, bounced=60)
    kept = lane(other, now, sent=300, bounced=60)
    actions.guard(at=now)
    with pytest.raises(NotFoundHere):
        actions.release(own, by=person(people.account("stranger@example.com").pk), at=now)
    assert actions.release(own, by=SYSTEM, at=now)
    assert not actions.release(own, by=SYSTEM, at=now)
    assert actions.guard(at=now) == 0
    kept.refresh_from_db()
    assert kept.bounced == 60

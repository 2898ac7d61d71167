"""What benchmarks write by hand fits the tables as they are now."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.cli.bench import claim, desk
from dhara.work.campaigns.queries import desk as desks
from dhara.work.models import Campaign, Slot, Unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_desk_finds_the_campaigns_that_are_written_for_it(now: datetime) -> None:
    ((worker, _by),) = claim.workers(1, now)
    worker.time_zone, worker.language = "Asia/Dhaka", "bn"
    desk._fill(worker, now, 200)
    assert (Campaign.objects.count(), Unit.objects.count()) == (200, desk.DONE)
    assert len(desk._read(worker, None)) == desks.PAGE


def test_slots_are_claimed_of_what_is_written_for_it(now: datetime) -> None:
    people = claim.workers(3, now)
    claim._done_before(claim._campaign(3, "over", now), now)
    fresh = claim._campaign(5, "own", now)
    for studio, by in people:
        claim.actions.claim(fresh, studio, by=by, at=now)
    claim._by_hand(fresh)
    assert sorted(Slot.objects.filter(campaign=fresh).values_list("state", flat=True)) == ["free"] + ["taken"] * 4
    claim._tidy(fresh)
    assert Slot.objects.filter(campaign=fresh, state="free").count() == 5

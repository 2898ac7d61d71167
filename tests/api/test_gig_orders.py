"""Ordering work through the API: its extras by their keys, and no more of it than there is room for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.catalog.models import Tier
from dhara.checkout.models import OrderLine
from dhara.kit.queue import drain
from tests.api.door import Program, problem, wanted
from tests.make import checkout, gigs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def asked(now: datetime, extras: list[str], total: int, **more: Any) -> Any:
    gig = gigs.offer(now, extras=gigs.EXTRAS, **more)
    return wanted(gig, lines=[{"tier": gig.tiers.get().pk, "extras": extras}], confirmed_total=total)


def test_extras_are_ordered_by_their_keys(now: datetime) -> None:
    answer = Program().order(asked(now, ["fast"], 650_00))
    assert answer.status_code == 201
    (line,) = answer.json()["lines"]
    assert [(each["title"], each["amount"]["amount"]) for each in line["added"]] == [("Within a day", 200_00)]
    assert line["total"]["amount"] == 650_00
    assert OrderLine.objects.get().added[0]["terms"]["key"] == "fast"


def test_an_unknown_extra_is_refused_by_its_field(now: datetime) -> None:
    answer = Program().order(asked(now, ["fast", "gone"], 650_00))
    problem(answer, 422, "extra_gone")
    assert answer.json()["errors"][0]["field"] == "lines.0.extras"
    assert not OrderLine.objects.exists()


def test_a_full_gig_is_refused(now: datetime) -> None:
    body = asked(now, [], 450_00, queue=1)
    gig_tier = body["lines"][0]["tier"]

    checkout.placed(Tier.objects.select_related("offer__studio").get(pk=gig_tier), at=now)
    problem(Program().order(body), 409, "queue_full")
    drain(now)
    assert OrderLine.objects.count() == 1

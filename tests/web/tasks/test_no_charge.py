"""Nobody can be charged to work: through every state, no step of a worker moves money out of an account of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Sum
from django.test import Client

from dhara.kit.queue import drain
from dhara.money.models import Leg, Payment
from dhara.work.campaigns import actions
from dhara.work.engagements.rules import FUND, MODES
from dhara.work.models import Unit
from tests.make import campaigns as make
from tests.make import work
from tests.make.work import Parties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def taken_from(sides: Parties) -> int:
    """Minor units that ever left an account of the studio's."""
    legs = Leg.objects.filter(account__studio=sides.studio, amount__lt=0)
    return -(legs.aggregate(sum=Sum("amount"))["sum"] or 0)


def test_no_step_of_a_worker_asks_for_money() -> None:
    for mode in MODES.values():
        for step in mode.steps:
            if "worker" in step.who:
                assert step.money != FUND, f"{mode.code}: {step.verb} would be paid for by who does the work"


def test_no_page_of_a_worker_takes_any(now: datetime) -> None:
    """Take, give back, hand in, take back, do again, appeal, leave it: nothing leaves the studio, nothing is paid."""
    sides = work.parties(now)
    campaign = make.running(sides, now, per_worker=9)
    payments, before = Payment.objects.count(), taken_from(sides)
    nadia, base = Client(), "/studio/nadia/tasks/"
    nadia.force_login(sides.nadia)

    def taken() -> str:
        nadia.post(f"{base}campaigns/{campaign.pk}/reservation/")
        return f"{base}{Unit.objects.latest('pk').pk}/"

    page = taken()
    nadia.post(f"{page}give_back/")
    page = taken()
    for _turn in range(2):
        nadia.post(f"{page}proof/", {"answer_cat": "yes"})
        nadia.post(f"{page}withdraw/")
    nadia.post(f"{page}proof/", {"answer_cat": "yes"})
    for answer, words in (("again", ""), ("appeal", "There is.")):
        unit = Unit.objects.latest("pk")
        actions.reject(unit.pk, 0, by=sides.actor("buyer"), at=now)
        assert nadia.post(f"{page}{answer}/", {"text": words}).status_code == 302
        if answer == "again":
            nadia.post(f"{page}proof/", {"answer_cat": "yes"})
    other = taken()
    nadia.post(f"{other}proof/", {"answer_cat": "no"})
    actions.reject(Unit.objects.latest("pk").pk, 0, by=sides.actor("buyer"), at=now)
    nadia.post(f"{other}rest/")
    drain(now + timedelta(days=30))
    assert set(Unit.objects.values_list("status", flat=True)) == {"given_back", "accepted", "refused"}
    assert Payment.objects.count() == payments
    earned = Unit.objects.filter(status="accepted").count() * 475
    assert taken_from(sides) == before
    assert Leg.objects.filter(account__studio=sides.studio).aggregate(sum=Sum("amount"))["sum"] == earned

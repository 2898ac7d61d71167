"""A buyer takes the money of a week back that has not begun; of one that has begun nobody can."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.models import PaymentRefund
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.funding import actions as funding
from dhara.work.models import Engagement, Unit
from tests.make import funding as fund
from tests.make import hours as make
from tests.make import people
from tests.make.work import Parties
from tests.web.browsing import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def pays(parties: Parties, made: Engagement, at: datetime) -> Unit:
    """The next week, by the gateway."""
    unit = made.units.get(status="draft")
    begun = funding.fund([unit.pk], intent=uuid.uuid4().hex, by=parties.actor("buyer"), at=at)
    fund.chosen(parties, begun, "pay", at)
    drain(at)
    return Unit.objects.get(pk=unit.pk)


def test_the_money_of_a_week_that_has_not_begun_goes_back(parties: Parties, now: datetime) -> None:
    made = make.project(parties, now)
    first, second = pays(parties, made, now), pays(parties, made, now)
    karim, nadia = client(parties.karim), client(parties.nadia)
    room = f"/work/{made.pk}/milestones/2/"
    assert f'href="{room}take_back/"' in karim.get(room).content.decode()
    assert "take_back" not in nadia.get(room).content.decode()
    question = karim.get(f"{room}take_back/").content.decode()
    assert "৳1,000 goes back to you, the way you paid." in question
    for who, status in ((nadia, (403, 404, 409)), (client(people.account("other@example.com")), (404,))):
        assert who.post(f"{room}take_back/").status_code in status
    assert Unit.objects.get(pk=second.pk).status == "active"
    assert karim.post(f"{room}take_back/").status_code == 302
    drain(now)
    back = Unit.objects.get(pk=second.pk)
    assert (back.status, back.returned, back.paid) == ("cancelled", 100_000, 0)
    refund = PaymentRefund.objects.get(key__startswith=f"unit:{second.pk}:")
    assert (refund.amount, refund.status) == (100_000, "succeeded")
    assert Letter.objects.filter(name="work_taken_back", to_email="nadia@example.com").count() == 1
    assert Notice.objects.get(kind="work_taken_back").account_id == parties.nadia.pk
    assert "The buyer took its money back before it began." in nadia.get(room).content.decode()
    assert Unit.objects.get(pk=first.pk).status == "active"
    again = pays(parties, made, now)
    assert again.due_at == second.due_at  # the same days of the calendar are free once more
    assert [each for each in (*doctor.check(at=now), *work_doctor.check()) if not each.ok] == []


def test_of_a_week_that_has_begun_no_money_is_taken_back(parties: Parties, now: datetime) -> None:
    made = make.project(parties, now)
    first = pays(parties, made, now)
    karim, room = client(parties.karim), f"/work/{made.pk}/milestones/1/"
    page = karim.get(room).content.decode()
    assert "This week has begun." in page
    assert f'href="{room}take_back/"' not in page
    assert karim.post(f"{room}take_back/").status_code in (302, 409)
    drain(now + timedelta(minutes=1))
    assert Unit.objects.get(pk=first.pk).status == "active"
    assert not PaymentRefund.objects.exists()

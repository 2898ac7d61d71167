"""Who is told what about a job, in the app and by letter, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import operator, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Account, Notice
from dhara.people.notices.rules import sentence
from dhara.work.jobs import actions
from dhara.work.models import Job
from tests.make import jobs as make
from tests.make import people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCAM = "Please pay a refundable security deposit of 500 taka first to get the work. We need ten people today."


@pytest.fixture
def boss() -> Account:
    return people.account("boss@example.com", is_staff=True)


@pytest.fixture
def karim() -> Account:
    return make.buyer()


def notices(who: Account) -> list[str]:
    """The sentences, oldest first."""
    found = Notice.objects.filter(account=who, kind__startswith="job_").order_by("pk")
    return [sentence(each.kind, each.data) for each in found]


def letters(who: Account) -> list[str]:
    return list(
        Letter.objects.filter(to_email=who.email, name__startswith="job").order_by("pk").values_list("name", flat=True)
    )


def test_held_then_let_through(karim: Account, boss: Account, now: datetime) -> None:
    job = make.posted(karim, now, description=SCAM)
    drain(now)
    assert notices(boss) == ["The text of the job “A logo for my tea stall” waits for you to look at it."]
    assert Notice.objects.get(account=boss).url == f"/operator/work/job/{job.pk}/change/"
    assert letters(karim) == ["job_held"]
    assert "deposit" in Letter.objects.get(name="job_held").text
    actions.release(job.pk, by=operator(boss.pk), at=now + DAY)
    drain(now + DAY)
    drain(now + DAY)
    assert letters(karim) == ["job_held", "job_released"]
    assert notices(karim)[-1] == "Your job “A logo for my tea stall” is open now."
    assert letters(boss) == []


def test_held_then_refused_with_the_reason(karim: Account, boss: Account, now: datetime) -> None:
    job = make.posted(karim, now, description=SCAM)
    actions.refuse(job.pk, reason="Nobody pays to work.", by=operator(boss.pk), at=now)
    drain(now)
    assert letters(karim) == ["job_refused"], "that it was held is no news any more"
    assert "Nobody pays to work." in Letter.objects.get(name="job_refused").text
    assert "Nobody pays to work." in notices(karim)[-1]


def test_who_posts_a_job_is_told_nothing_new(karim: Account, boss: Account, now: datetime) -> None:
    make.posted(karim, now)
    drain(now)
    assert not notices(karim) + letters(karim) + notices(boss)


def test_warned_then_closed(karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    drain(now + 27 * DAY)
    assert letters(karim) == ["job_idle"]
    assert Notice.objects.get(account=karim).url == f"/account/jobs/{job.pk}/"
    drain(now + 30 * DAY)
    drain(now + 30 * DAY)
    assert letters(karim) == ["job_idle", "job_closed"]
    assert len(notices(karim)) == 2


def test_those_who_wait_for_an_answer_are_told(karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    (studio, owner), (_other, outsider) = make.worker(1), make.worker(2)
    viewer = people.member(studio, email="viewer@example.com").account
    make.proposed(job, studio, owner, now)
    actions.close(job.pk, by=person(karim.pk), at=now)
    drain(now)
    assert letters(owner)[-1] == "job_over"
    assert "was closed" in notices(owner)[-1]
    for nobody in (karim, outsider, viewer):
        assert "job_over" not in letters(nobody)


def test_a_filled_job_is_told_to_the_others(karim: Account, now: datetime) -> None:
    job = make.posted(karim, now)
    studio, owner = make.worker(1)
    make.proposed(job, studio, owner, now)
    from django.db import transaction

    with transaction.atomic():
        actions.fill(Job.objects.select_for_update().get(pk=job.pk), by=person(karim.pk), at=now)
    drain(now)
    assert letters(owner)[-1] == "job_over"
    assert "Somebody else was hired" in Letter.objects.get(name="job_over").text
    assert notices(owner)[-1].startswith("Somebody was hired")

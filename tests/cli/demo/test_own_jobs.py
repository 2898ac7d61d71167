"""People use this Dhara while the demo world is made: their jobs are left to them, and what they change stands."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.cli.demo import own_jobs
from dhara.kit.actor import SYSTEM
from dhara.people.accounts.actions import confirm
from dhara.people.models import Account
from tests.make import people
from tests.make.race import race


@pytest.mark.django_db(transaction=True)
def test_the_jobs_of_others_are_not_run(now: datetime) -> None:
    confirm(people.account("visitor@example.com").pk, by=SYSTEM, at=now)
    theirs = ProcrastinateJob.objects.latest("id")
    with own_jobs.batch() as others:
        confirm(people.account("ours@example.com").pk, by=SYSTEM, at=now)
        own_jobs.run(now, others)
    ours = ProcrastinateJob.objects.get(id__gt=theirs.pk)
    assert ours.status == "succeeded"
    assert ProcrastinateJob.objects.get(pk=theirs.pk).status == "todo"
    assert theirs.pk in others


def rename(pk: int, name: str) -> int:
    return Account.objects.filter(pk=pk).update(name=name)


@pytest.mark.django_db(transaction=True)
def test_what_others_change_meanwhile_stands_and_ours_is_played_again() -> None:
    pk, told = people.account("visitor@example.com").pk, list[str]()

    @own_jobs.again
    def play() -> None:
        with own_jobs.batch():
            told.append(Account.objects.get(pk=pk).name)
            if len(told) == 1:
                assert race(lambda: rename(pk, "Theirs")) == [1]
            rename(pk, f"Ours after {told[-1]}")

    play()
    assert told[1:] == ["Theirs"]
    assert Account.objects.get(pk=pk).name == "Ours after Theirs"


@pytest.mark.django_db(transaction=True)
def test_who_always_meets_others_gives_up() -> None:
    pk, tries = people.account("visitor@example.com").pk, list[int]()

    @own_jobs.again
    def play() -> None:
        with own_jobs.batch():
            tries.append(Account.objects.filter(pk=pk).count())
            race(lambda: rename(pk, f"Theirs {len(tries)}"))
            rename(pk, "Ours")

    with pytest.raises(OperationalError):
        play()
    assert len(tries) == own_jobs.TRIES
    assert Account.objects.get(pk=pk).name == f"Theirs {own_jobs.TRIES}"

"""Jobs of people who use this Dhara while the demo world is made are left to them."""

from __future__ import annotations

from datetime import datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.cli.demo import own_jobs
from dhara.kit.actor import SYSTEM
from dhara.people.accounts.actions import confirm
from tests.make import people


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

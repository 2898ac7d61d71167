"""The lists of jobs and proposals, and how each comes to have many rows. See test_lists.py."""

from __future__ import annotations

from collections.abc import Callable

from dhara.people.models import Account
from dhara.work.models import Job
from tests.api import world as here
from tests.api.world import ID, World
from tests.make import jobs

MANY = 20


def _board(_world: World) -> None:
    """Nobody posts so many in a day: each of somebody else."""
    for number in range(MANY):
        jobs.posted(jobs.buyer(f"buyer{number}@example.com"), here.NOW)


def _mine(_world: World) -> None:
    nadia = Account.objects.get(email="nadia@example.com")
    for _each in range(MANY):
        jobs.draft(nadia, here.NOW)


def _proposals(world: World) -> None:
    job = Job.objects.get(pk=world.there[ID["job"]])
    for number in range(100, 100 + MANY):
        jobs.proposed(job, *jobs.worker(number), here.NOW)


LISTS: dict[str, tuple[str, Callable[[World], None]]] = {
    "search_jobs": ("/jobs", _board),
    "list_my_jobs": ("/me/jobs", _mine),
    "list_proposals": ("/proposals", _proposals),
}

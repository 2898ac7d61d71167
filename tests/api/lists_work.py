"""The lists of jobs, proposals, campaigns and tasks, and how each comes to have many rows. See test_lists.py."""

from __future__ import annotations

from collections.abc import Callable

from dhara.catalog.models import Offer
from dhara.kit.actor import person
from dhara.people.models import Account, Studio
from dhara.work.campaigns import actions
from dhara.work.funding import actions as funding
from dhara.work.models import Campaign, Job, Unit
from tests.api import world as here
from tests.api.world import ID, World
from tests.make import campaigns, cases, jobs, reviews

MANY = 20


def _board(_world: World) -> None:
    """Nobody posts so many in a day: each of somebody else."""
    for number in range(MANY):
        jobs.posted(jobs.buyer(f"buyer{number}@example.com"), here.NOW)


def _mine(_world: World) -> None:
    for _each in range(MANY):
        jobs.draft(_nadia(), here.NOW)


def _proposals(world: World) -> None:
    job = Job.objects.get(pk=world.there[ID["job"]])
    for number in range(100, 100 + MANY):
        jobs.proposed(job, *jobs.worker(number), here.NOW)


def _campaigns(_world: World) -> None:
    for _each in range(MANY):
        actions.make(campaigns.draft(), by=person(_nadia().pk), at=here.NOW)


def _proofs(world: World) -> None:
    campaign = Campaign.objects.get(pk=world.there[ID["campaign"]])
    for number in range(200, 200 + MANY):
        campaigns.submitted(campaign, number, here.NOW)


def _open_tasks(world: World) -> None:
    for _each in range(MANY):
        copy = Campaign.objects.get(pk=world.there[ID["open_campaign"]])
        copy.pk, copy.engagement = None, None
        copy.save()


def _own_tasks(world: World) -> None:
    nadia, campaign = person(_nadia().pk), Campaign.objects.get(pk=world.there[ID["open_campaign"]])
    for _each in range(MANY):
        unit = actions.claim(campaign, Studio.objects.get(handle=here.HANDLE), by=nadia, at=here.NOW)
        actions.submit(unit.pk, {"cat": "yes"}, by=nadia, at=here.NOW)


def _fundings(world: World) -> None:
    unit = Unit.objects.get(engagement=world.there[ID["project"]], fundings__isnull=False)
    for number in range(MANY):
        funding.fund([unit.pk], intent=f"many-{number}", by=person(_nadia().pk), at=here.NOW)


def _cases(world: World) -> None:
    offer, karim = Offer.objects.get(pk=world.there[ID["gig"]]), Account.objects.get(email="karim@example.com")
    for _each in range(MANY):
        unit = cases.delivered(here.NOW, offer, by=person(karim.pk), email=karim.email)
        cases.opened(unit, here.NOW, by=person(karim.pk))


def _reviews(world: World) -> None:
    offer, karim = Offer.objects.get(pk=world.there[ID["gig"]]), Account.objects.get(email="karim@example.com")
    for _each in range(MANY):
        reviews.published(here.NOW, offer, by=person(karim.pk), email=karim.email)


def _nadia() -> Account:
    return Account.objects.get(email="nadia@example.com")


LISTS: dict[str, tuple[str, Callable[[World], None]]] = {
    "search_jobs": ("/jobs", _board),
    "list_my_jobs": ("/me/jobs", _mine),
    "list_proposals": ("/proposals", _proposals),
    "list_cases": ("/cases", _cases),
    "list_reviews": ("/reviews", _reviews),
    "list_studio_reviews": (f"/studios/{here.HANDLE}/reviews", _reviews),
    "list_campaigns": ("/campaigns", _campaigns),
    "list_fundings": ("/fundings", _fundings),
    "list_proofs": (f"/campaigns/{ID['campaign']}/proofs", _proofs),
    "list_open_tasks": (f"/studios/{here.HANDLE}/tasks", _open_tasks),
    "list_own_tasks": (f"/studios/{here.HANDLE}/own-tasks", _own_tasks),
}

"""Both sides of a proposal before their pages; what the addresses need in the permission matrix."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from dhara.kit.actor import Actor, person
from dhara.people.models import Account, Studio
from dhara.work.models import Job, Proposal
from dhara.work.proposals import actions
from tests.make import jobs, people


class Sides:
    """Both sides with a browser each; `fields` is the form of a proposal as a person fills it in."""

    def __init__(self, now: datetime, **job: Any) -> None:
        self.cast, self.now = people.cast(), now
        self.job: Job = jobs.posted(self.cast.karim, now, **job)
        self.nadia, self.karim = self.client(self.cast.nadia), self.client(self.cast.karim)

    @staticmethod
    def client(who: Any) -> Client:
        made = Client()
        made.force_login(who)
        return made

    @property
    def worker(self) -> Actor:
        return person(self.cast.nadia.pk)

    @property
    def buyer(self) -> Actor:
        return person(self.cast.karim.pk)

    @property
    def apply(self) -> str:
        return f"/jobs/{self.job.slug}/proposal/"

    @property
    def desk(self) -> str:
        return "/studio/nadia/proposals/"

    def fields(self, **changes: Any) -> dict[str, Any]:
        given = {
            "text": "I would draw three sketches, and paint the one that you like.",
            "title": ["Sketches", "The logo", ""],
            "amount": ["৳১,০০০", "2,000.50", ""],
            "days": ["৩", "5", ""],
        }
        return {**given, **changes}

    def proposed(self, **changes: Any) -> Proposal:
        return jobs.proposed(self.job, self.cast.studio, self.cast.nadia, self.now, **changes)

    def offered(self, by: Actor | None = None) -> Proposal:
        made = self.proposed()
        return actions.offer(made.pk, jobs.TERMS, by=by or self.worker, at=self.now)


def behind_doors(studio: Studio, owner: Account, buyer: Account, at: datetime) -> dict[str, Any]:
    """A job of the buyer for which the studio has made a binding offer."""
    job = jobs.posted(buyer, at, title="A poster for the fair")
    made = jobs.proposed(job, studio, owner, at)
    actions.talk(made.pk, by=person(buyer.pk), at=at)
    actions.offer(made.pk, jobs.TERMS, by=person(owner.pk), at=at)
    return {"proposal_id": made.pk}

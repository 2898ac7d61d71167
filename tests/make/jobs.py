"""Jobs and proposals as their people make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.kit.actor import person
from dhara.people.models import Account, Studio
from dhara.work.jobs import actions
from dhara.work.jobs.rules import Asked, Wanted, stop_token
from dhara.work.models import Job, Proposal
from dhara.work.proposals import actions as proposals
from dhara.work.proposals.rules import Milestone, Terms
from tests.make import people

WANTED = Wanted(
    title="A logo for my tea stall",
    description="My stall is called Chayer Adda. I need a logo that can be painted on wood, in two colours.",
    currency="BDT",
    language="en",
    budget_most=500_000,
)
TERMS = Terms(
    "I have painted signs for ten years and would draw three sketches first.",
    (Milestone("Sketches", 100_000, 3), Milestone("The logo", 200_000, 5)),
)


def buyer(email: str = "karim@example.com") -> Account:
    """With a proven address."""
    return Account.objects.filter(email=email).first() or people.account(email)


def draft(owner: Account, at: datetime, **changes: Any) -> Job:
    return actions.write(replace(WANTED, **changes), by=person(owner.pk), at=at)


def posted(owner: Account, at: datetime, **changes: Any) -> Job:
    return actions.post(draft(owner, at, **changes).pk, by=person(owner.pk), at=at)


def worker(number: int) -> tuple[Studio, Account]:
    owner = people.account(f"worker{number}@example.com")
    return people.studio(owner, handle=f"worker{number}"), owner


def proposed(job: Job, studio: Studio, owner: Account, at: datetime, **changes: Any) -> Proposal:
    return proposals.propose(job.pk, studio, replace(TERMS, **changes), by=person(owner.pk), at=at)


def behind_doors(owner: Account, at: datetime) -> dict[str, Any]:
    """For the permission matrix: an open job of a buyer with a file, and a search that they keep."""
    job = posted(owner, at)
    (file,) = actions.attach(job.pk, [SimpleUploadedFile("sketch.txt", b"words")], by=person(owner.pk), at=at)
    search = actions.save_search("Logos", Asked(text="logo"), by=person(owner.pk), at=at)
    return {"job_id": job.pk, "board_slug": job.slug, "attachment_id": file.pk, "search_id": search.pk}


def secrets(search_id: int) -> dict[str, str]:
    return {"jobs/letters/<secret:token>/": stop_token(search_id)}

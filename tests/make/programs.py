"""For the permission matrix: what the API's doors of jobs and proposals lead to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.kit.actor import person
from dhara.people.models import Account
from dhara.work.jobs import actions as jobs
from dhara.work.jobs.rules import Asked
from dhara.work.models import Job
from dhara.work.proposals import actions
from tests.make import jobs as make
from tests.make.catalog import Shop

SLUG = "matrix-job"


def blanks(of: Shop, buyer: Account, at: datetime) -> dict[str, Any]:
    """A job of the buyer's for which the studio applied and made an offer; a search that the buyer keeps."""
    posted = make.posted(buyer, at)
    Job.objects.filter(pk=posted.pk).update(slug=SLUG)
    proposal = make.proposed(posted, of.studio, of.owner, at)
    actions.offer(proposal.pk, by=of.by, at=at)
    search = jobs.save_search("Logos", Asked(text="logo"), by=person(buyer.pk), at=at)
    return {"job": posted.pk, "job_slug": SLUG, "search": search.pk, "proposal": proposal.pk}

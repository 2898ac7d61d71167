"""For the permission matrix: what the API's doors of jobs, proposals, campaigns and tasks lead to."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import SYSTEM, person
from dhara.people.models import Account, Studio
from dhara.work.campaigns import actions as campaigns
from dhara.work.campaigns import queries
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.jobs import actions as jobs
from dhara.work.jobs.rules import Asked
from dhara.work.models import Campaign, Funding, Job
from dhara.work.proposals import actions
from tests.make import campaigns as make_campaigns
from tests.make import funding as paying
from tests.make import jobs as make
from tests.make.catalog import Shop
from tests.make.work import Parties

SLUG: Final = "matrix-job"
# A body can not wait for what is made: this campaign has a number that is known beforehand.
EMPTY: Final = 7_000_001


def running(buyer: Account, at: datetime, **changes: Any) -> Campaign:
    """Offered, paid and begun, with nothing else done that was due."""
    by = person(buyer.pk)
    campaign = campaigns.offer(campaigns.make(make_campaigns.draft(**changes), by=by, at=at).pk, by=by, at=at)
    assert campaign.engagement is not None
    amount = queries.to_pay(campaign).minor
    begun = funding.fund_pool(campaign.engagement.pk, amount, intent=uuid.uuid4().hex, by=by, at=at)
    paying.chosen(Parties(buyer, buyer, buyer, Studio(), 0), begun, "pay", at)
    campaigns.settle(campaign.pk, by=SYSTEM, at=at)
    return campaigns.begin(campaign.pk, by=by, at=at)


def begun(of: Studio, buyer: Account, at: datetime) -> Funding:
    """The first milestone of a project is about to be paid."""
    first = paying.between(of, buyer, at, subject="job:2").units.earliest("pk")
    return funding.fund([first.pk], intent=f"programs-{first.pk}", by=person(buyer.pk), at=at)


def empty(buyer: Account, at: datetime) -> Campaign:
    """It runs, and all its tasks are taken."""
    made = Campaign.objects.get(pk=campaigns.make(make_campaigns.draft(), by=person(buyer.pk), at=at).pk)
    agreed = work.agree(
        "micro", subject=f"campaign:{EMPTY}", title="Full", worker=None, buyer_id=buyer.pk, buyer_email=buyer.email,
        currency="BDT", language="en", units=[], till="pool", by=person(buyer.pk), at=at,
    )  # fmt: skip
    made.pk, made.engagement, made.status = EMPTY, agreed, "running"
    made.save(force_insert=True)
    return made


def blanks(of: Shop, buyer: Account, at: datetime) -> dict[str, Any]:
    """A job of the buyer's for which the studio applied and made an offer, a search that the buyer keeps; a campaign of
    the buyer's, and a proof that the studio handed in."""
    posted = make.posted(buyer, at)
    Job.objects.filter(pk=posted.pk).update(slug=SLUG)
    proposal = make.proposed(posted, of.studio, of.owner, at)
    actions.offer(proposal.pk, by=of.by, at=at)
    search = jobs.save_search("Logos", Asked(text="logo"), by=person(buyer.pk), at=at)
    campaign = running(buyer, at)
    task = campaigns.claim(campaign, of.studio, by=of.by, at=at)
    campaigns.submit(task.pk, {"cat": "yes"}, by=of.by, at=at)
    empty(buyer, at)
    return {
        "chapter_slug": "orders",
        "funding": begun(of.studio, buyer, at).pk,
        "job": posted.pk,
        "job_slug": SLUG,
        "search": search.pk,
        "proposal": proposal.pk,
        "campaign": campaign.pk,
        "task": task.pk,
    }

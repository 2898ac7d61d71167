"""Re-exports the tables of this domain."""

from dhara.work.campaigns.models import Campaign, Item, Slot, Standing, Trace
from dhara.work.changes.models import Change
from dhara.work.engagements.models import Decision, Engagement, Submission, SubmittedFile, Unit
from dhara.work.funding.models import Funding, FundingPart
from dhara.work.hours.models import TimeEntry
from dhara.work.jobs.models import Job, JobFile, SavedSearch, Skill
from dhara.work.proposals.models import Proposal, ProposalVersion

__all__ = [
    "Campaign",
    "Change",
    "Decision",
    "Engagement",
    "Funding",
    "FundingPart",
    "Item",
    "Job",
    "JobFile",
    "Proposal",
    "ProposalVersion",
    "SavedSearch",
    "Skill",
    "Slot",
    "Standing",
    "Submission",
    "SubmittedFile",
    "TimeEntry",
    "Trace",
    "Unit",
]

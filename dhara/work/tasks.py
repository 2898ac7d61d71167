"""All jobs of work."""

from dhara.work.campaigns import tasks as campaigns
from dhara.work.handins import tasks as handins
from dhara.work.jobs import tasks as jobs

__all__ = ["campaigns", "handins", "jobs"]

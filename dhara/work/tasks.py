"""All jobs of work."""

from dhara.work.campaigns import tasks as campaigns
from dhara.work.handins import tasks as handins

__all__ = ["campaigns", "handins"]

"""Reads of broadcasts."""

from dhara.audience.broadcasts.queries.meant import audience, due, of_studio, variant
from dhara.audience.broadcasts.queries.progress import Tried, checks, comparison, counts, is_open, tried
from dhara.audience.broadcasts.queries.report import Followed, Report, report

__all__ = [
    "Followed",
    "Report",
    "Tried",
    "audience",
    "checks",
    "comparison",
    "counts",
    "due",
    "is_open",
    "of_studio",
    "report",
    "tried",
    "variant",
]

"""Reads of broadcasts."""

from dhara.audience.broadcasts.queries.meant import audience, due, of_studio, variant
from dhara.audience.broadcasts.queries.progress import (
    LEFT,
    Figures,
    Subject,
    TestStanding,
    Tried,
    checks,
    comparison,
    counts,
    figures,
    is_open,
    standing,
    stopped_for,
    subjects,
    tried,
)
from dhara.audience.broadcasts.queries.report import Followed, Report, report

__all__ = [
    "LEFT",
    "Figures",
    "Followed",
    "Report",
    "Subject",
    "TestStanding",
    "Tried",
    "audience",
    "checks",
    "comparison",
    "counts",
    "due",
    "figures",
    "is_open",
    "of_studio",
    "report",
    "standing",
    "stopped_for",
    "subjects",
    "tried",
    "variant",
]

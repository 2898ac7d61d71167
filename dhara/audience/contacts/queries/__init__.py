"""Reads of contacts."""

from dhara.audience.contacts.queries.contacts import (
    PAGE,
    Filters,
    Page,
    by_state,
    count,
    fields_counted,
    fields_of,
    found,
    imports_of,
    needs_proof,
    one,
    page,
    tags_counted,
    tags_of,
    tags_on,
    timeline,
    visible_to,
)
from dhara.audience.contacts.queries.export import export_csv

__all__ = [
    "PAGE",
    "Filters",
    "Page",
    "by_state",
    "count",
    "export_csv",
    "fields_counted",
    "fields_of",
    "found",
    "imports_of",
    "needs_proof",
    "one",
    "page",
    "tags_counted",
    "tags_of",
    "tags_on",
    "timeline",
    "visible_to",
]

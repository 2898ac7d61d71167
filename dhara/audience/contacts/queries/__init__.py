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
from dhara.audience.contacts.queries.imports import columns, one_import, percent, problems_csv

__all__ = [
    "PAGE",
    "Filters",
    "Page",
    "by_state",
    "columns",
    "count",
    "export_csv",
    "fields_counted",
    "fields_of",
    "found",
    "imports_of",
    "needs_proof",
    "one",
    "one_import",
    "page",
    "percent",
    "problems_csv",
    "tags_counted",
    "tags_of",
    "tags_on",
    "timeline",
    "visible_to",
]

"""Reads of sequences: which there are, what their graphs name, how they do."""

from dhara.audience.sequences.queries.findings import findings
from dhara.audience.sequences.queries.intakes import (
    AGAIN,
    ALREADY,
    NEW,
    OUT,
    Forecast,
    Standing,
    forecast,
    intakes,
    percent,
    standings,
)
from dhara.audience.sequences.queries.numbers import NodeNumbers, numbers
from dhara.audience.sequences.queries.overview import Overview, money_of, overviews
from dhara.audience.sequences.queries.reading import (
    alike,
    by_name,
    by_state,
    graph_of,
    known,
    letters_of,
    of_contact,
    people,
    says_something,
    triggers,
    unpublished,
    visible_to,
    with_counts,
)

__all__ = [
    "AGAIN",
    "ALREADY",
    "NEW",
    "OUT",
    "Forecast",
    "NodeNumbers",
    "Overview",
    "Standing",
    "alike",
    "by_name",
    "by_state",
    "findings",
    "forecast",
    "graph_of",
    "intakes",
    "known",
    "letters_of",
    "money_of",
    "numbers",
    "of_contact",
    "overviews",
    "people",
    "percent",
    "says_something",
    "standings",
    "triggers",
    "unpublished",
    "visible_to",
    "with_counts",
]

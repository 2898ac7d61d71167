"""Reads of sequences: which there are, what their graphs name, how they do."""

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
from dhara.audience.sequences.queries.reading import (
    SAID,
    by_name,
    graph_of,
    known,
    of_contact,
    people,
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
    "SAID",
    "Forecast",
    "NodeNumbers",
    "Standing",
    "by_name",
    "forecast",
    "graph_of",
    "intakes",
    "known",
    "numbers",
    "of_contact",
    "people",
    "percent",
    "standings",
    "triggers",
    "unpublished",
    "visible_to",
    "with_counts",
]

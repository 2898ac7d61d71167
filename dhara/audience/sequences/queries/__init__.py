"""Reads of sequences: which there are, what their graphs name, how they do."""

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
    "SAID",
    "NodeNumbers",
    "by_name",
    "graph_of",
    "known",
    "numbers",
    "of_contact",
    "people",
    "triggers",
    "unpublished",
    "visible_to",
    "with_counts",
]

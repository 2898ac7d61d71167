"""Reads: the chain of a story, and what waits for an operator."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import Reaction, RecordedFact


def chain_of(subject: str) -> QuerySet[RecordedFact]:
    """All facts of the chains that touch a subject such as `order:12`, in the order they happened, with reactions."""
    touched = RecordedFact.objects.filter(subject=subject).values_list("id", "chain")
    roots = {chain or id_ for id_, chain in touched}
    return (
        RecordedFact.objects.filter(Q(pk__in=roots) | Q(chain__in=roots)).order_by("id").prefetch_related("reactions")
    )


def stuck() -> QuerySet[Reaction]:
    return Reaction.objects.filter(state=Reaction.FAILED).select_related("fact")


def is_recorded(fact: Fact) -> bool:
    """Whether the very same was recorded before."""
    return RecordedFact.objects.filter(subject=fact.about(), name=fact.label(), data=fact.data()).exists()

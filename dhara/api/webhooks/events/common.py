"""What all builders of events share: the shapes, and whom a fact was recorded for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dhara.checkout.models import OrderLine
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import RecordedFact

Data = dict[str, Any]
# What is told, by the id of the studio.
Told = dict[int, Data]
Build = Callable[[Any, int], Told]


def to_studio_of(fact_id: int, data: Data) -> Told:
    ref = RecordedFact.objects.filter(pk=fact_id).values_list("studio_ref", flat=True).first()
    return {ref: data} if ref else {}


def order_of_fact(fact: Fact) -> int:
    """The id of the order that a fact is about; 0 for none."""
    about = fact.about()
    return int(about.removeprefix("order:")) if about.startswith("order:") else 0


def sellers_of(order_id: int) -> set[int]:
    return set(OrderLine.objects.filter(order_id=order_id).values_list("studio_id", flat=True))


def moment(at: Any) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def by_one(build: Build, names: Iterable[str]) -> dict[str, Build]:
    return dict.fromkeys(names, build)

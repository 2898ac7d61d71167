"""Ranked search in a queryset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Cast, Exp, Extract, Ln

from dhara.catalog.search import rules

MAX_FOUND: Final = 1000
MAX_SIZE: Final = 100
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Found(Generic[M]):
    """One page of what was found. `total` is at most MAX_FOUND; `more` when there is even more ("1000+")."""

    items: list[M]
    total: int
    more: bool
    page: int
    pages: int
    words: tuple[str, ...] = ()


def search(among: QuerySet[M], text: str, *, at: datetime, page: int = 1, size: int = 24) -> Found[M]:
    """A page of the rows of `among` that match, best first: two queries. Any text and any page number is answered."""
    ids = ranked(among, text, at=at)
    total, size = min(len(ids), MAX_FOUND), max(1, min(size, MAX_SIZE))
    pages = max(1, -(-total // size))
    page = max(1, min(page, pages))
    wanted = ids[:total][(page - 1) * size : page * size]
    loaded = among.order_by().in_bulk(wanted) if wanted else {}
    items = [loaded[each] for each in wanted if each in loaded]
    return Found(items, total, len(ids) > MAX_FOUND, page, pages, tuple(rules.words(text)))


def ranked(among: QuerySet[M], text: str, *, at: datetime) -> list[int]:
    """Ids of what matches, best first, at most MAX_FOUND + 1: one query. Takes any text.

    Where more match, those with the words in title or tags, those that sell best and the newest are ranked.
    """
    wanted = rules.words(text)
    if not wanted:
        return []
    every, named = rules.query(wanted), rules.query(wanted, mark=rules.NAMED)
    bare = among.select_related(None).prefetch_related(None).order_by()
    mentioned, titled = bare.filter(_matches(every)), bare.filter(_matches(named))
    best = ("-sold", "-id")
    candidates = (
        titled.order_by(*best).values("pk")[:400],
        mentioned.order_by(*best).values("pk")[: MAX_FOUND + 1],
        mentioned.order_by("-published_at", "-id").values("pk")[:300],
    )
    rows = among.model._default_manager.filter(pk__in=candidates[0].union(*candidates[1:]))
    return list(rows.order_by(_score(every, named, at).desc(), "-id").values_list("pk", flat=True)[: MAX_FOUND + 1])


def matching(among: QuerySet[M], text: str) -> QuerySet[M]:
    """The rows of `among` that match, in its own order; all of them for an empty text."""
    wanted = rules.words(text)
    if wanted:
        return among.filter(_matches(rules.query(wanted)))
    return among.none() if text.strip() else among


def _matches(query: str) -> Func:
    return Func(
        F("search"), Value(query), template="(%(expressions)s::tsquery)", arg_joiner=" @@ ", output_field=BooleanField()
    )


def _score(every: str, named: str, at: datetime) -> ExpressionWrapper[Any]:
    """Fit × sales × freshness: a bestseller counts up to about twice, a new offer up to a half more for two months."""
    fit = _rank(every) + _rank(named) * Value(2.0)
    sales = Value(1.0) + Ln(Value(1.0) + Cast(F("sold"), FloatField())) / Value(6.0)
    age = Extract(Value(at) - F("published_at"), "epoch")
    fresh = Value(1.0) + Value(0.5) * Exp(-age / Value(60 * 86_400.0))
    return ExpressionWrapper(fit * sales * fresh, output_field=FloatField())


def _rank(query: str) -> Func:
    return Func(
        F("search"),
        Value(query),
        function="ts_rank",
        template="%(function)s(%(expressions)s::tsquery)",
        output_field=FloatField(),
    )

"""Queries that are compiled once: for pages that everybody asks for.

Django puts the SQL of a queryset together anew each time, which takes longer than PostgreSQL needs to answer it. A
`Hot` query is written as a queryset too, but compiled once for each shape; later calls only put other values in.
PostgreSQL prepares it once for each connection too, as planning a join of ten tables takes longer than the join.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final, cast

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from psycopg import Cursor
from psycopg.postgres import types
from psycopg.pq import Format
from psycopg.types.numeric import Int8

_STARTS: Final[dict[type, Callable[[int], Any]]] = {
    str: lambda n: f"hot mark {n}",
    int: lambda n: 2_000_000_011 + n,
    datetime: lambda n: datetime(1901, 2, 3, 4, 5, n, tzinfo=UTC),
}
_MOMENT: Final = types["timestamptz"].oid
_MARKED: Final = tuple(_STARTS)


class Hot:
    """`build(*shape, **values)` gives a queryset of models or of a values_list.

    `shape` decides how the query looks and is compared by value; a value (text, whole number, moment) only ends up as
    one or more of its parameters. A value that does not reach the parameters as it is raises ValueError when the
    query is compiled, so that a call with other values can never answer the first one's question.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.compiled: dict[Any, _Compiled] = {}

    def __call__(self, *shape: Any, **values: str | int | datetime) -> list[Any]:
        """The rows: models, or tuples."""
        key = (shape, tuple(values), connection.alias)
        ready = self.compiled.get(key)
        if ready is None:
            ready = self.compiled[key] = _Compiled(self.build, shape, values)
        return ready.run(values)


class _Compiled:
    def __init__(self, build: Callable[..., QuerySet[Any, Any]], shape: Any, values: dict[str, Any]) -> None:
        marks = {name: _STARTS[type(value)](n) for n, (name, value) in enumerate(values.items())}
        queryset = build(*shape, **marks)
        self.models = queryset._iterable_class is ModelIterable
        self.compiler = queryset.query.get_compiler(using=connection.alias)
        self.sql, params = self.compiler.as_sql()
        names = {mark: name for name, mark in marks.items()}
        # (name of the value, or None and the parameter itself); Django wraps whole numbers in types of their size.
        self.params = [(names.get(each) if isinstance(each, _MARKED) else None, each) for each in params]
        lost = marks.keys() - {name for name, _each in self.params}
        if lost:
            raise ValueError(f"not a parameter of the query: {', '.join(sorted(lost))}")
        self.converters = self.compiler.get_converters([each[0] for each in self.compiler.select])

    def run(self, values: dict[str, Any]) -> list[Any]:
        params = [each if name is None else _typed(values[name]) for name, each in self.params]
        # A copy, as other threads run the same query over connections of their own.
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        asked = cast(Any, compiler)
        asked.execute_sql = lambda **_chunks: [_fetched(self.sql, params)]
        asked.get_converters = lambda _expressions: self.converters
        if not self.models:
            return [tuple(row) for row in compiler.results_iter(compiler.execute_sql())]
        asking = SimpleNamespace(
            db=connection.alias,
            query=SimpleNamespace(get_compiler=lambda using: compiler),  # noqa: ARG005 - Django names it
            _known_related_objects={},
        )
        return list(ModelIterable(cast(Any, asking)))


class _Prepared(Cursor[Any]):
    """Sends values apart from the SQL, so that PostgreSQL can keep the plan."""

    def execute(self, query: Any, params: Any = None, **_more: Any) -> _Prepared:
        return super().execute(query, params, prepare=settings.PREPARE_STATEMENTS)


def _fetched(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """All rows. The cursor is wrapped as Django's own, so that it counts and translates errors as they do."""
    connection.ensure_connection()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    link = cast(Any, connection.connection)
    if link.prepare_threshold is None and settings.PREPARE_STATEMENTS:  # Django's way to switch preparing off
        link.prepare_threshold = 1
    cursor = _Prepared(link)
    if link.adapters.get_loader(_MOMENT, Format.TEXT).timezone != connection.timezone:
        register_tzloader(connection.timezone, cursor)
    with connection._prepare_cursor(cursor) as counted:  # type: ignore[attr-defined]
        counted.execute(sql, params)
        return cast("list[tuple[Any, ...]]", counted.fetchall())


def _typed(value: Any) -> Any:
    """Whole numbers of one size, as each size would be a statement of its own."""
    return Int8(value) if type(value) is int else value


def remembered(model: Any, found: list[Any]) -> QuerySet[Any]:
    """Rows that were read already as the queryset that a related manager's `all()` answers with."""
    queryset = model._default_manager.none()
    queryset._result_cache = found
    queryset._prefetch_done = True
    return cast("QuerySet[Any]", queryset)

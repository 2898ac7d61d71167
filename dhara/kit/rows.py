"""Rows of tables without the query compiler, for the few places that every sale passes.

Django spends 0.3 to 1 ms of a processor on compiling one query and some 0.05 ms on all the rest of it. Where a door
answers one person that is nothing; an order is a hundred statements. Here the SQL of a table is written down once,
and PostgreSQL plans it once for each connection.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)
Path = tuple[str, ...]
# A statement, or a part of one, and its parameters.
Sql = tuple[str, Sequence[Any]]
# The id of the new row in statements that write more about it; the part that writes the row is called so everywhere.
NEW_ID = "(SELECT id FROM changed)"


def cursor() -> CursorWrapper:
    """A cursor whose statements are prepared when they come again: for statements whose text is always the same.

    Query counts, error classes and transactions are as with `connection.cursor()`. DHARA_PREPARE_STATEMENTS=0 is for
    a pooler that lets transactions of one client go to several servers and does not know about prepared statements.
    """
    link = _link()
    if link.queries_logged:  # where queries are counted and shown they must keep their words
        return cast(CursorWrapper, link.cursor())
    link.ensure_connection()
    raw: Any = link.connection
    if raw.prepare_threshold is None and settings.PREPARE_STATEMENTS:
        raw.prepare_threshold = 1
    binding: Any = ServerBindingCursor
    return cast(CursorWrapper, link._prepare_cursor(binding(raw)))


def _link() -> Any:
    """This thread's connection itself: Django's `connection` looks it up anew for every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def load(model: type[M], where: str, params: Sequence[Any], *, along: Path = (), tail: str = "") -> list[M]:
    """The rows of a table, called `t` in `where` and `tail` (ORDER BY, FOR UPDATE OF t), as instances.

    `along` names foreign keys to load in the same query, by paths from the model as in `select_related`, a parent
    before its children; their tables are called as the path. A key that is empty gives None.
    """
    columns, joins, shapes = _select(model, along)
    with cursor() as asked:
        asked.execute(f"SELECT {columns} FROM {_quoted(model)} t{joins} WHERE {where} {tail}", params)  # noqa: S608
        return [_instance(model, row, along, shapes) for row in asked.fetchall()]


def first(model: type[M], where: str, params: Sequence[Any], *, along: Path = (), tail: str = "") -> M | None:
    """The first of them, or None."""
    found = load(model, where, params, along=along, tail=tail)
    return found[0] if found else None


def insert(row: M, *, waits: bool = True) -> M:
    """Write a new row as `save` would, and give it its id; for `waits` see `unwaited`."""
    return insert_all([row], waits=waits)[0]


def unwaited() -> str:
    """What a statement returns besides, so that the commit of its transaction need not be on the disk before it ends.

    The next commit that waits puts it there, too; a loss of power before may undo it. Empty inside of somebody else's
    transaction, whose commit is not ours to hurry.
    """
    return ", set_config('synchronous_commit', 'off', true)" if len(_link().atomic_blocks) <= 1 else ""


def insert_new(given: Sequence[models.Model], *, waits: bool = True) -> list[int]:
    """Write those rows that break no unique constraint, by one statement; the ids of these. The rows get no ids."""
    if not given:
        return []
    besides = "" if waits else unwaited()
    sql, marks, fields = _insert_all(type(given[0]))
    link = _link()
    values = [field.get_db_prep_save(field.pre_save(row, True), link) for row in given for field in fields]
    with cursor() as asked:
        asked.execute(sql + ", ".join([marks] * len(given)) + f" ON CONFLICT DO NOTHING RETURNING id{besides}", values)
        return [int(key) for key, *_ in asked.fetchall()]


def inserting(row: models.Model) -> Sql:
    """The statement of `insert`, which returns the row's id, and its parameters."""
    sql, marks, fields = _insert_all(type(row))
    link = _link()
    return f"{sql}{marks} RETURNING id", [field.get_db_prep_save(field.pre_save(row, True), link) for field in fields]


def born(row: models.Model, key: int) -> None:
    """The row was written by a statement of the caller's."""
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_all(given: Sequence[M], *, waits: bool = True) -> Sequence[M]:
    """Write new rows by one statement, and give them their ids in order; for `waits` see `unwaited`."""
    if not given:
        return given
    besides = "" if waits else unwaited()
    sql, marks, fields = _insert_all(type(given[0]))
    link = _link()
    values = [field.get_db_prep_save(field.pre_save(row, True), link) for row in given for field in fields]
    with cursor() as asked:
        asked.execute(sql + ", ".join([marks] * len(given)) + f" RETURNING id{besides}", values)
        for row, (key, *_) in zip(given, asked.fetchall(), strict=True):
            born(row, key)
    return given


def insert_with(row: models.Model, parts: Sequence[models.Model], name: str, *, waits: bool = True) -> None:
    """Write a new row, and those whose foreign key `name` is to point to it, by one statement; all get their ids."""
    if not parts:
        insert(row, waits=waits)
        return
    sql, values = inserting(row)
    more, besides = parts_of(parts, name)
    sql, values = _WITH_PARTS.format(sql, more, "" if waits else unwaited()), [*values, *besides]
    with cursor() as asked:
        asked.execute(sql, values)
        key, keys, *_ = asked.fetchone()
    born(row, key)
    born_with(row, parts, name, keys)


def parts_of(parts: Sequence[models.Model], name: str) -> Sql:
    """An INSERT of rows whose foreign key `name` is `NEW_ID`, and its parameters; it returns their ids."""
    begin, _marks, fields = _insert_all(type(parts[0]))
    link = _link()
    marks = ", ".join(NEW_ID if field.name == name else "%s" for field in fields)
    own = [field for field in fields if field.name != name]
    values = [field.get_db_prep_save(field.pre_save(part, True), link) for part in parts for field in own]
    return begin + ", ".join([f"({marks})"] * len(parts)) + " RETURNING id", values


def born_with(row: models.Model, parts: Sequence[models.Model], name: str, keys: Sequence[int]) -> None:
    """As `born` for the rows of `parts_of`, of which `keys` are the ids in their order."""
    for part, key in zip(parts, keys, strict=True):
        born(part, key)
        setattr(part, name, row)


_WITH_PARTS = """
WITH changed AS ({}), parts AS ({}) SELECT id, (SELECT array_agg(id ORDER BY id) FROM parts){} FROM changed
"""


def update(row: models.Model, where: str = "true", params: Sequence[Any] = (), **changes: Any) -> bool:
    """Change columns of the row (by name of the field) where it is still as `where` says; whether it was."""
    sql, values = changing(row, changes, where, params)
    with cursor() as asked:
        asked.execute(sql, values)
        return asked.fetchone() is not None


def changing(row: models.Model, changes: dict[str, Any], where: str, params: Sequence[Any]) -> Sql:
    """The statement of `update`, which returns the row's id, and its parameters."""
    fields: list[Any] = [row._meta.get_field(name) for name in changes]
    plain = [value.pk if isinstance(value, models.Model) else value for value in changes.values()]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    link = _link()
    values = [field.get_db_prep_save(value, link) for field, value in zip(fields, plain, strict=True)]
    sql = f"UPDATE {_quoted(type(row))} SET {sets} WHERE id = %s AND {where} RETURNING id"  # noqa: S608
    return sql, [*values, row.pk, *params]


class _Shape:
    """How a model's columns lie in a row: `start` is the place of the first."""

    def __init__(self, model: type[models.Model], start: int) -> None:
        fields: list[Any] = list(model._meta.concrete_fields)
        self.model, self.names = model, [field.attname for field in fields]
        self.start, self.end = start, start + len(fields)
        self.json = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
        # `from_db` walks over the fields of every row; without an `__init__` or anybody to be told, columns are all.
        told = (models.signals.pre_init, models.signals.post_init)
        self.plain = model.__init__ is models.Model.__init__ and not any(each.has_listeners(model) for each in told)

    def read(self, row: Sequence[Any]) -> models.Model | None:
        values = list(row[self.start : self.end])
        if values[0] is None:
            return None
        for place in self.json:
            if isinstance(values[place], str):
                values[place] = json.loads(values[place])
        if not self.plain:
            return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, values, strict=True), _state=ModelState())
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        return made


@cache
def _select(model: type[models.Model], along: Path) -> tuple[str, str, list[_Shape]]:
    shapes, columns, joins = [_Shape(model, 0)], _columns(model, "t"), ""
    models_at: dict[str, type[models.Model]] = {"": model}
    for path in along:
        parent, _separator, name = path.rpartition("__")
        field: Any = models_at[parent]._meta.get_field(name)
        models_at[path] = target = field.related_model
        joins += f' LEFT JOIN {_quoted(target)} "{path}" ON "{path}".id = "{parent or "t"}"."{field.column}"'
        shapes.append(_Shape(target, shapes[-1].end))
        columns += _columns(target, path)
    return ", ".join(columns), joins, shapes


def _instance(model: type[M], row: Sequence[Any], along: Path, shapes: list[_Shape]) -> M:
    made: dict[str, Any] = {"": shapes[0].read(row)}
    for path, shape in zip(along, shapes[1:], strict=True):
        parent, _separator, name = path.rpartition("__")
        made[path] = shape.read(row)
        if made[parent] is not None:
            setattr(made[parent], name, made[path])
    instance = made[""]
    assert isinstance(instance, model)
    return instance


@cache
def _insert_all(model: type[models.Model]) -> tuple[str, str, list[Any]]:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {_quoted(model)} ({names}) VALUES ", marks, fields  # noqa: S608


def _columns(model: type[models.Model], alias: str) -> list[str]:
    return [f'"{alias}"."{field.column}"' for field in model._meta.concrete_fields]


def _quoted(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'

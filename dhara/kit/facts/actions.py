"""Record a fact; carry out its reactions."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts import rules
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import Reaction
from dhara.kit.facts.sharing import sharing
from dhara.kit.queue import defer_named, job_sql
from dhara.kit.rows import Sql

log = logging.getLogger(__name__)

_INSERT = """
WITH {before}recorded AS (
  INSERT INTO kit_fact (name, data, subject, studio_ref, actor_kind, actor_ref, at, cause_id, chain)
  SELECT %s, {data}, {about}, %s::bigint, %s, %s::bigint, %s::timestamptz, %s::bigint, %s::bigint{source} RETURNING id
), planned AS (
  INSERT INTO kit_reaction (fact_id, effect, state, attempts, last_error, done_at)
  SELECT recorded.id, effect, CASE WHEN already THEN 'done' ELSE 'pending' END, already::int, '',
    CASE WHEN already THEN %s::timestamptz END
  FROM recorded, unnest(%s::text[], %s::bool[]) WITH ORDINALITY AS e(effect, already, n) ORDER BY n
){along}
SELECT id{job}{last} FROM recorded
"""
# The job of `facts.tasks.react`, which imports this module; written by the same statement.
_JOB = ", " + job_sql("reactions", "kit.facts.tasks.react", "jsonb_build_object('fact_id', id)")


NOTHING: Sql = ("", ())


def record(fact: Fact, *, by: Actor, at: datetime, studio_id: int | None = None, already: Collection[str] = ()) -> int:
    """Write the fact, its reactions to come and the job that runs them; returns the fact's id. One statement.

    Must be called inside the action's transaction: all of it is committed with the change itself, or none.
    `already` names effects that the caller itself carries out in this transaction: they are written as done.
    """
    fact_id = record_with(fact, by=by, at=at, studio_id=studio_id, already=already)
    assert fact_id is not None
    return fact_id


def record_new(
    row: models.Model, fact: Fact, *, by: Actor, at: datetime, along: Sql = NOTHING, last: Sql = NOTHING
) -> Sequence[Any]:
    """Write a new row and the fact that is about it, by one statement; the row gets its id.

    The fact is made with 0 for the id that there is not yet. `along` and `last` are as with `record_with`; the row's
    id is in `changed` there. Returns the statement's answer, of which what `last` gave stands before the end.
    """
    data = f"jsonb_set(%s::jsonb, '{{{fact.subject}}}', to_jsonb(changed.id))"
    asked: Sql = (f"{last[0]}, {rows.NEW_ID}", last[1])
    told = (data, "rtrim(%s, '0') || changed.id")
    found = _write(fact, by=by, at=at, change=rows.inserting(row), along=along, last=asked, told=told)
    assert found is not None
    rows.born(row, int(found[-1]))
    return found


def record_with(
    fact: Fact,
    *,
    by: Actor,
    at: datetime,
    studio_id: int | None = None,
    already: Collection[str] = (),
    change: Sql = NOTHING,
    along: Sql = NOTHING,
    last: Sql = NOTHING,
) -> int | None:
    """As `record`, with more in the same statement; each part comes with its parameters.

    `change` is an UPDATE … RETURNING id: when it changes nothing, nothing is recorded, and the answer is None.
    `along` is a further `, name AS (INSERT … SELECT … FROM recorded)`, `last` a further `, expression` to be evaluated.
    """
    found = _write(fact, by=by, at=at, studio_id=studio_id, already=already, change=change, along=along, last=last)
    return int(found[0]) if found else None


def _write(
    fact: Fact,
    *,
    by: Actor,
    at: datetime,
    studio_id: int | None = None,
    already: Collection[str] = (),
    change: Sql = NOTHING,
    along: Sql = NOTHING,
    last: Sql = NOTHING,
    told: tuple[str, str] = ("%s::jsonb", "%s"),
) -> Sequence[Any] | None:
    """The row of the answer: the fact's id first, then what `last` asks for.

    `told` are the expressions that make the fact's data and subject of what is given for them.
    """
    effects = [effect.__name__ for effect in rules.effects_of(fact.label())]
    ready = [effect in already for effect in effects]
    sql = _INSERT.format(
        before=f"changed AS ({change[0]}), " if change[0] else "",
        data=told[0],
        about=told[1],
        source=" FROM changed" if change[0] else "",
        along=along[0],
        job="" if all(ready) else _JOB,
        last=last[0],
    )
    with rows.cursor() as cursor:
        cursor.execute(
            sql,
            [
                *change[1],
                fact.label(),
                json.dumps(fact.data()),
                fact.about(),
                studio_id,
                by.kind,
                by.id,
                at,
                by.cause,
                by.chain,
                at,
                effects,
                ready,
                *along[1],
                *last[1],
            ],
        )
        row: Sequence[Any] | None = cursor.fetchone()
    return row


def record_all(facts: Sequence[tuple[Fact, int | None]], *, by: Actor, at: datetime) -> None:
    """As `record` for many facts of one kind, each with its studio: one statement however many they are.

    Each keeps a job of its own, so that what follows from one waits for no other.
    """
    if not facts:
        return
    [name] = {fact.label() for fact, _studio in facts}
    effects = [effect.__name__ for effect in rules.effects_of(name)]
    sql = _INSERT_ALL.format(job=_JOB if effects else "")
    told = [(json.dumps(fact.data()), fact.about(), studio) for fact, studio in facts]
    who = [by.kind, by.id, at, by.cause, by.chain]
    with rows.cursor() as cursor:
        cursor.execute(sql, [name, *who, *map(list, zip(*told, strict=True)), effects])


_INSERT_ALL = """
WITH recorded AS (
  INSERT INTO kit_fact (name, data, subject, studio_ref, actor_kind, actor_ref, at, cause_id, chain)
  SELECT %s, g.data::jsonb, g.subject, g.studio, %s, %s::bigint, %s::timestamptz, %s::bigint, %s::bigint
    FROM unnest(%s::text[], %s::text[], %s::bigint[]) WITH ORDINALITY AS g(data, subject, studio, n) ORDER BY g.n
  RETURNING id
), planned AS (
  INSERT INTO kit_reaction (fact_id, effect, state, attempts, last_error)
  SELECT recorded.id, e.effect, 'pending', 0, ''
    FROM recorded, unnest(%s::text[]) WITH ORDINALITY AS e(effect, n) ORDER BY recorded.id, e.n
)
SELECT id{job} FROM recorded
"""


def _defer(when: datetime | None = None, **arguments: int | str) -> None:
    """Enqueue `facts.tasks.react`, which imports this module."""
    defer_named("kit.facts.tasks.react", queue="reactions", when=when, **arguments)


def react_to(fact_id: int, *, at: datetime, only: str | None = None) -> None:
    """Run the fact's pending reactions in one transaction. A worker that dies in the middle leaves all of them pending.

    Nearly always all effects succeed, so they are first run without savepoints. If one fails, everything is undone
    and run again with one savepoint per effect: the failing one is undone alone and tried again later.
    """
    try:
        with transaction.atomic(), sharing():
            done = [_effect(each, fact, by=by, at=at) for each, fact, by in _pending(fact_id, only)]
            _mark_done(done, at=at)
    except Exception:  # whatever it was: the careful way finds out which effect it was
        with transaction.atomic():
            for each, fact, by in _pending(fact_id, only):
                _run(each, fact, by=by, at=at)


def _pending(fact_id: int, only: str | None) -> list[tuple[Reaction, Fact, Actor]]:
    """The reactions left to do, locked, with what their effects are called with."""
    where = "t.fact_id = %s AND t.state = %s AND %s IN ('', t.effect)"
    values = [fact_id, Reaction.PENDING, only or ""]
    left = rows.load(Reaction, where, values, along=("fact",), tail="ORDER BY t.id FOR UPDATE OF t")
    return [(each, each.fact.load(), Actor("system").because(each.fact_id, each.fact.chain)) for each in left]


def _effect(reaction: Reaction, fact: Fact, *, by: Actor, at: datetime) -> int:
    rules.effect_named(reaction.effect)(fact, by=by, at=at)
    return reaction.pk


def _mark_done(reaction_ids: Sequence[int], *, at: datetime) -> None:
    if reaction_ids:
        with rows.cursor() as cursor:
            cursor.execute(_DONE, [at, list(reaction_ids)])


_DONE = """
UPDATE kit_reaction SET state = 'done', done_at = %s, attempts = attempts + 1, last_error = '' WHERE id = ANY(%s)
"""


def _run(reaction: Reaction, fact: Fact, *, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            _effect(reaction, fact, by=by, at=at)
    except Exception as error:  # every failure of an effect is kept for the operator and tried again
        log.exception("Effect %s of fact %s failed", reaction.effect, reaction.fact_id)
        _put_off(reaction, f"{type(error).__name__}: {error}", at=at)
    else:
        _mark_done([reaction.pk], at=at)


def _put_off(reaction: Reaction, error: str, *, at: datetime) -> None:
    attempts = reaction.attempts + 1
    pause = rules.pause_after(attempts)
    Reaction.objects.filter(pk=reaction.pk).update(
        state=Reaction.PENDING if pause else Reaction.FAILED, attempts=attempts, last_error=error[:2000]
    )
    if pause:
        _defer(at + pause, fact_id=reaction.fact_id, only=reaction.effect)


def retry(reaction_id: int) -> None:
    """Run a failed reaction again, at an operator's word."""
    with transaction.atomic():
        reaction = Reaction.objects.select_for_update().get(pk=reaction_id)
        if reaction.state == Reaction.DONE:
            return
        Reaction.objects.filter(pk=reaction_id).update(state=Reaction.PENDING, attempts=0)
        _defer(fact_id=reaction.fact_id, only=reaction.effect)

"""Record a fact; carry out its reactions."""

from __future__ import annotations

import json
import logging
from datetime import datetime

from django.db import connection, transaction

from dhara.kit.actor import Actor
from dhara.kit.facts import rules
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.queue import defer_named

log = logging.getLogger(__name__)

_INSERT = """
WITH recorded AS (
  INSERT INTO kit_fact (name, data, subject, studio_ref, actor_kind, actor_ref, at, cause_id, chain)
  VALUES (%s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), planned AS (
  INSERT INTO kit_reaction (fact_id, effect, state, attempts, last_error)
  SELECT recorded.id, effect, 'pending', 0, ''
  FROM recorded, unnest(%s::text[]) WITH ORDINALITY AS e(effect, n) ORDER BY n
)
SELECT id FROM recorded
"""


def record(fact: Fact, *, by: Actor, at: datetime, studio_id: int | None = None) -> int:
    """Write the fact, its reactions to come and the job that runs them; returns the fact's id.

    Must be called inside the action's transaction: all of it is committed with the change itself, or none.
    """
    effects = [effect.__name__ for effect in rules.effects_of(fact.label())]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                fact.label(),
                json.dumps(fact.data()),
                fact.about(),
                studio_id,
                by.kind,
                by.id,
                at,
                by.cause,
                by.chain,
                effects,
            ],
        )
        fact_id: int = cursor.fetchone()[0]
    if effects:
        _defer(fact_id=fact_id)
    return fact_id


def _defer(when: datetime | None = None, **arguments: int | str) -> None:
    """Enqueue `facts.tasks.react`, which imports this module."""
    defer_named("kit.facts.tasks.react", queue="reactions", when=when, **arguments)


def react_to(fact_id: int, *, at: datetime, only: str | None = None) -> None:
    """Run the fact's pending reactions: one transaction, one savepoint per effect.

    A worker that dies in the middle leaves all of them pending; a failing effect is undone alone and tried again.
    """
    with transaction.atomic():
        recorded = RecordedFact.objects.get(pk=fact_id)
        pending = Reaction.objects.select_for_update().filter(fact_id=fact_id, state=Reaction.PENDING).order_by("id")
        if only:
            pending = pending.filter(effect=only)
        fact, by = recorded.load(), Actor("system").because(recorded.pk, recorded.chain)
        for reaction in pending:
            _run(reaction, fact, by=by, at=at)


def _run(reaction: Reaction, fact: Fact, *, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            rules.effect_named(reaction.effect)(fact, by=by, at=at)
    except Exception as error:  # every failure of an effect is kept for the operator and tried again
        log.exception("Effect %s of fact %s failed", reaction.effect, reaction.fact_id)
        _put_off(reaction, f"{type(error).__name__}: {error}", at=at)
    else:
        Reaction.objects.filter(pk=reaction.pk).update(
            state=Reaction.DONE, done_at=at, attempts=reaction.attempts + 1, last_error=""
        )


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

"""`Living`: the base of every table with states; `Transition`: what moved when, by whom and why."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import NOTHING, record_new, record_with
from dhara.kit.facts.facts import Fact
from dhara.kit.lifecycle.rules import Lifecycle, Timer
from dhara.kit.queue import defer_named, job_sql
from dhara.kit.refusal import Conflict
from dhara.kit.rows import Sql

MOVED_ALREADY = "moved_already"  # the code of the conflict when somebody else was quicker


class Transition(models.Model):
    """One move of one thing. Append-only (see the migration)."""

    lifecycle = models.CharField(max_length=40)
    thing_ref = models.BigIntegerField()
    source = models.CharField(max_length=24)
    target = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    actor_kind = models.CharField(max_length=10)
    actor_ref = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    fact_ref = models.BigIntegerField(null=True)

    class Meta:
        db_table = "kit_transition"
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "thing_ref", "version"], name="transition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lifecycle} {self.thing_ref}: {self.source} → {self.target}"


_MOVED = """
INSERT INTO kit_transition (lifecycle, thing_ref, source, target, version, actor_kind, actor_ref, at, reason, fact_ref)
SELECT %s, %s::bigint, %s, %s, %s::integer, %s, %s::bigint, %s::timestamptz, %s, NULL::bigint
"""
_MOVED_BY_FACT = ", moved AS (" + _MOVED.replace("NULL::bigint", "recorded.id FROM recorded") + ")"
_NEW_MOVED = _MOVED_BY_FACT.replace("%s::bigint, %s, %s, %s::integer", f"{rows.NEW_ID}, %s, %s, %s::integer")
_MOVED_ALONE = f"WITH changed AS ({{change}}), moved AS ({_MOVED} FROM changed) SELECT id{{timers}} FROM changed"  # noqa: S608
_TIMER = ", " + job_sql("timers", "kit.lifecycle.tasks.fire", "%s::jsonb", "%s::timestamptz")


class Living(models.Model):
    """A row with a status that only `become` changes. Subclasses set LIFECYCLE and the field's choices.

    Where rows of one table live through different lifecycles, `table` says which, and `tables` names them all.
    """

    LIFECYCLE: ClassVar[Lifecycle]

    status = models.CharField(max_length=24, db_index=False)
    status_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def table(self) -> Lifecycle:
        """The lifecycle of this row."""
        return self.LIFECYCLE

    @classmethod
    def tables(cls) -> tuple[Lifecycle, ...]:
        """All lifecycles of this table's rows."""
        return (cls.LIFECYCLE,)

    @property
    def state_words(self) -> str:
        """The status as the reader's language calls it."""
        return str(self.table().states[self.status])

    def become(
        self,
        target: str,
        *,
        by: Actor,
        at: datetime,
        fact: Fact | None = None,
        reason: str = "",
        studio_id: int | None = None,
        already: Collection[str] = (),
        **changes: object,
    ) -> Self:
        """Move to `target` by compare-and-swap, writing `changes` to other columns in the same statement.

        Raises Conflict when somebody else moved it first or the table has no such arrow, NotAllowed for the actor.
        `already` names effects of the fact that the caller carries out itself.
        Must be called inside the action's transaction.
        """
        self.table().allow(self, target, by)
        source, version = self.status, self.version + 1
        changed = {"status": target, "status_at": at, "version": version, **changes}
        change = rows.changing(self, changed, "status = %s AND version = %s", [source, self.version])
        move = [self.table().name, self.pk, source, target, version, by.kind, by.id, at, reason]
        timers = self._timer_jobs(changed)
        if fact:
            more: dict[str, Sql] = {"change": change, "along": (_MOVED_BY_FACT, move), "last": timers}
            moved = record_with(fact, by=by, at=at, studio_id=studio_id, already=already, **more) is not None
        else:
            with rows.cursor() as cursor:
                cursor.execute(_MOVED_ALONE.format(change=change[0], timers=timers[0]), [*change[1], *move, *timers[1]])
                moved = cursor.fetchone() is not None
        if not moved:
            raise Conflict(MOVED_ALREADY, _("Somebody else changed this a moment ago. Look again, please."))
        for name, value in changed.items():
            setattr(self, name, value)
        return self

    def begin(
        self, target: str, *, by: Actor, at: datetime, fact: Fact, parts: Sequence[models.Model] = (), name: str = ""
    ) -> Self:
        """Write this new row as one that has come to `target` from the state that it was made in: as an INSERT and
        `become`, by one statement.

        `parts` are new rows whose foreign key `name` is to point to it, written by the same statement. `fact` is made
        with 0 for the id that there is not yet.
        """
        self.table().allow(self, target, by)
        source = self.status
        self.status, self.status_at, self.version = target, at, self.version + 1
        along, values = _NEW_MOVED, [self.table().name, source, target, self.version, by.kind, by.id, at, ""]
        last, given = self._timer_jobs({"status": target})
        last = last.replace("%s::jsonb", f"jsonb_set(%s::jsonb, '{{thing_id}}', to_jsonb({rows.NEW_ID}))")
        if parts:
            sql, more = rows.parts_of(parts, name)
            along, values = f"{along}, parts AS ({sql})", [*values, *more]
            last += ", (SELECT array_agg(id ORDER BY id) FROM parts)"
        found = record_new(self, fact, by=by, at=at, along=(along, values), last=(last, given))
        if parts:
            rows.born_with(self, parts, name, found[-2])
        return self

    def _due(self) -> list[tuple[Timer, timedelta]]:
        """The timers of the present state that this row has, and after how long each is due."""
        found = [(timer, timer.after(self)) for timer in self.table().timers if timer.state == self.status]
        return [(timer, after) for timer, after in found if after is not None]

    def _timer_jobs(self, changed: dict[str, object]) -> Sql:
        """`, expression` that schedules the timers of the state that this row comes into.

        They are counted from what it comes to, not from what it leaves.
        """
        if not any(timer.state == changed["status"] for timer in self.table().timers):
            return NOTHING
        then = copy(self)
        for name, value in changed.items():
            setattr(then, name, value)
        words = {"lifecycle": then.table().name, "thing_id": then.pk, "version": then.version}
        values = [(json.dumps({**words, "timer": timer.name}), then.status_at + after) for timer, after in then._due()]
        return _TIMER * len(values), [value for pair in values for value in pair]

    def start_timers(self, at: datetime) -> None:
        """Schedule the timers of the present state (called by `become`, and by the action that makes the row)."""
        for timer, after in self._due():
            self.start_timer(timer.name, at + after)

    def start_timer(self, name: str, when: datetime) -> None:
        """Schedule one of them for a moment of its own: what it waited for was put off."""
        defer_named(
            "kit.lifecycle.tasks.fire",
            queue="timers",
            when=when,
            lifecycle=self.table().name,
            timer=name,
            thing_id=self.pk,
            version=self.version,
        )

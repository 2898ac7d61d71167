"""`Living`: the base of every table with states; `Transition`: what moved when, by whom and why."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import Sql, record_with
from dhara.kit.facts.facts import Fact
from dhara.kit.lifecycle.rules import Lifecycle
from dhara.kit.queue import defer_named, job_sql
from dhara.kit.refusal import Conflict


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
_MOVED_ALONE = f"WITH changed AS ({{change}}), moved AS ({_MOVED} FROM changed) SELECT id{{timers}} FROM changed"  # noqa: S608
_TIMER = ", " + job_sql("timers", "kit.lifecycle.tasks.fire", "%s::jsonb", "%s::timestamptz")


class Living(models.Model):
    """A row with a status that only `become` changes. Subclasses set LIFECYCLE and the field's choices."""

    LIFECYCLE: ClassVar[Lifecycle]

    status = models.CharField(max_length=24, db_index=False)
    status_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def state_words(self) -> str:
        """The status as the reader's language calls it."""
        return str(self.LIFECYCLE.states[self.status])

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
        self.LIFECYCLE.allow(self, target, by)
        source, version = self.status, self.version + 1
        changed = {"status": target, "status_at": at, "version": version, **changes}
        change = rows.changing(self, changed, "status = %s AND version = %s", [source, self.version])
        move = [self.LIFECYCLE.name, self.pk, source, target, version, by.kind, by.id, at, reason]
        timers = self._timers(target, version, at)
        if fact:
            more: dict[str, Sql] = {"change": change, "along": (_MOVED_BY_FACT, move), "last": timers}
            moved = record_with(fact, by=by, at=at, studio_id=studio_id, already=already, **more) is not None
        else:
            with rows.cursor() as cursor:
                cursor.execute(_MOVED_ALONE.format(change=change[0], timers=timers[0]), [*change[1], *move, *timers[1]])
                moved = cursor.fetchone() is not None
        if not moved:
            raise Conflict("moved_already", _("Somebody else changed this a moment ago. Look again, please."))
        for name, value in changed.items():
            setattr(self, name, value)
        return self

    def _timers(self, state: str, version: int, at: datetime) -> Sql:
        """`, expression` that schedules the timers of a state that the row comes into."""
        due = [timer for timer in self.LIFECYCLE.timers if timer.state == state]
        words = {"lifecycle": self.LIFECYCLE.name, "thing_id": self.pk, "version": version}
        values = [(json.dumps({**words, "timer": timer.name}), at + timer.after(self)) for timer in due]
        return _TIMER * len(due), [value for pair in values for value in pair]

    def start_timers(self, at: datetime) -> None:
        """Schedule the timers of the present state (called by `become`, and by the action that makes the row)."""
        for timer in self.LIFECYCLE.timers:
            if timer.state == self.status:
                defer_named(
                    "kit.lifecycle.tasks.fire",
                    queue="timers",
                    when=at + timer.after(self),
                    lifecycle=self.LIFECYCLE.name,
                    timer=timer.name,
                    thing_id=self.pk,
                    version=self.version,
                )

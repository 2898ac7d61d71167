"""Write down what a batch of people came through: letters, steps, where they stand, in one statement for each table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dhara.audience.sending.actions.queueing_each import Letter, queue_each
from dhara.audience.sequences import rules
from dhara.audience.sequences.actions.claiming import Walker
from dhara.audience.sequences.actions.entering import TELL
from dhara.kit import rows

_STEPS = """
INSERT INTO audience_step (enrolment_id, node, visit, outcome, delivery_id, at)
SELECT enrolment, node, visit, outcome, delivery, %s
  FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[], %s::bigint[])
    AS g(enrolment, node, visit, outcome, delivery)
"""
_STAND = """
UPDATE audience_enrolment e
   SET node = g.node, visit = g.visit, state = g.state, next_run_at = g.next, exit_reason = g.reason,
       ended_at = CASE WHEN g.state = 'active' THEN NULL ELSE %s::timestamptz END
  FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[], %s::timestamptz[], %s::text[])
    AS g(id, node, visit, state, next, reason)
 WHERE e.id = g.id AND e.state = 'active'
"""


def write(walkers: Sequence[Walker], letters: Sequence[Letter], *, at: datetime) -> None:
    """In the transaction that claimed them. A step that is there already undoes all of it."""
    if not walkers:
        return
    deliveries = queue_each(letters, at=at) if letters else []
    steps = [
        (each.id, *step[:3], None if step[3] is None else deliveries[step[3]])
        for each in walkers
        for step in each.steps
    ]
    stands = [(each.id, each.node, each.visit, each.state, each.next_run_at, each.reason) for each in walkers]
    with rows.cursor() as cursor:
        if steps:
            cursor.execute(_STEPS, [at, *_columns(steps)])
        cursor.execute(_STAND, [at, *_columns(stands)])
        for kind, states in (("goal", {rules.REACHED}), ("left", {rules.FINISHED, rules.LEFT})):
            ended = [each.id for each in walkers if each.state in states]
            if ended:
                cursor.execute(TELL, [kind, "{}", at, kind, ended])


def _columns(found: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*found, strict=True)]

"""Take people whose next step is due; they and their contacts stay locked until the steps are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from dhara.audience.sequences import queries, rules
from dhara.audience.sequences.rules import Graph, Node
from dhara.kit import rows


@dataclass
class Walker:
    """One person on the way through a sequence, in memory. `steps` are (node, visit, outcome, place of the letter)."""

    id: int
    studio_id: int
    sequence_id: int
    contact_id: int
    version_id: int
    rotation: int
    node: str
    visit: int
    entered_at: datetime
    status: str
    email: str
    language: str
    where: tzinfo = UTC
    window: dict[str, Any] = field(default_factory=dict)
    graph: Graph = field(default_factory=dict)
    state: str = rules.ACTIVE_IN
    next_run_at: datetime | None = None
    reason: str = ""
    parked: bool = False
    steps: list[tuple[str, int, str, int | None]] = field(default_factory=list)

    @property
    def standing(self) -> Node:
        node: Node = self.graph["nodes"][self.node]
        return node

    def go(self, outcome: str, at: datetime, *, by: str = "", letter: int | None = None) -> None:
        """Finish the step with an outcome and come to the next, by the exit `by` (else that of the same name)."""
        node = self.standing
        self.steps.append((self.node, self.visit, outcome, letter))
        self.visit += 1
        self.node = rules.exits(node).get(by or outcome, "")
        if not self.node:
            self.end(rules.REACHED if outcome == REACHED else rules.FINISHED)
            return
        self.next_run_at = rules.arrival(self.graph, self.node, at, self.where)
        self.parked = self.next_run_at > at

    def park(self, until: datetime) -> None:
        """Stay at the node until a moment."""
        self.next_run_at, self.parked = until, True

    def end(self, state: str, reason: str = "") -> None:
        self.state, self.reason, self.next_run_at, self.parked = state, reason[:120], None, True


# What comes of a step besides the names of exits.
REACHED, PASSED, SKIPPED = "reached", "passed", "skipped"

# Contacts are locked as well, those that somebody else holds being left for later: so nobody waits here for anybody.
_CLAIM = """
SELECT e.id, e.studio_id, e.sequence_id, e.contact_id, e.version_id, e.rotation, e.node, e.visit, e.entered_at,
       c.status, c.email, c.language, c.time_zone, st.time_zone, s."window"
  FROM audience_enrolment e
  JOIN audience_contact c ON c.id = e.contact_id
  JOIN audience_sequence s ON s.id = e.sequence_id AND s.status = 'active'
  JOIN people_studio st ON st.id = e.studio_id
 WHERE e.state = 'active' AND NOT e.resting AND e.next_run_at <= %s AND {which}
 ORDER BY e.next_run_at, e.id LIMIT %s
   FOR UPDATE OF e SKIP LOCKED FOR NO KEY UPDATE OF c SKIP LOCKED
"""
_ANY = _CLAIM.format(which="true")
_THESE = _CLAIM.format(which="e.id = ANY(%s)")


def claim(limit: int, *, at: datetime, only: Sequence[int] | None = None) -> list[Walker]:
    """Those who are due by `at`, the longest waiting first; of `only` these, where it is given."""
    with rows.cursor() as cursor:
        if only is None:
            cursor.execute(_ANY, [at, limit])
        else:
            cursor.execute(_THESE, [at, list(only), limit])
        return [_walker(row) for row in cursor.fetchall()]


def _walker(row: Sequence[Any]) -> Walker:
    *plain, own_zone, studio_zone, window = row
    made = Walker(*plain)
    made.where, made.window = rules.zone(own_zone, studio_zone), _read(window)
    made.graph = queries.graph_of(made.version_id)
    return made


def _read(value: Any) -> Any:
    """Django leaves JSON of plain statements as text."""
    return json.loads(value) if isinstance(value, str) else value

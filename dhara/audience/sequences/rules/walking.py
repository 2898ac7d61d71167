"""How one goes through a graph: when a step is due on arrival, which way of a split is whose, who may come again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from dhara.audience.sequences.rules.checks import Node
from dhara.audience.sequences.rules.graph import Graph
from dhara.audience.sequences.rules.nodes import WAIT, WAYS
from dhara.audience.sequences.rules.states import AFTER_EXIT, LEAST_PAUSE, NEVER
from dhara.audience.sequences.rules.times import after_wait


def arrival(graph: Graph, name: str, at: datetime, where: tzinfo) -> datetime:
    """When somebody who comes to a node now is through with it: a wait takes its time, all else is due at once."""
    node = graph["nodes"].get(name)
    return after_wait(node, at, where) if node and node["kind"] == WAIT else at


def way_of(node: Node, sequence_id: int, name: str, contact_id: int) -> str:
    """Which way of a split is a contact's: always the same, and independent of other splits."""
    digest = hashlib.sha256(f"{sequence_id}:{name}:{contact_id}".encode()).digest()
    place = int.from_bytes(digest[:8]) % 10_000
    for letter, share in zip(WAYS, _shares(node), strict=False):
        place -= share
        if place < 0:
            return letter
    return WAYS[0]


def _shares(node: Node) -> Iterable[int]:
    return (way["share_bp"] for way in node["ways"])


def may_again(
    reentry: str, cooldown_days: int, *, inside: bool, began: datetime, ended: datetime | None, now: datetime
) -> bool:
    """Whether somebody who is or was in a sequence may begin it (again)."""
    if reentry == NEVER or (reentry == AFTER_EXIT and inside):
        return False
    pause = max(timedelta(days=cooldown_days), LEAST_PAUSE)
    return now >= (began if inside or ended is None else ended) + pause

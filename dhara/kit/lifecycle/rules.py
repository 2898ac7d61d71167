"""The data of a lifecycle, and the pure decisions on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor, Kind
from dhara.kit.refusal import Conflict, NotAllowed

REGISTRY: dict[str, Lifecycle] = {}
Guard = Callable[[Any], None]


@dataclass(frozen=True)
class Move:
    """One arrow. `by` are the kinds of actors that may cause it; `guard(thing)` raises Refused where it may not be."""

    source: str
    target: str
    by: tuple[Kind, ...]
    when: str
    guard: Guard | None = None


@dataclass(frozen=True)
class Timer:
    """What happens when nothing happens: after `after(thing)` in `state`, `action(id, by=, at=)` is called.

    `thing` is as it came into the state; one for which `after` gives None has no such timer.
    `action` is a dotted path `package.module:function`, so that a table can name a verb that stands above it.
    """

    state: str
    name: str
    after: Callable[[Any], timedelta | None]
    action: str
    words: str


@dataclass(frozen=True)
class Lifecycle:
    name: str
    initial: str
    states: dict[str, Any]
    moves: tuple[Move, ...]
    timers: tuple[Timer, ...] = ()
    about: str = ""
    arrows: dict[tuple[str, str], Move] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "arrows", {(move.source, move.target): move for move in self.moves})
        for move in self.moves:
            if move.source not in self.states or move.target not in self.states:
                raise ValueError(f"{self.name}: {move.source} → {move.target} names an unknown state")
        REGISTRY[self.name] = self

    def choices(self) -> list[tuple[str, Any]]:
        return list(self.states.items())

    def finals(self) -> list[str]:
        return [state for state in self.states if not any(move.source == state for move in self.moves)]

    def allow(self, thing: Any, target: str, by: Actor) -> Move:
        """The arrow to take.

        Raises Conflict where there is none, NotAllowed for the wrong actor, or the guard's refusal.
        """
        move = self.arrows.get((thing.status, target))
        if move is None:
            raise Conflict(
                "wrong_state",
                _("This is not possible any more: it is already “%(state)s”.") % {"state": self.states[thing.status]},
            )
        if by.kind not in move.by:
            raise NotAllowed("wrong_actor", _("You may not do this."))
        if move.guard is not None:
            move.guard(thing)
        return move

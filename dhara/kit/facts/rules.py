"""Which effects follow which fact, and how long to wait between tries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from dhara.kit.facts.facts import Fact

# An effect is called as effect(fact, by=Actor, at=datetime) inside a transaction of its own savepoint.
Effect = Callable[..., Any]
_TABLE: dict[str, tuple[Effect, ...]] = {}
_BY_NAME: dict[str, Effect] = {}

PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600))


def install(table: Mapping[type[Fact], Sequence[Effect]]) -> None:
    """Take the reactions table (called once, by the reactions app when it is ready)."""
    _TABLE.clear()
    _BY_NAME.clear()
    for fact, effects in table.items():
        _TABLE[fact.label()] = tuple(effects)
        for effect in effects:
            known = _BY_NAME.setdefault(effect.__name__, effect)
            if known is not effect:
                raise ValueError(f"two effects are called {effect.__name__}")


def effects_of(label: str) -> tuple[Effect, ...]:
    return _TABLE.get(label, ())


def effect_named(name: str) -> Effect:
    """Raises KeyError when no effect has that name (any more)."""
    return _BY_NAME[name]


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the n-th failed try; None when it is for an operator to look."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None

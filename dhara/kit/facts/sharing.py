"""What several effects of one fact read alike is read once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("what the effects have read", default=None)


@contextmanager
def sharing() -> Iterator[None]:
    """While effects run one after another in one transaction, `shared` keeps what it has read."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read once while effects are sharing, else each time. Only for what no effect changes."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    value: T = kept[key]
    return value

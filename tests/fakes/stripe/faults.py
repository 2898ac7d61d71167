"""What may happen to a request, and what is remembered of one."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class Fault:
    """What happens to a coming request: `kind` is status, hang_up, silence or nonsense; `after` it was carried out.

    With `now` it also strikes the request that is being carried out (planned by `Fake.before`).
    """

    kind: str
    after: bool
    status: int = 500
    seconds: float = 0
    now: bool = False


@dataclass
class Remembered:
    """An answer kept under an idempotency key; `done` is set when there is one."""

    print: str
    done: threading.Event = field(default_factory=threading.Event)
    status: int = 0
    body: bytes = b""

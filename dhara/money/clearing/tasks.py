"""Jobs of clearing."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import periodic
from dhara.money.clearing import actions


@periodic("*/10 * * * *")
def clear_due() -> None:
    while actions.clear_due(by=SYSTEM, at=clock.now(), limit=actions.BATCH) == actions.BATCH:
        pass

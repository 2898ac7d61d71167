"""Jobs of the ledger."""

from __future__ import annotations

import logging

from django.db import OperationalError

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.money.ledger import actions

log = logging.getLogger(__name__)


@periodic("* * * * *")
def take_snapshots() -> None:
    try:
        actions.take_snapshots(at=clock.now())
    except OperationalError as busy:  # a long booking is under way; the next minute does it
        log.info("No snapshots this time: %s", busy)

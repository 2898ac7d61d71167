"""The job that brings evidence to the bank."""

from __future__ import annotations

from dhara.delivery.evidence import actions
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import task


@task(queue="gateways")
def hand_in(dispute_id: int) -> None:
    actions.hand_in(dispute_id, by=SYSTEM, at=clock.now())
